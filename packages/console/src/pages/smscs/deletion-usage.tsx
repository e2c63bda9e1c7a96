import type { SmscLoadView, SmscUsage } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { figure } from '../../format/numbers.ts'
import { Moment } from '../../ui/moment.tsx'
import classes from './deletion.module.css'
import { isOpen, ruleWords, usageFacts, waitingWords } from './deletion-words.ts'

/** What is open at an SMSC, as figures. */
export function OpenFigures({ load }: { readonly load: SmscLoadView }) {
  const { waiting, held, outstanding, uncertain, awaitingReceipt } = load
  const words = waitingWords(load)
  if (!isOpen(load)) return <p className={classes.dim}>Nothing waits for it, and no receipt is out.</p>
  return (
    <>
      <dl className={classes.figures}>
        <Figure term="Waiting" value={waiting} />
        <Figure term="Held" value={held} warn />
        <Figure term="In flight" value={outstanding} />
        <Figure term="Uncertain" value={uncertain} warn />
        <Figure term="No receipt yet" value={awaitingReceipt} />
      </dl>
      {words === '' ? null : <p className={classes.dim}>Waiting: {words}.</p>}
    </>
  )
}

function Figure({ term, value, warn = false }: { term: string; value: number; warn?: boolean }) {
  return (
    <div className={classes.figure}>
      <dt>{term}</dt>
      <dd data-tone={value === 0 ? 'none' : warn ? 'warn' : undefined}>{figure(value)}</dd>
    </div>
  )
}

/** Who uses an SMSC. */
export function UsedBy({ usage }: { readonly usage: SmscUsage }) {
  const { rules, lastMessageAt } = usage
  return (
    <dl className={classes.facts}>
      {rules.length === 0 ? null : (
        <div className={classes.fact}>
          <dt>Routing</dt>
          <dd>
            <ol className={classes.rules}>
              {rules.map((rule) => (
                <li key={rule.position} value={rule.position}>
                  <Link href={paths.routing}>{rule.name}</Link>: {ruleWords(rule)}
                </li>
              ))}
            </ol>
          </dd>
        </div>
      )}
      {usageFacts(usage).map(([term, words]) => (
        <div key={term} className={classes.fact}>
          <dt>{term}</dt>
          <dd>{words}</dd>
        </div>
      ))}
      <div className={classes.fact}>
        <dt>Last text</dt>
        <dd>{lastMessageAt === null ? 'None yet' : <Moment at={lastMessageAt} as="brief" />}</dd>
      </div>
    </dl>
  )
}
