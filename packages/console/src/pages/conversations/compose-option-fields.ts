import type { SmppDefaults } from '@smpp-connect/contracts'
import type { FieldSpec } from '../../form/field-spec.ts'
import { smppOptionField } from '../../form/smpp-option-fields.ts'
import { COMPOSED_OPTIONS, type ComposedOption } from './compose-options.ts'

/** How the options are asked for on one message: each may be left to the SMSC, and says what that has. */
export function composeOptionFields(defaults: SmppDefaults | undefined): readonly FieldSpec<ComposedOption>[] {
  return COMPOSED_OPTIONS.map((name) => composed(name, defaults))
}

function composed(name: ComposedOption, defaults: SmppDefaults | undefined): FieldSpec<ComposedOption> {
  const spec = smppOptionField(name)
  const usual = defaults?.[name]
  switch (spec.kind) {
    case 'choice': {
      const label = spec.options.find(({ value }) => value === usual)?.label
      return { ...spec, name, options: [{ value: '', label: asIs(label) }, ...spec.options] }
    }
    case 'switch': {
      const { label, help } = spec
      const words = usual === undefined ? undefined : usual === true ? 'yes' : 'no'
      const options = [
        { value: '', label: asIs(words) },
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ]
      return { kind: 'choice', name, label, help, options }
    }
    case 'number':
      return { ...spec, name, empty: asIs(usual === undefined ? undefined : String(usual)) }
    case 'names':
    case 'several': {
      const words = Array.isArray(usual) && usual.length > 0 ? usual.join(', ') : 'none'
      return { ...spec, name, empty: asIs(usual === undefined ? undefined : words) }
    }
    default:
      return { ...spec, name, placeholder: asIs(usual === undefined || usual === '' ? undefined : String(usual)) }
  }
}

function asIs(words: string | undefined): string {
  return words === undefined ? 'As usual' : `As usual: ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
