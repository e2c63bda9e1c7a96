import { Button, NumberInput } from '@mantine/core'
import type { RoutingView, SmscView } from '@smpp-connect/contracts'
import { IconArrowsSplit2, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useChangeRouting } from '../../api/routing.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { withMoved, withNew } from '../../form/keyed.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedForm } from '../../form/versioned-form.ts'
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

/** The rules, to be added, moved, changed and taken away; they hold when they are saved, all at once. */
export function RoutingEditor({ routing, smscs }: RoutingEditorProps) {
  const form = useVersionedForm({
    stored: routing,
    versionOf,
    draftOf: routingDraftOf,
    isChanged: isRoutingChanged,
    rebase,
    problemsOf: routingProblems,
    errorsOf: routingErrorsOf,
    changeOf,
    saving: useChangeRouting(),
    savedWords: 'The rules hold for every message from now on.',
  })
  const { errors } = form
  const { base, draft, dirty, change } = form.edits
  const { rules, failoverSeconds } = draft
  const [said, setSaid] = useState('')
  const edit = (patch: Partial<RoutingDraft>) => change({ ...draft, ...patch })
  /** Errors are by place, and places move. */
  const reorder = (next: RoutingDraft['rules']) => {
    form.forgetErrors()
    edit({ rules: next })
  }
  const add = () => reorder(withNew(rules, newRule(smscs[0]?.id)))
  const savedWords = base.version === 0 ? 'Nothing saved yet' : `Version ${base.version}, saved`
  return (
    <form
      ref={form.form}
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        form.save()
      }}
    >
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
        {...form.dock(dirty ? 'Not saved' : savedWords, {
          what: 'the rules',
          words: `They ${changesBetween(base, routing)}. The rules are saved together: with your edits on top, theirs are replaced when you save.`,
        })}
      />
    </form>
  )
}

const versionOf = (routing: RoutingView) => routing.version
const rebase = (_: RoutingDraft, mine: RoutingDraft) => mine
const changeOf = ({ version }: RoutingView, draft: RoutingDraft) => ({ ...routingOf(draft), version })
