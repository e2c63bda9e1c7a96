import type { SmscView } from '@smpp-connect/contracts'
import { figure } from '../../format/numbers.ts'
import classes from './smscs.module.css'

/** How many parts wait for an SMSC, are with it unanswered, and are uncertain. */
export function LaneFigures({ smsc }: { readonly smsc: SmscView }) {
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
      <div title="Parts that left and whose answer was lost with the line" data-warn={smsc.uncertain > 0}>
        <dt>Uncertain</dt>
        <dd>{figure(smsc.uncertain)}</dd>
      </div>
    </dl>
  )
}
