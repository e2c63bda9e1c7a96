import { ERRORS, type ErrorCode, MESSAGE_CLASSES, type SendMessage, sendMessageSchema } from '@smpp-connect/contracts'
import { printable } from '../../output/style.ts'
import type { FieldName, Fields } from './field-name.ts'
import { aboutSmpp, readSmpp, type SmppKey } from './smpp-value.ts'
import { ALLOWED_TIME, readTime } from './time.ts'

/** Something that a message says and that cannot be. */
export interface FieldProblem {
  readonly field: FieldName
  readonly code: ErrorCode
  /** What was found and what is allowed, without the name of the field. */
  readonly detail: string
}

export type ReadMessage =
  | { readonly ok: true; readonly message: SendMessage }
  | { readonly ok: false; readonly problem: FieldProblem }

/**
 * The message that fields describe, judged by all that can be known without the server. Spans such as `+2h` count from
 * `fromMs`.
 */
export function readMessage(fields: Fields, fromMs: number): ReadMessage {
  const content = readContent(fields, fromMs)
  if (!content.ok) return content
  if (fields.text === undefined || fields.text === '') {
    return { ok: false, problem: { field: 'text', code: 'text-empty', detail: ERRORS['text-empty'].title } }
  }
  const read = sendMessageSchema.safeParse({ ...content.values, to: fields.to, text: fields.text })
  if (read.success) return { ok: true, message: read.data }
  const { path = [], message = '' } = read.error.issues[0] ?? {}
  const field = fieldOf(path.map(String))
  return { ok: false, problem: { field, code: codeOf(field), detail: message } }
}

/** What is wrong with fields that stand for many messages; undefined when nothing is. */
export function problemIn(fields: Fields): FieldProblem | undefined {
  const read = readMessage({ ...fields, to: '+447700900123', text: 'x' }, 0)
  return read.ok ? undefined : read.problem
}

/** What a row says itself wins over what is said for all rows; the two ways to say how long it is worth sending are one. */
export function overridden(usual: Fields, own: Fields): Fields {
  if (own.validitySeconds === undefined && own.expiresAt === undefined) return { ...usual, ...own }
  const { validitySeconds: _span, expiresAt: _time, ...others } = usual
  return { ...others, ...own }
}

type Content =
  | { readonly ok: true; readonly values: Record<string, unknown> }
  | { readonly ok: false; readonly problem: FieldProblem }

function readContent(fields: Fields, fromMs: number): Content {
  const values: Record<string, unknown> = {}
  const smpp: Record<string, unknown> = {}
  const tlvs: Record<string, string> = {}
  for (const [name, text] of Object.entries(fields) as [FieldName, string][]) {
    const refuse = (code: ErrorCode, allowed: string): Content => {
      const detail = `found ${JSON.stringify(printable(text, 60))}; allowed: ${allowed}`
      return { ok: false, problem: { field: name, code, detail } }
    }
    if (name.startsWith('tlv.')) tlvs[name.slice('tlv.'.length)] = text
    else if (name.startsWith('smpp.')) {
      const key = name.slice('smpp.'.length) as SmppKey
      const value = readSmpp(key, text)
      if (value === undefined) return refuse('smpp-option-invalid', aboutSmpp(key).allowed)
      smpp[key] = value
    } else if (name === 'sendAt' || name === 'expiresAt') {
      const time = readTime(text, fromMs)
      if (time === undefined) return refuse('time-invalid', ALLOWED_TIME)
      values[name] = time
    } else if (name === 'validitySeconds') {
      if (!/^\d{1,9}$/.test(text)) return refuse('time-invalid', 'a whole number of seconds')
      values[name] = Number(text)
    } else if (name === 'class' && !(MESSAGE_CLASSES as readonly string[]).includes(text)) {
      return refuse('request-invalid', MESSAGE_CLASSES.join(', '))
    } else if (name !== 'to' && name !== 'text') values[name] = text
  }
  if (Object.keys(tlvs).length > 0) smpp.tlvs = tlvs
  if (Object.keys(smpp).length > 0) values.smpp = smpp
  if (values.validitySeconds !== undefined && values.expiresAt !== undefined) {
    const detail = 'how long it is worth sending is said in seconds too; say one of the two'
    return { ok: false, problem: { field: 'expiresAt', code: 'time-invalid', detail } }
  }
  return { ok: true, values }
}

/** The field that a place in the message comes from. */
function fieldOf([first = 'text', second, third]: readonly string[]): FieldName {
  if (first !== 'smpp') return first as FieldName
  return second === 'tlvs' ? `tlv.${third}` : `smpp.${second as SmppKey}`
}

function codeOf(field: FieldName): ErrorCode {
  if (field.startsWith('tlv.')) return 'tlv-invalid'
  if (field.startsWith('smpp.')) return 'smpp-option-invalid'
  const codes: Partial<Record<FieldName, ErrorCode>> = {
    to: 'destination-invalid',
    from: 'sender-invalid',
    text: 'text-too-long',
    validitySeconds: 'time-invalid',
  }
  return codes[field] ?? 'request-invalid'
}
