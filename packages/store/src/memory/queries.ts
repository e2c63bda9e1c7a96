import type { SmscId } from '@smpp-connect/contracts'
import { OPEN_PART_STATES } from '../engine/tables.ts'
import { pageOf, readCursor } from '../paging.ts'
import type { ConversationFilter, MessageFilter, Page } from '../port.ts'
import type { ConversationRecord, CountsRecord, MessageRecord, PartRecord, QueueRecord } from '../records.ts'
import type { ConversationRow, PartRow } from '../rules/rows.ts'
import type { MemoryTables } from './memory-tables.ts'

export function queryMessages(tables: MemoryTables, query: MessageFilter): Page<MessageRecord> {
  const { limit, cursor, number } = query
  const from = readCursor('m', cursor) ?? Number.POSITIVE_INFINITY
  const fits = (record: MessageRecord): boolean =>
    EXACT.every((field) => query[field] === undefined || query[field] === record[field]) &&
    (number === undefined || number === record.from || number === record.to)
  const found = [...tables.messages.values()].filter(({ seq, record }) => seq < from && fits(record))
  const newestFirst = found.sort((a, b) => b.seq - a.seq)
  return pageOf(
    newestFirst,
    limit,
    'm',
    ({ seq }) => seq,
    ({ record }) => record,
  )
}

const EXACT = ['state', 'direction', 'smscId', 'conversationId', 'mayBeDuplicate', 'reference'] as const

export function queryConversations(tables: MemoryTables, query: ConversationFilter): Page<ConversationRecord> {
  const { limit, cursor, unread } = query
  const search = query.search === undefined ? undefined : lowerAscii(query.search)
  const from = readCursor('c', cursor) ?? Number.POSITIVE_INFINITY
  const fits = (row: ConversationRow): boolean =>
    row.lastSeq < from &&
    (unread === undefined || unread === row.unread > 0) &&
    (search === undefined || lowerAscii(row.person).includes(search) || lowerAscii(row.ours).includes(search))
  const newestFirst = [...tables.conversations.values()].filter(fits).sort((a, b) => b.lastSeq - a.lastSeq)
  return pageOf(newestFirst, limit, 'c', (row) => row.lastSeq, conversationRecord)
}

/** As SQLite compares: letters outside ASCII count as they stand. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

export function conversationRecord({ lastSeq: _lastSeq, ...record }: ConversationRow): ConversationRecord {
  return record
}

export function partRecord(part: PartRow): PartRecord {
  const { messageId, number, state, attempts, smscMessageId, sentAtMs, answeredAtMs, receiptAtMs } = part
  const { lastStatus, receiptError, mayBeDuplicate } = part
  return {
    messageId,
    number,
    state,
    attempts,
    smscMessageId,
    sentAtMs,
    answeredAtMs,
    receiptAtMs,
    lastStatus,
    receiptError,
    mayBeDuplicate,
  }
}

export function readCounts(tables: MemoryTables): CountsRecord {
  const byState: Record<string, number> = {}
  for (const { record } of tables.messages.values()) byState[record.state] = (byState[record.state] ?? 0) + 1
  return {
    byState,
    outbound: tables.counter('outbound'),
    inbound: tables.counter('inbound'),
    mayBeDuplicate: tables.counter('mayBeDuplicate'),
    receiptsParked: tables.counter('receiptsParked'),
  }
}

export function readQueues(tables: MemoryTables): readonly QueueRecord[] {
  const smscIds = new Set<SmscId>([...tables.parts.values()].map((part) => part.smscId))
  return [...smscIds].sort().flatMap((smscId): QueueRecord[] => {
    if (!OPEN_PART_STATES.some((state) => state !== 'submitted' && tables.openParts(smscId, state) > 0)) return []
    const oldest = tables.queued(smscId)[0]
    return [
      {
        smscId,
        queued: tables.openParts(smscId, 'queued'),
        sending: tables.openParts(smscId, 'sending'),
        uncertain: tables.openParts(smscId, 'uncertain'),
        held: tables.openParts(smscId, 'held'),
        oldestQueuedAtMs: oldest ? (tables.messages.get(oldest.messageSeq)?.record.createdAtMs ?? null) : null,
      },
    ]
  })
}
