import type { ConversationId, MessageId } from '@smpp-connect/contracts'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { isOptOutExempt, isSmscFixed, messageState, partState } from '../state-codes.ts'
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

/** Gives the part with a key, if there is one. */
export type PartByKey = (key: number) => PartOfMessage | undefined

export function asQueued(a: PartRow, b: PartRow): number {
  return a.messageSeq - b.messageSeq || a.number - b.number
}

/** A part with the head of its message, in the order that `partOfMessage` reads. */
export const PART_COLUMNS = `
  p.key, p.stream, p.state, p.attempts, p.answered_attempt, p.due_at_ms, p.uncertain_since_ms, p.deadline_ms,
  p.smsc_message_id, p.sent_at_ms, p.answered_at_ms, p.receipt_at_ms, p.last_status, p.receipt_error, p.last_receipt,
  p.error_code, p.may_be_duplicate, p.user_message_reference, p.esm_class, p.id_form,
  m.id, c.id, m.ours, m.person, m.parts, m.expires_at_ms, m.send_at_ms, m.flags,
  f.message_state, f.message_may_be_duplicate, f.message_error, f.updated_at_ms, f.final_at_ms, p.excused`
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
