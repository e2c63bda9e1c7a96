import { MultiSelect, NumberInput, PasswordInput, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import type { FieldSpec, FieldValue } from './field-spec.ts'

interface FieldInputProps {
  readonly spec: FieldSpec
  readonly value: FieldValue
  readonly error: string | undefined
  /** What stands in an empty field instead of what the spec says. */
  readonly placeholder?: string
  readonly onChange: (value: FieldValue) => void
}

/** What it means stands below, so that fields side by side begin at one height. */
export const INPUT_ORDER: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description']

/** One value, asked for in its own way. */
export function FieldInput({ spec, value, error, placeholder, onChange }: FieldInputProps) {
  const shared = { label: spec.label, description: spec.help, error, name: spec.name, inputWrapperOrder: INPUT_ORDER }
  switch (spec.kind) {
    case 'text':
      return (
        <TextInput
          {...shared}
          value={String(value ?? '')}
          placeholder={placeholder ?? spec.placeholder ?? ''}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'password':
      return (
        <PasswordInput
          {...shared}
          value={String(value ?? '')}
          placeholder={placeholder ?? ''}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          placeholder={placeholder ?? spec.empty ?? ''}
          suffix={spec.unit ? ` ${spec.unit}` : ''}
          allowDecimal={spec.decimal ?? false}
          allowNegative={false}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : spec.empty === undefined ? '' : null)}
        />
      )
    case 'switch':
      return (
        <Switch
          label={spec.label}
          description={spec.help}
          error={error}
          name={spec.name}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <Select
          {...shared}
          data={spec.options}
          value={String(value ?? '')}
          onChange={(chosen) => {
            if (chosen !== null) onChange(chosen)
          }}
        />
      )
    case 'names':
      return (
        <TagsInput
          {...shared}
          value={Array.isArray(value) ? [...value] : []}
          placeholder={Array.isArray(value) && value.length > 0 ? '' : (placeholder ?? spec.empty)}
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${spec.label.toLowerCase()}` }}
          onChange={onChange}
        />
      )
    case 'several':
      return (
        <MultiSelect
          {...shared}
          data={spec.options}
          value={Array.isArray(value) ? value : []}
          placeholder={Array.isArray(value) && value.length > 0 ? '' : (placeholder ?? spec.empty)}
          clearable
          clearButtonProps={{ 'aria-label': `Clear ${spec.label.toLowerCase()}` }}
          onChange={onChange}
        />
      )
  }
}
