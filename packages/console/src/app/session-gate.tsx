import { Button, Center, Loader } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useSession } from '../api/session.ts'
import { LiveProvider } from '../live/live-provider.tsx'
import { LoginPage } from '../pages/access/login-page.tsx'
import { SetupPage } from '../pages/access/setup-page.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { paths } from './paths.ts'
import { Shell } from './shell.tsx'
import { UserContext } from './user-context.ts'

/** Decides between the console, the log-in page and the set-up page. The address stays: after logging in one is where one wanted to be. */
export function SessionGate() {
  const session = useSession()
  const [location] = useLocation()
  if (session.isPending) {
    return (
      <Center h="100dvh">
        <Loader size="sm" aria-label="Loading" />
      </Center>
    )
  }
  if (session.isError && session.data === undefined) {
    return (
      <main>
        <EmptyState
          icon={<IconPlugConnectedX size={30} />}
          title="Connect does not answer"
          action={<Button onClick={() => session.refetch()}>Try again</Button>}
        >
          <ProblemNotice failure={session.error} />
        </EmptyState>
      </main>
    )
  }
  if (location === paths.setup) return <SetupPage loggedIn={session.data !== null} />
  if (!session.data) return <LoginPage />
  return (
    <UserContext value={session.data}>
      <LiveProvider>
        <Shell />
      </LiveProvider>
    </UserContext>
  )
}
