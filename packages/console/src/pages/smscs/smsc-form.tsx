import { type FormEvent, Fragment, type ReactNode, type RefObject } from 'react'
import type { FieldErrors } from '../../form/field-errors.ts'
import { FieldGrid } from '../../form/field-grid.tsx'
import type { FieldSpec } from '../../form/field-spec.ts'
import { withValueAt } from '../../form/pointer.ts'
import { Card } from '../../ui/page.tsx'
import { ClassTreatments } from './class-treatments.tsx'
import { RareSettings } from './rare-settings.tsx'
import type { SmscDraft, SmscPlace } from './smsc-draft.ts'
import { FIELD_GROUPS, RELIABILITY_FIELDS } from './smsc-fields.ts'
import classes from './smscs.module.css'

interface SmscFormProps {
  /** The form's element: whoever finds something wrong takes the focus there. */
  readonly form: RefObject<HTMLFormElement | null>
  readonly draft: SmscDraft
  readonly errors: FieldErrors
  readonly hasPassword: boolean
  /** What was learned about ids; undefined where there is nothing to say yet. */
  readonly idFormLearned?: SmscDraft['idForm'] | null
  readonly onChange: (draft: SmscDraft) => void
  readonly onSubmit: () => void
  /** What tests the bind; it stands below what a bind depends on. */
  readonly trial: ReactNode
  /** The bar with the buttons. */
  readonly children: ReactNode
}

/** An SMSC definition in groups: what an account sheet names in the open, what is rarely touched folded. */
export function SmscForm(props: SmscFormProps) {
  const { form, draft, errors, hasPassword, idFormLearned = null, onChange, onSubmit, trial, children } = props
  const change = (place: SmscPlace, value: unknown) => onChange(withValueAt(draft, place, value))
  const grid = (specs: readonly FieldSpec<SmscPlace>[]) => (
    <FieldGrid
      specs={specs}
      values={draft}
      errors={errors}
      placeholders={hasPassword ? { '/password': 'Stored; type to replace it' } : {}}
      onChange={change}
    />
  )
  return (
    <form
      ref={form}
      className={classes.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {FIELD_GROUPS.map(({ title, lead, fields }) => (
        <Fragment key={title}>
          <Card title={title} lead={lead}>
            {grid(fields)}
          </Card>
          {fields.some(({ name }) => name === '/systemId') ? trial : null}
        </Fragment>
      ))}
      <Card title="Classes" lead="What is urgent does not wait for what is not.">
        <ClassTreatments treatments={draft.classes} errors={errors} onChange={change} />
      </Card>
      <Card title="Reliability" lead="How long to wait, and how often to try.">
        {grid(RELIABILITY_FIELDS)}
      </Card>
      <RareSettings draft={draft} errors={errors} idFormLearned={idFormLearned} grid={grid} onChange={change} />
      {children}
    </form>
  )
}
