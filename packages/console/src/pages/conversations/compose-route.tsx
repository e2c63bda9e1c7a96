import { Button } from '@mantine/core'
import type { RouteExplanation, SmscView } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { Notice } from '../../ui/notice.tsx'
import classes from './composer.module.css'

interface ComposeRouteProps {
  readonly route: RouteExplanation | undefined
  readonly smscs: readonly SmscView[]
  readonly to: string
}

/** Where a new message would go as it is, or why it would not be taken. */
export function ComposeRoute({ route, smscs, to }: ComposeRouteProps) {
  if (route?.refusal?.code === 'opted-out') {
    return (
      <Notice
        tone="warn"
        live
        title="This person wants no texts from that address"
        action={
          <Button component={Link} href={paths.optOutsOf(to)} size="xs" variant="default">
            Show the opt-out
          </Button>
        }
      >
        Nothing is sent until they opt in again, by a word such as START.
      </Notice>
    )
  }
  const smsc = smscs.find(({ id }) => id === route?.smscId)
  return (
    <p className={classes.route} aria-live="polite">
      {smsc && route ? `Goes through ${smsc.name}${byWords(route)}.` : ''}
    </p>
  )
}

function byWords({ decidedBy, rule }: RouteExplanation): string {
  return decidedBy === 'rule' && rule !== null ? `, by the rule “${rule}”` : ''
}
