import type { FormEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { Card } from '../../ui/page.tsx'
import type { SmscDraft, SmscErrors } from './smsc-draft.ts'
import { SmscFieldInput } from './smsc-field.tsx'
import { FIELD_GROUPS } from './smsc-fields.ts'
import classes from './smscs.module.css'

interface SmscFormProps {
  readonly draft: SmscDraft
  readonly errors: SmscErrors
  readonly hasPassword: boolean
  readonly onChange: (draft: SmscDraft) => void
  readonly onSubmit: () => void
  /** The bar with the buttons. */
  readonly children: ReactNode
}

/** An SMSC definition in groups, each setting with what it means. */
export function SmscForm({ draft, errors, hasPassword, onChange, onSubmit, children }: SmscFormProps) {
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
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
      {FIELD_GROUPS.map((group) => (
        <Card key={group.title} title={group.title} lead={group.lead}>
          <div className={classes.fields}>
            {group.fields.map((spec) => (
              <div key={spec.name} data-wide={spec.wide ?? false}>
                <SmscFieldInput
                  spec={spec}
                  value={draft[spec.name]}
                  error={errors[spec.name]}
                  hasPassword={hasPassword}
                  onChange={(value) => onChange({ ...draft, [spec.name]: value })}
                />
              </div>
            ))}
          </div>
        </Card>
      ))}
      {children}
    </form>
  )
}
