import { Button } from '@mantine/core'
import { IconPencilPlus } from '@tabler/icons-react'
import { problemOf } from '../../api/problem.ts'
import { useSystem } from '../../api/system.ts'
import { localTime } from '../../format/time.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { useCompose } from '../conversations/compose-dialog.tsx'
import { Alarms } from './alarms.tsx'
import { BindSummary } from './bind-summary.tsx'
import { Conservation } from './conservation.tsx'
import { FirstSteps } from './first-steps.tsx'
import classes from './overview.module.css'
import { RecentMessages } from './recent-messages.tsx'

/** What was accepted and where it is now; which SMSCs are bound; and, for a newcomer, what to do first. */
export function OverviewPage() {
  const system = useSystem({ watched: true })
  const compose = useCompose()
  return (
    <Page>
      <PageHeader
        title="Overview"
        lead="Everything that was accepted, and where it is now."
        actions={
          <Button leftSection={<IconPencilPlus size={18} aria-hidden />} onClick={() => compose()}>
            New message
          </Button>
        }
      />
      {system.data && system.error ? <Outdated system={system} /> : null}
      <Alarms system={system.data} />
      <FirstSteps counts={system.data?.counts} />
      <Conservation system={system} />
      <div className={classes.columns}>
        <RecentMessages />
        <BindSummary />
      </div>
    </Page>
  )
}

/** Figures that were true once, and say so: they must not pass for those of now. */
function Outdated({ system }: { readonly system: ReturnType<typeof useSystem> }) {
  const { title, detail } = problemOf(system.error)
  return (
    <Notice
      tone="bad"
      live
      title={`The figures are those of ${localTime.seconds(system.dataUpdatedAt)}`}
      action={
        <Button size="xs" variant="default" onClick={() => void system.refetch()}>
          Try again
        </Button>
      }
    >
      They cannot be brought up to date: {detail || title}
    </Notice>
  )
}
