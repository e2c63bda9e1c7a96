import { TextInput } from '@mantine/core'
import type { FieldErrors } from '../../form/field-errors.ts'
import { RowsEditor } from '../../form/rows-editor.tsx'
import type { SmscDraft } from './smsc-draft.ts'

interface ReceiptMeaningsProps {
  readonly rows: SmscDraft['receiptErrors']
  readonly errors: FieldErrors
  readonly onChange: (rows: SmscDraft['receiptErrors']) => void
}

/** What the provider's error codes mean; every provider has its own. */
export function ReceiptMeanings({ rows, errors, onChange }: ReceiptMeaningsProps) {
  return (
    <RowsEditor
      rows={rows}
      onChange={onChange}
      noun="error code"
      nameOf={(row) => row.code}
      blank={{ code: '', meaning: '' }}
      addLabel="Add an error code"
      none="None: a message shows the bare code of its receipt."
      most={500}
      error={errors['/receiptErrors']}
    >
      {(row, change, index) => (
        <>
          <TextInput
            label="Code"
            placeholder="003"
            value={row.code}
            onChange={(event) => change({ code: event.currentTarget.value })}
            error={errors[`/receiptErrors/${index}/code`]}
            spellCheck={false}
          />
          <TextInput
            label="What it means"
            placeholder="The phone has been off for too long."
            value={row.meaning}
            onChange={(event) => change({ meaning: event.currentTarget.value })}
            error={errors[`/receiptErrors/${index}/meaning`]}
          />
        </>
      )}
    </RowsEditor>
  )
}
