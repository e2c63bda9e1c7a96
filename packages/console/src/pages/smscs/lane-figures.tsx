import type { SmscView } from '@smpp-connect/contracts'
import { figure } from '../../format/numbers.ts'
import classes from './smscs.module.css'

/** How many parts wait for an SMSC, are with it unanswered, and want a decision. */
export function LaneFigures({ smsc }: { readonly smsc: SmscView }) {
  const open = smsc.uncertain + smsc.held
  return (
    <dl className={classes.figures}>
      <div title="Parts queued for it">
        <dt>Waiting</dt>
        <dd>{figure(smsc.waiting)}</dd>
      </div>
      <div title="Parts handed to the Sender and not answered yet">
        <dt>In flight</dt>
        <dd>{figure(smsc.outstanding)}</dd>
      </div>
      <div title="Parts that are uncertain, or held: a person has to decide" data-warn={open > 0}>
        <dt>To decide</dt>
        <dd>{figure(open)}</dd>
      </div>
    </dl>
  )
}
