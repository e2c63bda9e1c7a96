import { ERRORS, type ErrorCode, type SendMessage } from '@smpp-connect/contracts'
import type { Destinations } from '../destinations.ts'
import type { Fields } from '../fields/field-name.ts'
import { overridden, readMessage } from '../fields/read-message.ts'

/** A row as a reader finds it: empty cells are not there, but a text may be empty. `line` is where it begins, from 1. */
export type RawRow =
  | { readonly kind: 'fields'; readonly line: number; readonly fields: Fields }
  | { readonly kind: 'unreadable'; readonly line: number; readonly detail: string }

/** A row that was judged: one to send, or one that is refused before it is handed over. */
export type Row =
  | { readonly kind: 'message'; readonly line: number; readonly fields: Fields; readonly message: SendMessage }
  | {
      readonly kind: 'refused'
      readonly line: number
      readonly fields: Fields
      readonly code: ErrorCode
      readonly detail: string
    }

/** What the command adds to every row that does not say it itself. */
export interface RowTemplate {
  readonly fields: Fields
  readonly destinations: Destinations | undefined
  /** When the run began: spans such as `+2h` count from then, also when it is gone on with later. */
  readonly fromMs: number
}

/**
 * Judges a row by what can be known without the server: one bad row must not make the server refuse its whole batch.
 * `index` counts rows from 0 and chooses the destination where the command gives a sequence of them.
 */
export function judgeRow(raw: RawRow, index: number, template: RowTemplate): Row {
  const { line } = raw
  if (raw.kind === 'unreadable') return { ...refusal('request-invalid', raw.detail), line, fields: {} }
  const { fields } = raw
  const to = fields.to ?? template.destinations?.at(index)
  if (to === undefined) {
    const detail = 'the row has no destination, and no --to was given'
    return { ...refusal('destination-invalid', detail), line, fields }
  }
  const read = readMessage({ ...overridden(template.fields, fields), to }, template.fromMs)
  if (read.ok) return { kind: 'message', line, fields, message: read.message }
  const { field, code, detail } = read.problem
  return { ...refusal(code, code === 'text-empty' ? ERRORS[code].title : `${field}: ${detail}`), line, fields }
}

function refusal(code: ErrorCode, detail: string) {
  return { kind: 'refused', code, detail } as const
}
