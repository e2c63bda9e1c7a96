import { Autocomplete } from '@mantine/core'
import type { TlvDeclaration } from '@smpp-connect/contracts'
import type { FieldErrors } from './field-errors.ts'
import { INPUT_ORDER } from './field-input.tsx'
import classes from './form.module.css'
import { RowsEditor } from './rows-editor.tsx'
import { allowedWords, findTlv, type TlvValueRow, tagWords, tlvNameGroups } from './tlv-names.ts'

interface TlvValuesEditorProps {
  readonly rows: readonly TlvValueRow[]
  /** What the SMSC declares beside the specification. */
  readonly declared: readonly TlvDeclaration[]
  readonly errors: FieldErrors
  /** Where the values stand in the whole: `/smpp/tlvs`. */
  readonly at: string
  readonly none: string
  readonly onChange: (rows: readonly TlvValueRow[]) => void
}

/** TLVs with their values: names to choose from, and what each may hold. */
export function TlvValuesEditor({ rows, declared, errors, at, none, onChange }: TlvValuesEditorProps) {
  const names = tlvNameGroups(declared)
  return (
    <RowsEditor
      rows={rows}
      onChange={onChange}
      noun="TLV"
      nameOf={(row) => row.name}
      blank={{ name: '', value: '' }}
      addLabel="Add a TLV"
      none={none}
      most={50}
      error={errors[at]}
    >
      {(row, change, index) => {
        const tlv = row.name === '' ? undefined : findTlv(row.name, declared)
        const known = typeof tlv === 'object' ? tlv : undefined
        const choices = known?.values ?? []
        const chosen = choices.find(({ value }) => value === row.value)
        return (
          <>
            <Autocomplete
              label="TLV"
              description={known ? tagWords(known.tag) : 'A name, or a tag such as 0x1401.'}
              inputWrapperOrder={INPUT_ORDER}
              data={names.map(({ group, items }) => ({ group, items }))}
              value={row.name}
              onChange={(name) => change({ name })}
              error={errors[`${at}/${index}/name`]}
              limit={100}
              maxDropdownHeight={280}
              spellCheck={false}
            />
            <Autocomplete
              label="Value"
              description={chosen ? chosen.label : known ? allowedWords(known) : 'Text, a number, or 0x and octets.'}
              inputWrapperOrder={INPUT_ORDER}
              data={choices.map(({ value }) => value)}
              filter={({ options }) => options}
              renderOption={({ option }) => (
                <span className={classes.rowWords}>
                  {choices.find(({ value }) => value === option.value)?.label ?? option.value}
                </span>
              )}
              value={row.value}
              onChange={(value) => change({ value })}
              error={errors[`${at}/${index}/value`] ?? errors[`${at}/${row.name}`]}
              spellCheck={false}
            />
          </>
        )
      }}
    </RowsEditor>
  )
}
