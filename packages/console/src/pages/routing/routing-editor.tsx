import { Button, NumberInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { RoutingView, SmscView } from '@smpp-connect/contracts'
import { IconArrowsSplit2, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { isConflict } from '../../api/problem.ts'
import { useChangeRouting } from '../../api/routing.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { withMoved, withNew } from '../../form/keyed.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedDraft } from '../../form/versioned-draft.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Card } from '../../ui/page.tsx'
import classes from './routing.module.css'
import {
  changesBetween,
  isRoutingChanged,
  newRule,
  type RoutingDraft,
  routingDraftOf,
  routingErrorsOf,
  routingOf,
  routingProblems,
} from './routing-draft.ts'
import { RuleCard } from './rule-card.tsx'

interface RoutingEditorProps {
  readonly routing: RoutingView
  readonly smscs: readonly SmscView[]
}

const versionOf = (routing: RoutingView) => routing.version
const rebase = (_: RoutingDraft, mine: RoutingDraft) => mine

/** The rules, to be added, moved, changed and taken away; they hold when they are saved, all at once. */
export function RoutingEditor({ routing, smscs }: RoutingEditorProps) {
  const edits = useVersionedDraft({
    stored: routing,
    versionOf,
    draftOf: routingDraftOf,
    isChanged: isRoutingChanged,
    rebase,
  })
  const { base, draft, dirty } = edits
  const { rules, failoverSeconds } = draft
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const [said, setSaid] = useState('')
  const change = useChangeRouting()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)

  const edit = (patch: Partial<RoutingDraft>) => edits.change({ ...draft, ...patch })
  /** Errors are by place, and places move. */
  const reorder = (next: RoutingDraft['rules']) => {
    setErrors(NO_ERRORS)
    edit({ rules: next })
  }
  const settle = (go: () => void) => {
    go()
    setErrors(NO_ERRORS)
    change.reset()
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const problems = routingProblems(draft)
    setErrors(problems)
    if (Object.keys(problems).length > 0 || !dirty) return
    change.mutate(
      { ...routingOf(draft), version: base.version },
      {
        onSuccess: (view) => {
          settle(() => edits.take(view))
          notifications.show({ title: 'Saved', message: 'The rules hold for every message from now on.' })
        },
        onError: (failure) => setErrors(routingErrorsOf(failure)),
      },
    )
  }
  const wrong = Object.keys(errors).length > 0
  const add = () => reorder(withNew(rules, newRule(smscs[0]?.id)))

  return (
    <form ref={form} onSubmit={save} className={classes.form} noValidate>
      <p className={classes.unseen} aria-live="polite">
        {said}
      </p>
      {rules.length === 0 ? (
        <Card>
          <EmptyState
            icon={<IconArrowsSplit2 size={30} />}
            title="No rules"
            action={<Button onClick={add}>Add a rule</Button>}
          >
            A message goes to the SMSC whose sender address it has, else to one that is bound. With several SMSCs, rules
            say who takes what, how they share it, and who stands in.
          </EmptyState>
        </Card>
      ) : (
        <>
          <ol className={classes.rules}>
            {rules.map((rule, index) => (
              <RuleCard
                key={rule.key}
                rule={rule}
                index={index}
                count={rules.length}
                smscs={smscs}
                errors={errors}
                warnings={dirty ? [] : routing.warnings}
                onChange={(patch) => edit({ rules: rules.with(index, { ...rule, ...patch }) })}
                onMove={(by) => {
                  reorder(withMoved(rules, index, by))
                  setSaid(`${rule.name || 'The rule'} is now rule ${index + 1 + by} of ${rules.length}.`)
                }}
                onRemove={() => reorder(rules.toSpliced(index, 1))}
              />
            ))}
          </ol>
          <div className={classes.foot}>
            <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
              Add a rule
            </Button>
            <p>What no rule takes goes to the SMSC whose sender address it has, else to any that is bound.</p>
          </div>
        </>
      )}
      <Card title="When an SMSC is away">
        <NumberInput
          label="Route anew after"
          description="So long an SMSC may take nothing before what waits for it is given to others. One-time codes do not wait."
          inputWrapperOrder={INPUT_ORDER}
          className={classes.seconds}
          suffix=" seconds"
          allowDecimal={false}
          allowNegative={false}
          value={failoverSeconds}
          onChange={(typed) => edit({ failoverSeconds: typeof typed === 'number' ? typed : '' })}
          error={errors['/failoverSeconds']}
        />
      </Card>
      <SaveDock
        words={wrong ? 'Some fields need another look.' : dirty ? 'Not saved' : savedWords(base.version)}
        dirty={dirty}
        saving={change.isPending}
        failure={isConflict(change.error) || wrong ? undefined : change.error}
        overtaken={
          edits.overtaken
            ? {
                what: 'the rules',
                words: `They ${changesBetween(base, routing)}. The rules are saved together: with your edits on top, theirs are replaced when you save.`,
                onKeep: () => settle(edits.keep),
                onDrop: () => settle(() => edits.take(routing)),
              }
            : undefined
        }
        onDiscard={() => settle(() => edits.take(routing))}
      />
    </form>
  )
}

function savedWords(version: number): string {
  return version === 0 ? 'Nothing saved yet' : `Version ${version}, saved`
}
