import type { SQLInputValue } from 'node:sqlite'
import type { ConversationId, MessageId, MessageState, PartState } from '@smpp-connect/contracts'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import type { SmscKeys } from '../smsc-keys.ts'

/** Parts of a message lie beside one another; a message has at most 255. */
const KEYS_PER_MESSAGE = 256

export function partKey(messageSeq: number, number: number): number {
  return messageSeq * KEYS_PER_MESSAGE + number
}

export function messageSeqOf(key: number): number {
  return Math.floor(key / KEYS_PER_MESSAGE)
}

/** A part with the head of its message, in the order that `partOfMessage` reads. */
export const PART_COLUMNS = `
  p.key, p.smsc, p.state, p.attempts, p.answered_attempt, p.due_at_ms, p.uncertain_since_ms, p.deadline_ms,
  p.smsc_message_id, p.sent_at_ms, p.answered_at_ms, p.receipt_at_ms, p.last_status, p.receipt_error, p.last_receipt,
  p.error_code, p.may_be_duplicate, p.user_message_reference,
  m.id, c.id, m.person, m.parts, m.expires_at_ms, m.state, m.may_be_duplicate, m.error_code, m.updated_at_ms,
  m.final_at_ms`
export const PART_COLUMN_COUNT = 28
export const PART_TABLES = `
  parts p CROSS JOIN messages m ON m.seq = p.message CROSS JOIN conversations c ON c.seq = m.conversation`

type Nullable<Value> = Value | null

export function partOfMessage(row: Row, smscs: SmscKeys): PartOfMessage {
  const key = row[0] as number
  const messageSeq = messageSeqOf(key)
  const smscId = smscs.idOf(row[1] as number)
  const messageId = row[18] as MessageId
  const part: PartRow = {
    messageId,
    messageSeq,
    number: key % KEYS_PER_MESSAGE,
    smscId,
    state: row[2] as PartState,
    attempts: row[3] as number,
    answeredAttempt: row[4] as number,
    dueAtMs: row[5] as number,
    uncertainSinceMs: row[6] as Nullable<number>,
    deadlineMs: row[7] as Nullable<number>,
    smscMessageId: row[8] as Nullable<string>,
    sentAtMs: row[9] as Nullable<number>,
    answeredAtMs: row[10] as Nullable<number>,
    receiptAtMs: row[11] as Nullable<number>,
    lastStatus: row[12] as Nullable<number>,
    receiptError: row[13] as Nullable<string>,
    lastReceipt: row[14] as Nullable<string>,
    errorCode: row[15] as Nullable<string>,
    mayBeDuplicate: row[16] === 1,
    userMessageReference: row[17] as number,
  }
  const head: MessageHead = {
    seq: messageSeq,
    id: messageId,
    smscId,
    conversationId: row[19] as ConversationId,
    to: row[20] as string,
    parts: row[21] as number,
    expiresAtMs: row[22] as number,
    state: row[23] as MessageState,
    mayBeDuplicate: row[24] === 1,
    errorCode: row[25] as Nullable<string>,
    updatedAtMs: row[26] as number,
    finalAtMs: row[27] as Nullable<number>,
  }
  return { part, head }
}

/** The columns of a part that change, with the fields they hold. What is not among them never does. */
export const PART_CHANGES = [
  ['state', 'state'],
  ['attempts', 'attempts'],
  ['answered_attempt', 'answeredAttempt'],
  ['due_at_ms', 'dueAtMs'],
  ['uncertain_since_ms', 'uncertainSinceMs'],
  ['deadline_ms', 'deadlineMs'],
  ['smsc_message_id', 'smscMessageId'],
  ['sent_at_ms', 'sentAtMs'],
  ['answered_at_ms', 'answeredAtMs'],
  ['receipt_at_ms', 'receiptAtMs'],
  ['last_status', 'lastStatus'],
  ['receipt_error', 'receiptError'],
  ['last_receipt', 'lastReceipt'],
  ['error_code', 'errorCode'],
  ['may_be_duplicate', 'mayBeDuplicate'],
] as const satisfies readonly (readonly [string, keyof PartRow])[]

/** The same of a message. */
export const HEAD_CHANGES = [
  ['state', 'state'],
  ['may_be_duplicate', 'mayBeDuplicate'],
  ['error_code', 'errorCode'],
  ['updated_at_ms', 'updatedAtMs'],
  ['final_at_ms', 'finalAtMs'],
] as const satisfies readonly (readonly [string, keyof MessageHead])[]

/** Which columns differ between two rows, and what they are to hold: SQLite touches only indexes on columns it is told of. */
export function difference<Field extends string>(
  changes: readonly (readonly [string, Field])[],
  after: Readonly<Record<Field, SQLInputValue | boolean>>,
  before: Readonly<Record<Field, SQLInputValue | boolean>>,
): { readonly columns: string; readonly values: SQLInputValue[] } {
  let columns = ''
  const values: SQLInputValue[] = []
  for (const [column, field] of changes) {
    const value = after[field]
    if (value === before[field]) continue
    columns += columns === '' ? `${column} = ?` : `, ${column} = ?`
    values.push(typeof value === 'boolean' ? Number(value) : value)
  }
  return { columns, values }
}
