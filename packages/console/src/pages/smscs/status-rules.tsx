import { Autocomplete, NumberInput, Select } from '@mantine/core'
import type { FieldErrors } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { choices } from '../../form/field-spec.ts'
import classes from '../../form/form.module.css'
import { RowsEditor } from '../../form/rows-editor.tsx'
import { BLANK_RULE, type StatusRuleRow } from './smsc-rows.ts'
import { ACTION_WORDS, STATUS_NAMES, statusOf, usualWords } from './status-words.ts'

const ACTIONS = choices(ACTION_WORDS)

interface StatusRulesProps {
  readonly rows: readonly StatusRuleRow[]
  readonly errors: FieldErrors
  /** Of this SMSC, for parts whose rule says nothing. */
  readonly maxAttempts: number | ''
  readonly onChange: (rows: readonly StatusRuleRow[]) => void
}

/** What is done about a refusal, where this provider means something else by it than the specification. */
export function StatusRules({ rows, errors, maxAttempts, onChange }: StatusRulesProps) {
  return (
    <RowsEditor
      rows={rows}
      onChange={onChange}
      noun="rule"
      nameOf={(row) => row.status}
      blank={BLANK_RULE}
      addLabel="Add a rule"
      none="None: every refusal is treated as the specification suggests."
      most={200}
      error={errors['/statusRules']}
    >
      {(row, change, index) => {
        const error = (field: keyof StatusRuleRow) => errors[`/statusRules/${index}/${field}`]
        const again = row.action === 'retry' || row.action === 'slow-down'
        return (
          <>
            <Autocomplete
              label="Status"
              inputWrapperOrder={INPUT_ORDER}
              placeholder="ESME_RTHROTTLED or 0x58"
              data={[...STATUS_NAMES]}
              limit={80}
              maxDropdownHeight={280}
              renderOption={({ option }) => (
                <span className={classes.rowWords}>
                  <b>{option.value}</b> {statusOf(option.value)?.meaning}
                </span>
              )}
              comboboxProps={{ width: 340, position: 'bottom-start' }}
              value={row.status}
              onChange={(status) => change({ status })}
              error={error('status')}
              spellCheck={false}
            />
            <Select
              label="What to do"
              inputWrapperOrder={INPUT_ORDER}
              data={ACTIONS}
              value={row.action}
              onChange={(action) => action !== null && change({ action: action as StatusRuleRow['action'] })}
              error={error('action')}
            />
            {again ? (
              <>
                <NumberInput
                  label="After"
                  inputWrapperOrder={INPUT_ORDER}
                  placeholder="Longer each time"
                  suffix=" s"
                  allowNegative={false}
                  value={row.afterSeconds}
                  onChange={(typed) => change({ afterSeconds: typeof typed === 'number' ? typed : '' })}
                  error={error('afterSeconds')}
                />
                <NumberInput
                  label="Attempts"
                  inputWrapperOrder={INPUT_ORDER}
                  placeholder={maxAttempts === '' ? 'As everywhere' : `${maxAttempts}, as everywhere`}
                  allowDecimal={false}
                  allowNegative={false}
                  value={row.attempts}
                  onChange={(typed) => change({ attempts: typeof typed === 'number' ? typed : '' })}
                  error={error('attempts')}
                />
              </>
            ) : null}
            <Meaning typed={row.status} />
          </>
        )
      }}
    </RowsEditor>
  )
}

function Meaning({ typed }: { readonly typed: string }) {
  const status = statusOf(typed)
  if (!status || status.code === 0) return null
  return (
    <p className={classes.rowWords} data-wide="true">
      {typed.startsWith('0x') ? <b>{status.name} </b> : null}
      {status.meaning}. Without a rule: <b>{usualWords(status)}</b>.
    </p>
  )
}
