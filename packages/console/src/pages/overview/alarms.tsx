import { Button } from '@mantine/core'
import type { SystemView } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { sentence } from '../../api/problem.ts'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { useNow } from '../../browser/now.ts'
import { agoWords } from '../../format/duration.ts'
import { counted } from '../../format/numbers.ts'
import { Notice } from '../../ui/notice.tsx'
import classes from './overview.module.css'

/** What somebody should look at now: where nothing moves although something should, and what waits for a decision. */
export function Alarms({ system }: { readonly system: SystemView | undefined }) {
  const held = system?.counts.byState.held ?? 0
  const stalled = system?.stalled ?? []
  if (held === 0 && stalled.length === 0) return null
  return (
    <div className={classes.alarms}>
      {stalled.map((stall) => (
        <Stalled key={stall.smscId} stall={stall} />
      ))}
      {held > 0 ? (
        <Notice
          tone="warn"
          title={`${counted(held, 'message is', 'messages are')} held until somebody decides`}
          action={
            <Button component={Link} href={paths.messagesWith({ state: 'held' })} size="xs" variant="default">
              Decide about {held === 1 ? 'it' : 'them'}
            </Button>
          }
        >
          Refused too often, or by a rule of the SMSC: release what should be tried again, and cancel the rest.
        </Notice>
      ) : null}
    </div>
  )
}

function Stalled({ stall }: { readonly stall: SystemView['stalled'][number] }) {
  const smsc = useSmscs().data?.find(({ id }) => id === stall.smscId)
  return (
    <Notice
      tone="bad"
      live
      title={`Nothing moves at ${smsc?.name ?? 'an SMSC'}`}
      action={
        <Button component={Link} href={paths.smsc(stall.smscId)} size="xs" variant="default">
          Look at its binds
        </Button>
      }
    >
      {sentence(stall.why)}, <Since at={stall.since} />.
    </Notice>
  )
}

function Since({ at }: { readonly at: string }) {
  return `for ${agoWords(useNow() - Date.parse(at))}`
}
