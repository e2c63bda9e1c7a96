import { Button, Checkbox, Skeleton } from '@mantine/core'
import type { SmscDeletionChoice, SmscDeletionPlan, SmscDeletionState, SmscView } from '@smpp-connect/contracts'
import { useId, useState } from 'react'
import { useBeginDeletion, useDeletionPlan } from '../../api/smsc-deletion.ts'
import { useSmscs } from '../../api/smscs.ts'
import { counted } from '../../format/numbers.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import question from '../../ui/question.module.css'
import classes from './deletion.module.css'
import { DeletionChoice } from './deletion-choice.tsx'
import { OpenFigures, UsedBy } from './deletion-usage.tsx'
import { becomesWords, isOpen, reroutedWords } from './deletion-words.ts'
import { StuckList } from './stuck-list.tsx'

const USUAL: SmscDeletionChoice = { waiting: 'drain', named: 'keep', uncertain: 'wait', receipts: 'wait' }

interface DeletionDialogProps {
  readonly smsc: SmscView
  readonly onLeave: () => void
  readonly onBegun: (state: SmscDeletionState) => void
}

/** Who uses it, what waits, and what is to become of that: asked before an SMSC is deleted, and to have it go otherwise. */
export function DeletionDialog({ smsc, onLeave, onBegun }: DeletionDialogProps) {
  const [choice, setChoice] = useState<SmscDeletionChoice>(() => chosenOf(smsc) ?? USUAL)
  const [isTakenOut, setTakenOut] = useState(false)
  const plan = useDeletionPlan(smsc.id, { ...choice, routing: 'remove' })
  const begin = useBeginDeletion(smsc.id)
  const hint = useId()
  if (!plan.data) {
    return (
      <div className={question.question}>
        {plan.error ? (
          <ProblemNotice failure={plan.error} onRetry={plan.refetch} />
        ) : (
          <div className={classes.loading} role="status" aria-label="Looking who uses it">
            <Skeleton height={70} />
            <Skeleton height={120} />
          </div>
        )}
        <div className={question.answers}>
          <Button variant="default" onClick={onLeave} data-autofocus>
            Keep it
          </Button>
        </div>
      </div>
    )
  }
  const { usage, rules } = plan.data
  const isNamed = rules.length > 0
  const isBlocked = isNamed && !isTakenOut
  const confirm = () => {
    const { version } = usage
    const routing = isNamed ? ('remove' as const) : ('refuse' as const)
    begin.mutate({ ...choice, routing, version }, { onSuccess: onBegun })
  }
  return (
    <div className={question.question}>
      <section className={classes.section} aria-label="What is open there">
        <OpenFigures load={usage.load} />
        <UsedBy usage={usage} />
      </section>
      {usage.usual.isLast ? (
        <Notice tone="warn" title="It is the last one">
          No other SMSC takes texts. Without it every text is refused until there is another.
        </Notice>
      ) : null}
      {isNamed ? <TakenOut plan={plan.data} isTakenOut={isTakenOut} onChange={setTakenOut} name={smsc.name} /> : null}
      <DeletionChoice load={usage.load} choice={choice} onChange={setChoice} />
      <Outcome plan={plan.data} isStale={plan.isPlaceholderData} />
      {begin.error ? <ProblemNotice failure={begin.error} /> : null}
      <div className={classes.foot}>
        <p id={hint} className={classes.hint}>
          {isBlocked ? 'First say that it is taken out of its routing rules.' : ''}
        </p>
        <Button variant="default" onClick={onLeave} data-autofocus={!isOpen(usage.load) || undefined}>
          {smsc.deletion ? 'Leave it so' : 'Keep it'}
        </Button>
        <Button
          color="red"
          loading={begin.isPending}
          disabled={isBlocked}
          aria-describedby={isBlocked ? hint : undefined}
          onClick={confirm}
        >
          {smsc.deletion ? 'Delete it so' : 'Delete'}
        </Button>
      </div>
    </div>
  )
}

function chosenOf({ deletion }: SmscView): SmscDeletionChoice | undefined {
  if (!deletion) return undefined
  const { waiting, named, uncertain, receipts } = deletion
  return { waiting, named, uncertain, receipts }
}

interface TakenOutProps {
  readonly plan: SmscDeletionPlan
  readonly name: string
  readonly isTakenOut: boolean
  readonly onChange: (isTakenOut: boolean) => void
}

/** Rules that name it: it goes only together with its place there, and that has to be said. */
function TakenOut({ plan: { rules }, name, isTakenOut, onChange }: TakenOutProps) {
  const smscs = useSmscs().data ?? []
  const smscName = (id: string) => smscs.find((smsc) => smsc.id === id)?.name ?? id
  return (
    <div className={classes.choice} data-chosen={isTakenOut}>
      <Checkbox
        label={`Take ${name} out of ${counted(rules.length, 'routing rule')}`}
        description="In the same step. Without that it cannot be deleted; taking the deletion back does not put it in again."
        checked={isTakenOut}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <ul className={classes.becomes}>
        {rules.map((rule) => (
          <li key={rule.position}>
            <b>{rule.name}</b>: {becomesWords(rule, smscName)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What would come of it, told again when the choice changes. */
function Outcome({ plan, isStale }: { readonly plan: SmscDeletionPlan; readonly isStale: boolean }) {
  const { usage, waitsFor, rerouted } = plan
  const going = reroutedWords(rerouted)
  return (
    <div className={classes.outcome} role="status" data-stale={isStale}>
      <p className={classes.outcomeTitle}>What happens</p>
      <ul>
        <li>It takes nothing new from this moment.</li>
        {going.map((words) => (
          <li key={words}>{words}</li>
        ))}
        {isOpen(usage.load) && waitsFor.length > 0 ? (
          <li>
            It waits, and goes when nothing is left:
            <ul>
              {waitsFor.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </li>
        ) : (
          <li>It goes at once: its binds are closed.</li>
        )}
        <li>Messages, conversations and its history stay. It can be brought back from there, disabled.</li>
      </ul>
      <StuckList stuck={rerouted?.stay ?? []} would />
    </div>
  )
}
