import { Button } from '@mantine/core'
import type { SystemView } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { useSmscs } from '../../api/smscs.ts'
import { localTime } from '../../format/time.ts'
import { Notice } from '../../ui/notice.tsx'
import { alarmsOf } from './alarm-list.ts'
import classes from './overview.module.css'

/** What somebody should look at now. */
export function Alarms({ system }: { readonly system: SystemView | undefined }) {
  // How far an SMSC is slowed down is no event.
  const smscs = useSmscs({ watched: true }).data ?? []
  const alarms = system ? alarmsOf(system, smscs, localTime.clock) : []
  if (alarms.length === 0) return null
  return (
    <div className={classes.alarms}>
      {alarms.map(({ key, tone, title, words, action }) => (
        <Notice
          key={key}
          tone={tone}
          live={tone === 'bad'}
          title={title}
          action={
            <Button component={Link} href={action.href} size="xs" variant="default">
              {action.label}
            </Button>
          }
        >
          {words}
        </Notice>
      ))}
    </div>
  )
}
