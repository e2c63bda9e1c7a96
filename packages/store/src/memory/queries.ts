import { type MessageClass, readCursor, type SmscId } from '@smpp-connect/contracts'
import type { StreamFigure } from '../engine/tables.ts'
import { pageOf } from '../paging.ts'
import type { ConversationFilter, MessageFilter, OptOutFilter, Page, RerouteCandidate } from '../port.ts'
import type {
  ConversationRecord,
  CountsRecord,
  MessageRecord,
  OptOutRecord,
  PartRecord,
  QueueRecord,
  WireFields,
} from '../records.ts'
import { isWhollyOurs } from '../rules/rewrite.ts'
import type { ConversationRow, PartRow, Stream } from '../rules/rows.ts'
import type { MemoryTables } from './memory-tables.ts'
import type { StoredMessage } from './rows.ts'

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

const EXACT = ['state', 'direction', 'smscId', 'conversationId', 'mayBeDuplicate', 'reference', 'messageClass'] as const

export function queryConversations(tables: MemoryTables, query: ConversationFilter): Page<ConversationRecord> {
  const { limit, cursor, unread } = query
  const search = query.search === undefined ? undefined : lowerAscii(query.search)
  const from = readCursor('c', cursor) ?? Number.POSITIVE_INFINITY
  const fits = (row: ConversationRow): boolean =>
    row.lastSeq < from &&
    (unread === undefined || unread === row.unread > 0) &&
    (search === undefined || lowerAscii(row.person).includes(search) || lowerAscii(row.ours).includes(search))
  const all = [...tables.conversations.values()]
    .map(({ id }) => tables.conversation(id))
    .filter((row) => row !== undefined)
  const newestFirst = all.filter(fits).sort((a, b) => b.lastSeq - a.lastSeq)
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
  const { messageId, number, state, esmClass, attempts, smscMessageId, sentAtMs, answeredAtMs, receiptAtMs } = part
  const { lastStatus, receiptError, mayBeDuplicate } = part
  return {
    messageId,
    number,
    state,
    esmClass,
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
  const smscIds = new Set<SmscId>([...tables.streams.values()].map((stream) => stream.smscId))
  return [...smscIds].sort().flatMap((smscId): QueueRecord[] => {
    const streams = tables.streamsOf(smscId)
    const sum = (figure: StreamFigure, of: readonly Stream[] = streams): number =>
      of.reduce((total, { key }) => total + tables.figure(key, figure), 0)
    const waits = { queued: sum('queued'), sending: sum('sending'), uncertain: sum('uncertain'), held: sum('held') }
    if (Object.values(waits).every((count) => count === 0)) return []
    const queuedOf = (messageClass: MessageClass): number =>
      sum(
        'queued',
        streams.filter((stream) => stream.messageClass === messageClass),
      )
    const firsts = streams.flatMap(({ key }) => tables.queued(key).slice(0, 1)).map((part) => part.messageSeq)
    const oldest = tables.messages.get(Math.min(...firsts))
    return [
      {
        smscId,
        ...waits,
        queuedByClass: {
          code: queuedOf('code'),
          transactional: queuedOf('transactional'),
          bulk: queuedOf('bulk'),
        },
        delayed: sum('delayed'),
        oldestQueuedAtMs: oldest?.record.createdAtMs ?? null,
      },
    ]
  })
}

export function queryReroutable(
  tables: MemoryTables,
  smscId: SmscId,
  afterSeq: number,
  limit: number,
): readonly RerouteCandidate[] {
  const isMovable = ({ seq, record, smscFixed }: StoredMessage): boolean =>
    seq > afterSeq &&
    record.smscId === smscId &&
    record.state === 'accepted' &&
    !smscFixed &&
    isWhollyOurs(tables.partsOf(seq))
  const found = [...tables.messages.values()].filter(isMovable).sort((a, b) => a.seq - b.seq)
  return found
    .slice(0, Math.max(0, limit))
    .map((message) => rerouteCandidate(message, tables.partsOf(message.seq)[0]?.esmClass ?? 0))
}

export function rerouteCandidate({ seq, record }: StoredMessage, esmClass: number): RerouteCandidate {
  const { id, from, to, text, messageClass, owner, reference, sendAtMs, expiresAtMs, wire, tlvs } = record
  return {
    seq,
    id,
    from,
    to,
    text,
    messageClass: messageClass as MessageClass,
    owner: owner as string,
    reference,
    sendAtMs,
    expiresAtMs: expiresAtMs as number,
    wire: wire as WireFields,
    tlvs,
    esmClass,
  }
}

export function queryOptOuts(tables: MemoryTables, query: OptOutFilter): Page<OptOutRecord> {
  const { limit, cursor, person } = query
  const from = readCursor('o', cursor) ?? Number.POSITIVE_INFINITY
  const found = [...tables.optOuts.values()].filter(
    (one) => one.seq < from && (person === undefined || one.person === person),
  )
  const newestFirst = found.sort((a, b) => b.seq - a.seq)
  return pageOf(
    newestFirst,
    limit,
    'o',
    ({ seq }) => seq,
    ({ seq: _seq, ...record }) => record,
  )
}
