import type { MessageId } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { NewMessage, RewriteRequest } from '../port.ts'
import { dueAfterRewrite, foreignField, isWhollyOurs } from '../rules/rewrite.ts'
import { acceptedRecord, expectParts, queuedPart } from './accept.ts'
import { countPart } from './change-part.ts'
import type { MessageEvent, MessageInsert, Tables, WholeMessage } from './tables.ts'

/** See `Store.rewrite`. */
export function rewrite(tables: Tables, batch: readonly RewriteRequest[]): readonly boolean[] {
  return batch.map((request) => {
    const { message, atMs, reason } = request
    expectParts(message)
    const before = tables.whole(message.id)
    if (!before || !isWhollyOurs(before.parts)) return false
    const foreign = foreignField(before.head, before.record.owner ?? '', message)
    invariant(foreign === undefined, `a rewrite of message ${message.id} may not change its ${foreign}`)
    const after = rewritten(tables, before, message, atMs)
    const events = eventsOf(tables, before, after, reason, atMs)
    for (const part of before.parts) countPart(tables, part.stream, { part, head: before.head }, -1)
    tables.replaceMessage(after, before, events)
    const head = { ...before.head, smscFixed: after.smscFixed }
    for (const { row: part } of after.parts) countPart(tables, part.stream, { part, head }, 1)
    return true
  })
}

/** See `Store.retext`. */
export function retext(tables: Tables, id: MessageId, text: string, atMs: number): boolean {
  const before = tables.whole(id)
  if (!before) return false
  const { head } = before
  const detail = { parts: head.parts, encoding: before.record.encoding }
  tables.replaceText(head, text.toWellFormed(), { atMs, kind: 'message.replaced', part: null, detail })
  return true
}

/**
 * The message as it will be. What it was promised to whoever sent it stays: its place, its times, its reference, and that it
 * goes through the SMSC that was named, while it does.
 */
function rewritten(tables: Tables, before: WholeMessage, message: NewMessage, atMs: number): MessageInsert {
  const { head, parts, record: was } = before
  const { seq, conversationId, sendAtMs, expiresAtMs, smscFixed, optOutExempt } = head
  const { smscId, messageClass, owner } = message
  const { createdAtMs, reference } = was
  const record = acceptedRecord({ ...message, reference, sendAtMs, expiresAtMs }, conversationId, createdAtMs)
  const stream = tables.streamKey(smscId, messageClass, owner)
  const dueAtMs = dueAfterRewrite(head, parts, smscId, sendAtMs, atMs)
  const place = { id: head.id, seq, smscId, stream, dueAtMs, deadlineMs: expiresAtMs }
  // Their numbers go on: an answer to an earlier attempt must not be taken for that to a later, wherever it was made.
  const attempts = Math.max(...parts.map((part) => part.attempts))
  return {
    seq,
    record: { ...record, updatedAtMs: atMs },
    smscFixed: smscFixed && smscId === head.smscId,
    optOutExempt,
    parts: message.parts.map((part, index) => queuedPart(place, index + 1, part, attempts)),
  }
}

function eventsOf(
  tables: Tables,
  { record: was }: WholeMessage,
  { record }: MessageInsert,
  reason: string,
  atMs: number,
): readonly MessageEvent[] {
  const events: MessageEvent[] = []
  if (record.smscId !== was.smscId) {
    const detail = { reason, from: was.smscId, to: record.smscId, smscName: tables.smsc(record.smscId)?.name ?? '' }
    events.push({ atMs, kind: 'message.rerouted', part: null, detail })
  }
  if (record.text !== was.text) {
    const detail = { reason, parts: record.parts, encoding: record.encoding }
    events.push({ atMs, kind: 'message.replaced', part: null, detail })
  }
  return events
}
