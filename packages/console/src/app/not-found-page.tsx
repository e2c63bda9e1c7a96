import { Button } from '@mantine/core'
import { IconMapPinOff } from '@tabler/icons-react'
import { Link } from 'wouter'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page, PageHeader } from '../ui/page.tsx'

export function NotFoundPage() {
  return (
    <Page>
      <PageHeader title="No such page" />
      <EmptyState
        icon={<IconMapPinOff size={30} />}
        title="There is nothing at this address"
        action={
          <Button component={Link} href="/">
            Go to the overview
          </Button>
        }
      >
        It may have been mistyped, or what was here has been removed.
      </EmptyState>
    </Page>
  )
}
