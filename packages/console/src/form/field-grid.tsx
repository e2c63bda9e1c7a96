import type { FieldErrors } from './field-errors.ts'
import { FieldInput } from './field-input.tsx'
import type { FieldSpec, FieldValue } from './field-spec.ts'
import classes from './form.module.css'
import { valueAt } from './pointer.ts'

interface FieldGridProps<Name extends string> {
  readonly specs: readonly FieldSpec<Name>[]
  /** What the names of the specs point into. */
  readonly values: object
  readonly errors: FieldErrors
  readonly placeholders?: Readonly<Partial<Record<Name, string>>>
  readonly onChange: (name: Name, value: FieldValue) => void
}

/** Fields in two columns; one, where there is no room for two. */
export function FieldGrid<Name extends string>(props: FieldGridProps<Name>) {
  const { specs, values, errors, placeholders, onChange } = props
  return (
    <div className={classes.fields}>
      {specs.map((spec) => {
        const placeholder = placeholders?.[spec.name]
        return (
          <div key={spec.name} data-wide={spec.wide ?? false}>
            <FieldInput
              spec={spec}
              value={(valueAt(values, spec.name) ?? null) as FieldValue}
              error={errors[spec.name]}
              {...(placeholder === undefined ? {} : { placeholder })}
              onChange={(value) => onChange(spec.name, value)}
            />
          </div>
        )
      })}
    </div>
  )
}
