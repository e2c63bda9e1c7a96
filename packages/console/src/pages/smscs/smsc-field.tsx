import { NumberInput, PasswordInput, Select, Switch, TextInput } from '@mantine/core'
import type { SmscDraft } from './smsc-draft.ts'
import type { SmscFieldSpec } from './smsc-fields.ts'

interface SmscFieldProps {
  readonly spec: SmscFieldSpec
  readonly value: SmscDraft[SmscFieldSpec['name']]
  readonly error: string | undefined
  readonly hasPassword: boolean
  readonly onChange: (value: SmscDraft[SmscFieldSpec['name']]) => void
}

/** What it means stands below, so that fields side by side begin at one height. */
const ORDER: ('label' | 'input' | 'error' | 'description')[] = ['label', 'input', 'error', 'description']

/** One setting, asked for in its own way. */
export function SmscFieldInput({ spec, value, error, hasPassword, onChange }: SmscFieldProps) {
  const shared = { label: spec.label, description: spec.help, error, name: spec.name, inputWrapperOrder: ORDER }
  switch (spec.kind) {
    case 'text':
      return (
        <TextInput
          {...shared}
          value={String(value ?? '')}
          placeholder={spec.placeholder ?? ''}
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
          placeholder={hasPassword ? 'Stored; type to replace it' : ''}
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
          placeholder={spec.empty ?? ''}
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
          value={String(value)}
          onChange={(chosen) => {
            if (chosen !== null) onChange(chosen as SmscDraft[SmscFieldSpec['name']])
          }}
        />
      )
  }
}
