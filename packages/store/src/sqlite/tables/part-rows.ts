import type { SQLInputValue } from 'node:sqlite'
import type { ConversationId, MessageId } from '@smpp-connect/contracts'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { isOptOutExempt, isSmscFixed, messageState, partState, stateCode } from '../state-codes.ts'
import type { StreamKeys } from '../stream-keys.ts'

/** Parts of a message lie beside one another; a message has at most 255. */
const KEYS_PER_MESSAGE = 256

export function partKey(messageSeq: number, number: number): number {
  return messageSeq * KEYS_PER_MESSAGE + number
}

export function messageSeqOf(key: number): number {
  return Math.floor(key / KEYS_PER_MESSAGE)
}

export function partNumberOf(key: number): number {
  return key % KEYS_PER_MESSAGE
}

/** A part with the head of its message, in the order that `partOfMessage` reads. */
export const PART_COLUMNS = `
  p.key, p.stream, p.state, p.attempts, p.answered_attempt, p.due_at_ms, p.uncertain_since_ms, p.deadline_ms,
  p.smsc_message_id, p.sent_at_ms, p.answered_at_ms, p.receipt_at_ms, p.last_status, p.receipt_error, p.last_receipt,
  p.error_code, p.may_be_duplicate, p.user_message_reference, p.esm_class, p.id_form,
  m.id, c.id, m.ours, m.person, m.parts, m.expires_at_ms, m.send_at_ms, m.flags,
  f.message_state, f.message_may_be_duplicate, f.message_error, f.updated_at_ms, f.final_at_ms, p.excused`
export const PART_COLUMN_COUNT = 34
/** The part, its message, the row of the message's first part (which may be itself), and the conversation. */
export const PART_TABLES = `
  parts p CROSS JOIN messages m ON m.seq = p.key >> 8 CROSS JOIN parts f ON f.key = (m.seq << 8) + 1
    CROSS JOIN conversations c ON c.seq = m.conversation`

type Nullable<Value> = Value | null

export function partOfMessage(row: Row, streams: StreamKeys): PartOfMessage {
  const key = row[0] as number
  const messageSeq = messageSeqOf(key)
  const stream = row[1] as number
  const { smscId, messageClass } = streams.stream(stream)
  const messageId = row[20] as MessageId
  const flags = row[27] as number
  const part: PartRow = {
    messageId,
    messageSeq,
    number: partNumberOf(key),
    stream,
    smscId,
    userMessageReference: row[17] as number,
    esmClass: row[18] as number,
    state: partState(row[2] as number),
    attempts: row[3] as number,
    excused: row[33] as number,
    answeredAttempt: row[4] as number,
    dueAtMs: row[5] as number,
    uncertainSinceMs: row[6] as Nullable<number>,
    deadlineMs: row[7] as Nullable<number>,
    idForm: row[19] as Nullable<string>,
    smscMessageId: row[8] as Nullable<string>,
    sentAtMs: row[9] as Nullable<number>,
    answeredAtMs: row[10] as Nullable<number>,
    receiptAtMs: row[11] as Nullable<number>,
    lastStatus: row[12] as Nullable<number>,
    receiptError: row[13] as Nullable<string>,
    lastReceipt: row[14] as Nullable<string>,
    errorCode: row[15] as Nullable<string>,
    mayBeDuplicate: row[16] === 1,
  }
  const head: MessageHead = {
    seq: messageSeq,
    id: messageId,
    smscId,
    conversationId: row[21] as ConversationId,
    from: row[22] as string,
    to: row[23] as string,
    messageClass,
    parts: row[24] as number,
    expiresAtMs: row[25] as number,
    sendAtMs: row[26] as Nullable<number>,
    smscFixed: isSmscFixed(flags),
    optOutExempt: isOptOutExempt(flags),
    state: messageState(row[28] as number),
    mayBeDuplicate: row[29] === 1,
    errorCode: row[30] as Nullable<string>,
    updatedAtMs: row[31] as number,
    finalAtMs: row[32] as Nullable<number>,
  }
  return { part, head }
}

