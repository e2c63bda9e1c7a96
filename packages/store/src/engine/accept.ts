import type { ConversationId } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { AcceptBatch, AcceptResult, NewMessage, NewPart } from '../port.ts'
import type { MessageRecord } from '../records.ts'
import type { PartRow } from '../rules/rows.ts'
import { keepAnswer } from './answers.ts'
import type { PartInsert, Tables } from './tables.ts'

/** A concatenated text counts its parts in one octet (3GPP TS 23.040, 9.2.3.24.1). */
export const MOST_PARTS = 255

/** See `Store.accept`. */
export function accept(tables: Tables, batch: AcceptBatch): AcceptResult {
  const { messages, atMs, answer } = batch
  const before = answer && keepAnswer(tables, answer)
  if (before) return { kind: 'answered-before', answer: before }
  return { kind: 'stored', conversationIds: acceptAll(tables, messages, atMs) }
}

/** Stores messages as `queued`; returns their conversations. */
export function acceptAll(tables: Tables, messages: readonly NewMessage[], atMs: number): readonly ConversationId[] {
  const ids = messages.map((message) => acceptOne(tables, message, atMs))
  tables.count('outbound', messages.length)
  tables.count('accepted', messages.length)
  return ids
}

function acceptOne(tables: Tables, message: NewMessage, atMs: number): ConversationId {
  const { id, from, to, smscId, encoding, sendAtMs, smscFixed, optOutExempt, parts } = message
  expectParts(message)
  const seq = tables.nextMessageSeq()
  const conversationId = tables.touchConversation({
    id: message.conversationId,
    person: to,
    ours: from,
    isInbound: false,
  })
  const stream = tables.streamKey(smscId, message.messageClass, message.owner)
  const dueAtMs = sendAtMs !== null && sendAtMs > atMs ? sendAtMs : 0
  const place = { id, seq, smscId, stream, dueAtMs, deadlineMs: message.expiresAtMs }
  tables.insertMessage(
    {
      seq,
      record: acceptedRecord(message, conversationId, atMs),
      smscFixed,
      optOutExempt,
      parts: parts.map((part, index) => queuedPart(place, index + 1, part)),
    },
    { atMs, kind: 'message.accepted', part: null, detail: { parts: parts.length, encoding } },
  )
  tables.countParts(stream, 'queued', parts.length)
  if (dueAtMs > 0) tables.countParts(stream, 'delayed', parts.length)
  if (!smscFixed) tables.countParts(stream, 'movable', parts.length)
  return conversationId
}

export function expectParts({ id, parts }: NewMessage): void {
  const count = parts.length
  if (count > 0 && count <= MOST_PARTS) return
  invariant(false, `message ${id} has ${count} parts; 1 to ${MOST_PARTS} are allowed`)
}

/** An outbound message as it is when it was just accepted. */
export function acceptedRecord(message: NewMessage, conversationId: ConversationId, atMs: number): MessageRecord {
  const { id, from, to, encoding, smscId, reference, expiresAtMs, parts } = message
  const { messageClass, owner, sendAtMs, wire, tlvs } = message
  // Half a surrogate pair that stands alone no encoding can carry.
  const text = message.text.toWellFormed()
  return {
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
    messageClass,
    owner,
    sendAtMs,
    wire,
    tlvs,
  }
}

/** Where a queued part belongs, and when it is due and runs out of time. */
export interface QueuedPlace extends Pick<PartRow, 'smscId' | 'stream' | 'dueAtMs' | 'deadlineMs'> {
  readonly id: NewMessage['id']
  readonly seq: number
}

export function queuedPart(place: QueuedPlace, number: number, content: NewPart, attempts = 0): PartInsert {
  return { row: queuedRow(place, number, content, attempts), content }
}

/** A part as it is when it was just queued. */
export function queuedRow(
  place: QueuedPlace,
  number: number,
  { userMessageReference, esmClass }: Pick<NewPart, 'userMessageReference' | 'esmClass'>,
  attempts = 0,
): PartRow {
  return {
    messageId: place.id,
    messageSeq: place.seq,
    number,
    stream: place.stream,
    smscId: place.smscId,
    userMessageReference,
    esmClass,
    state: 'queued',
    attempts,
    excused: attempts,
    answeredAttempt: 0,
    dueAtMs: place.dueAtMs,
    uncertainSinceMs: null,
    deadlineMs: place.deadlineMs,
    idForm: null,
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
