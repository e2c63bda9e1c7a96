import { NumberInput, Select, TextInput } from '@mantine/core'
import type { TlvDeclaration } from '@smpp-connect/contracts'
import type { FieldErrors } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { choices } from '../../form/field-spec.ts'
import { RowsEditor } from '../../form/rows-editor.tsx'
import { BLANK_TLV, type TlvRow } from './smsc-rows.ts'

const TYPES = choices<TlvDeclaration['type']>({
  integer: 'Number',
  c_octet_string: 'Text (ends with NUL)',
  octet_string: 'Octets',
})
const DIRECTIONS = choices<TlvDeclaration['direction']>({
  both: 'Both ways',
  submit: 'What we send',
  deliver: 'What comes in',
})

interface TlvDeclarationsProps {
  readonly rows: readonly TlvRow[]
  readonly errors: FieldErrors
  readonly onChange: (rows: readonly TlvRow[]) => void
}

/** The provider's own TLVs: a name for each, by which messages set them and pages show them. */
export function TlvDeclarations({ rows, errors, onChange }: TlvDeclarationsProps) {
  return (
    <RowsEditor
      rows={rows}
      onChange={onChange}
      noun="TLV"
      nameOf={(row) => row.name}
      blank={BLANK_TLV}
      addLabel="Declare a TLV"
      none="None. Declare one when the account sheet lists optional parameters, such as a billing code."
      most={50}
      error={errors['/tlvs']}
    >
      {(row, change, index) => {
        const error = (field: keyof TlvRow) => errors[`/tlvs/${index}/${field}`]
        const shared = { inputWrapperOrder: INPUT_ORDER }
        return (
          <>
            <TextInput
              {...shared}
              label="Name"
              description="Letters, digits, _"
              placeholder="billing_code"
              value={row.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              error={error('name')}
              spellCheck={false}
            />
            <TextInput
              {...shared}
              label="Tag"
              description="As 0x…, or decimal."
              placeholder="0x1401"
              value={row.tag}
              onChange={(event) => change({ tag: event.currentTarget.value })}
              error={error('tag')}
              spellCheck={false}
            />
            <Select
              {...shared}
              label="Type"
              data={TYPES}
              value={row.type}
              onChange={(type) => type !== null && change(withType(row, type as TlvRow['type']))}
              error={error('type')}
            />
            <NumberInput
              {...shared}
              label={row.type === 'integer' ? 'Octets' : 'Octets at most'}
              description={row.type === 'c_octet_string' ? 'The NUL included.' : undefined}
              allowDecimal={false}
              allowNegative={false}
              value={row.maxOctets}
              onChange={(typed) => change({ maxOctets: typeof typed === 'number' ? typed : '' })}
              error={error('maxOctets')}
            />
            <Select
              {...shared}
              label="Used in"
              data={DIRECTIONS}
              value={row.direction}
              onChange={(direction) => direction !== null && change({ direction: direction as TlvRow['direction'] })}
              error={error('direction')}
            />
            <TextInput
              {...shared}
              label="Sent unless set"
              description="Empty: only where a message sets it."
              value={row.value}
              onChange={(event) => change({ value: event.currentTarget.value })}
              error={error('value')}
              spellCheck={false}
            />
          </>
        )
      }}
    </RowsEditor>
  )
}

/** An integer has 1 to 6 octets, mostly 4 or fewer; the usual size of a text makes no sense for it. */
function withType(row: TlvRow, type: TlvRow['type']): Partial<TlvRow> {
  const tooLarge = type === 'integer' && (row.maxOctets === '' || row.maxOctets > 6)
  return tooLarge ? { type, maxOctets: 4 } : { type }
}
