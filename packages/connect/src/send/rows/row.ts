import { ERRORS, type ErrorCode, type SendMessage, sendMessageSchema } from '@smpp-connect/contracts'
import type { Destinations } from '../destinations.ts'

/** What one row of a file asks for, before it is judged. Empty cells are undefined, but a text may be empty. */
export interface RowFields {
  readonly to?: string | undefined
  readonly text?: string | undefined
  readonly from?: string | undefined
  readonly reference?: string | undefined
  readonly smscId?: string | undefined
}

/** A row as a reader finds it. `line` is where it begins, from 1. */
export type RawRow =
  | { readonly kind: 'fields'; readonly line: number; readonly fields: RowFields }
  | { readonly kind: 'unreadable'; readonly line: number; readonly detail: string }

/** A row that was judged: one to send, or one that is refused before it is handed over. */
export type Row =
  | { readonly kind: 'message'; readonly line: number; readonly fields: RowFields; readonly message: SendMessage }
  | {
      readonly kind: 'refused'
      readonly line: number
      readonly fields: RowFields
      readonly code: ErrorCode
      readonly detail: string
    }

/** What the command adds to every row that does not say it itself. */
export interface RowDefaults {
  readonly from: string | undefined
  readonly destinations: Destinations | undefined
}

/**
 * Judges a row by what can be known without the server: one bad row must not make the server refuse its whole batch.
 * `index` counts rows from 0 and chooses the destination where the command gives a sequence of them.
 */
export function judgeRow(raw: RawRow, index: number, defaults: RowDefaults): Row {
  const { line } = raw
  if (raw.kind === 'unreadable') return { ...refusal('request-invalid', raw.detail), line, fields: {} }
  const { fields } = raw
  const refuse = (code: ErrorCode, detail: string): Row => ({ ...refusal(code, detail), line, fields })
  const to = fields.to ?? defaults.destinations?.at(index)
  const from = fields.from ?? defaults.from
  if (to === undefined) return refuse('destination-invalid', 'the row has no destination, and no --to was given')
  if (fields.text === undefined || fields.text === '') return refuse('text-empty', ERRORS['text-empty'].title)
  const read = sendMessageSchema.safeParse({
    to,
    text: fields.text,
    ...(from === undefined ? {} : { from }),
    ...(fields.reference === undefined ? {} : { reference: fields.reference }),
    ...(fields.smscId === undefined ? {} : { smscId: fields.smscId }),
  })
  if (read.success) return { kind: 'message', line, fields, message: read.data }
  const issue = read.error.issues[0]
  return refuse(codeFor(String(issue?.path[0])), `${issue?.path.join('.')}: ${issue?.message}`)
}

function refusal(code: ErrorCode, detail: string) {
  return { kind: 'refused', code, detail } as const
}

function codeFor(field: string): ErrorCode {
  const codes: Readonly<Record<string, ErrorCode>> = {
    to: 'destination-invalid',
    from: 'sender-invalid',
    text: 'text-too-long',
  }
  return codes[field] ?? 'request-invalid'
}
