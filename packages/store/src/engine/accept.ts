import { invariant } from '@smpp-connect/kernel'
import type { AcceptBatch, AcceptResult, NewMessage } from '../port.ts'
import type { PartRow } from '../rules/rows.ts'
import { TouchedConversations } from './conversations.ts'
import type { Tables } from './tables.ts'

/** A concatenated text counts its parts in one octet (3GPP TS 23.040, 9.2.3.24.1). */
export const MOST_PARTS = 255

/** See `Store.accept`. */
export function accept(tables: Tables, batch: AcceptBatch): AcceptResult {
  const { messages, atMs, answer } = batch
  if (answer) {
    const { scope, key, ...toStore } = answer
    const before = tables.answer(scope, key)
    if (before) return { kind: 'answered-before', answer: before }
    tables.putAnswer(scope, key, toStore)
  }
  const conversations = new TouchedConversations(tables)
  const conversationIds = messages.map((message) => {
    const count = message.parts.length
    invariant(
      count > 0 && count <= MOST_PARTS,
      `message ${message.id} has ${count} parts; 1 to ${MOST_PARTS} are allowed`,
    )
    return insert(tables, conversations, message, atMs)
  })
  conversations.flush()
  tables.count('outbound', messages.length)
  tables.count('accepted', messages.length)
  return { kind: 'stored', conversationIds }
}

function insert(tables: Tables, conversations: TouchedConversations, message: NewMessage, atMs: number) {
  const { id, from, to, encoding, smscId, reference, expiresAtMs, source, destination, dataCoding, parts } = message
  const seq = tables.nextMessageSeq()
  const text = message.text.toWellFormed()
  const conversationId = conversations.touch({
    seq,
    person: to,
    ours: from,
    conversationId: message.conversationId,
    smscId,
    direction: 'outbound',
    text,
    atMs,
  })
  tables.insertMessage({
    seq,
    record: {
      id,
      direction: 'outbound',
      state: 'accepted',
      from,
      to,
      text,
      parts: parts.length,
      encoding,
      smscId,
      conversationId,
      reference,
      mayBeDuplicate: false,
      errorCode: null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
      finalAtMs: null,
      expiresAtMs,
    },
    wire: { source, destination, dataCoding },
  })
  for (const [index, part] of parts.entries()) {
    tables.insertPart(queuedPart(message, seq, index + 1, part.userMessageReference), part)
  }
  tables.countParts(smscId, 'queued', parts.length)
  const detail = { parts: parts.length, encoding }
  tables.append({ atMs, kind: 'message.accepted', messageId: id, part: null, conversationId, smscId, detail }, seq)
  return conversationId
}

function queuedPart(message: NewMessage, messageSeq: number, number: number, userMessageReference: number): PartRow {
  return {
    messageId: message.id,
    messageSeq,
    number,
    smscId: message.smscId,
    userMessageReference,
    state: 'queued',
    attempts: 0,
    answeredAttempt: 0,
    dueAtMs: 0,
    uncertainSinceMs: null,
    deadlineMs: message.expiresAtMs,
    smscMessageId: null,
    sentAtMs: null,
    answeredAtMs: null,
    receiptAtMs: null,
    lastStatus: null,
    receiptError: null,
    lastReceipt: null,
    errorCode: null,
    mayBeDuplicate: false,
  }
}
