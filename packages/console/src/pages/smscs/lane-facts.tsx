import { MESSAGE_CLASSES, type SmscView } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { useNow } from '../../browser/now.ts'
import { CLASS_WORDS } from '../../format/class-words.ts'
import { agoWords } from '../../format/duration.ts'
import { figure } from '../../format/numbers.ts'
import { utcWords } from '../../format/time.ts'
import classes from './lane-facts.module.css'

/** What waits for an SMSC, class by class, what is with it, and what a person has to decide about. */
export function LaneFacts({ smsc }: { readonly smsc: SmscView }) {
  const { id, waiting, waitingByClass, oldestWaitingAt, outstanding, held, uncertain } = smsc
  return (
    <dl className={classes.facts}>
      <div data-head="true">
        <dt>Waiting</dt>
        <dd>{figure(waiting)}</dd>
      </div>
      {waiting === 0
        ? null
        : MESSAGE_CLASSES.map((one) => (
            <div key={one} data-inner="true">
              <dt>{CLASS_WORDS[one].label}</dt>
              <dd>{figure(waitingByClass[one])}</dd>
            </div>
          ))}
      {oldestWaitingAt === null ? null : <Oldest at={oldestWaitingAt} />}
      <div data-head="true" title="Parts handed to the Sender and not answered yet">
        <dt>In flight</dt>
        <dd>{figure(outstanding)}</dd>
      </div>
      <div
        data-head="true"
        data-warn={held > 0}
        title="Refused too often, or by a rule: somebody has to release or cancel them"
      >
        <dt>Held</dt>
        <dd>
          {held === 0 ? (
            0
          ) : (
            <Link href={paths.messagesWith({ smscId: id, state: 'held' })}>{figure(held)}, decide</Link>
          )}
        </dd>
      </div>
      <div data-head="true" data-warn={uncertain > 0} title="They left, and their answer was lost with the line">
        <dt>Uncertain</dt>
        <dd>
          {uncertain === 0 ? (
            0
          ) : (
            <Link href={paths.messagesWith({ smscId: id, state: 'uncertain' })}>{figure(uncertain)}, look at them</Link>
          )}
        </dd>
      </div>
      <div data-head="true">
        <dt>Ids in receipts</dt>
        <dd>{idFormWords(smsc)}</dd>
      </div>
    </dl>
  )
}

/** How the id of a receipt relates to that of an answer, and who says so. */
function idFormWords({ idForm, idFormLearned }: SmscView): string {
  const form = idForm === 'learn' ? idFormLearned : idForm
  if (form === null || form === 'learn') return 'Not learned yet'
  return `${form === 'same' ? 'The same' : 'Another radix'}, ${idForm === 'learn' ? 'learned' : 'set'}`
}

function Oldest({ at }: { readonly at: string }) {
  const atMs = Date.parse(at)
  return (
    <div data-inner="true">
      <dt>The oldest for</dt>
      <dd title={utcWords(atMs)}>{agoWords(useNow() - atMs)}</dd>
    </div>
  )
}