/**
 * The columns that change, in the order in which a `RowChange` notes them: those of a part, those of the message in the
 * row of its first part, and the history.
 */
const CHANGES = [
  'state',
  'attempts',
  'answered_attempt',
  'due_at_ms',
  'uncertain_since_ms',
  'deadline_ms',
  'id_form',
  'smsc_message_id',
  'sent_at_ms',
  'answered_at_ms',
  'receipt_at_ms',
  'last_status',
  'receipt_error',
  'last_receipt',
  'error_code',
  'may_be_duplicate',
  'excused',
  'message_state',
  'message_may_be_duplicate',
  'message_error',
  'updated_at_ms',
  'final_at_ms',
] as const
const HISTORY = 22

/**
 * What of a row is to be written: SQLite touches only indexes on columns that it is told of, and there are few different
 * sets of them, so that each has its statement. Fields are compared one by one, which costs least.
 */
export class RowChange {
  readonly values: SQLInputValue[] = []
  /** One bit for each column. */
  columns = 0

  part(after: PartRow, before: PartRow): this {
    if (after.state !== before.state) this.#note(0, stateCode(after.state))
    if (after.attempts !== before.attempts) this.#note(1, after.attempts)
    if (after.answeredAttempt !== before.answeredAttempt) this.#note(2, after.answeredAttempt)
    if (after.dueAtMs !== before.dueAtMs) this.#note(3, after.dueAtMs)
    if (after.uncertainSinceMs !== before.uncertainSinceMs) this.#note(4, after.uncertainSinceMs)
    if (after.deadlineMs !== before.deadlineMs) this.#note(5, after.deadlineMs)
    if (after.idForm !== before.idForm) this.#note(6, after.idForm)
    if (after.smscMessageId !== before.smscMessageId) this.#note(7, after.smscMessageId)
    if (after.sentAtMs !== before.sentAtMs) this.#note(8, after.sentAtMs)
    if (after.answeredAtMs !== before.answeredAtMs) this.#note(9, after.answeredAtMs)
    if (after.receiptAtMs !== before.receiptAtMs) this.#note(10, after.receiptAtMs)
    if (after.lastStatus !== before.lastStatus) this.#note(11, after.lastStatus)
    if (after.receiptError !== before.receiptError) this.#note(12, after.receiptError)
    if (after.lastReceipt !== before.lastReceipt) this.#note(13, after.lastReceipt)
    if (after.errorCode !== before.errorCode) this.#note(14, after.errorCode)
    if (after.mayBeDuplicate !== before.mayBeDuplicate) this.#note(15, Number(after.mayBeDuplicate))
    if (after.excused !== before.excused) this.#note(16, after.excused)
    return this
  }

  head(after: MessageHead, before: MessageHead): this {
    if (after.state !== before.state) this.#note(17, stateCode(after.state))
    if (after.mayBeDuplicate !== before.mayBeDuplicate) this.#note(18, Number(after.mayBeDuplicate))
    if (after.errorCode !== before.errorCode) this.#note(19, after.errorCode)
    if (after.updatedAtMs !== before.updatedAtMs) this.#note(20, after.updatedAtMs)
    if (after.finalAtMs !== before.finalAtMs) this.#note(21, after.finalAtMs)
    return this
  }

  /** Octets that are added to the history. */
  history(octets: Uint8Array): this {
    if (octets.length > 0) this.#note(HISTORY, octets)
    return this
  }

  #note(column: number, value: SQLInputValue): void {
    this.columns |= 1 << column
    this.values.push(value)
  }
}

/** `state = ?, attempts = ?`: what is to be set where these columns change. */
export function settingsOf(columns: number): string {
  const settings = CHANGES.flatMap((column, index) => ((columns & (1 << index)) === 0 ? [] : [`${column} = ?`]))
  if ((columns & (1 << HISTORY)) !== 0) settings.push('history = CAST(history || ? AS BLOB)')
  return settings.join(', ')
}
