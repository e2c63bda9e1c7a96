import { STREAM_FIGURES } from '../engine/tables.ts'
import type { VerifyRequest, VerifyResult } from '../port.ts'
import { checkedOf, type Examined, verifyMessage } from '../rules/verify.ts'
import type { MemoryTables } from './memory-tables.ts'
import { readCounts } from './queries.ts'
import type { StoredMessage } from './rows.ts'

type Finding = VerifyResult['findings'][number]

/** See `Store.verify`. There is no database here that could be unsound, and no index that could lack something. */
export function verify(tables: MemoryTables, { afterSeq, limit }: VerifyRequest): VerifyResult {
  const later = [...tables.messages.values()].filter(({ seq }) => seq > afterSeq).sort((a, b) => a.seq - b.seq)
  const slice = later.slice(0, Math.max(1, limit)).map((message) => examine(tables, message))
  const isLast = slice.length === later.length
  return {
    messages: slice.length,
    parts: slice.reduce((sum, { parts }) => sum + parts.length, 0),
    checked: { ...checkedOf(slice.length), ...(isLast && { 'counts-fit': 1, 'stream-figures-fit': 1 }) },
    findings: [...slice.flatMap(verifyMessage), ...(isLast ? verifyFigures(tables) : [])],
    next: isLast ? null : (slice.at(-1)?.seq ?? null),
  }
}

function examine(tables: MemoryTables, { seq, record }: StoredMessage): Examined {
  const { direction, smscId, messageClass, owner, conversationId } = record
  const conversation = tables.conversation(conversationId)
  const isNewest = conversation?.lastSeq === seq
  const streams = [...tables.streams.values()]
  const stream = streams.find(
    (one) => one.smscId === smscId && one.messageClass === messageClass && one.owner === owner,
  )
  return {
    seq,
    record,
    stream: direction === 'inbound' ? null : stream,
    parts: tables.partsOf(seq).map((row) => ({
      row,
      stream: tables.streams.get(row.stream),
      idsAt: tables.smscsWithIdOf(row),
    })),
    timeline: tables.histories.get(seq) ?? [],
    conversation,
    inConversation: isNewest ? tables.messagesOf(conversationId).length : undefined,
    isFound: true,
    isFoundById: isNewest ? true : undefined,
  }
}

function verifyFigures(tables: MemoryTables): readonly Finding[] {
  const { byState, outbound, inbound, mayBeDuplicate, receiptsParked } = readCounts(tables)
  const messages = [...tables.messages.values()].map(({ record }) => record)
  const found: Record<string, readonly [is: number, says: number]> = {
    outbound: [messages.filter(({ direction }) => direction === 'outbound').length, outbound],
    inbound: [messages.filter(({ direction }) => direction === 'inbound').length, inbound],
    mayBeDuplicate: [messages.filter((record) => record.mayBeDuplicate).length, mayBeDuplicate],
    receiptsParked: [tables.receipts.size, receiptsParked],
  }
  for (const [state, count] of Object.entries(byState)) {
    found[state] = [count, tables.counter(state as keyof typeof byState)]
  }
  for (const { key } of tables.streams.values()) {
    for (const figure of STREAM_FIGURES)
      found[`${key} ${figure}`] = [partsIn(tables, key, figure), tables.figure(key, figure)]
  }
  return Object.entries(found).flatMap(([name, [is, says]]) => {
    const rule = /^\d/.test(name) ? 'stream-figures-fit' : 'counts-fit'
    const detail = `${name}: there are ${is}, and the figure says ${says}`
    return is === says ? [] : [{ rule, messageId: null, part: null, detail }]
  })
}

function partsIn(tables: MemoryTables, stream: number, figure: (typeof STREAM_FIGURES)[number]): number {
  const isFixed = (messageSeq: number): boolean => tables.messages.get(messageSeq)?.smscFixed ?? false
  return [...tables.parts.values()].filter((part) => {
    if (part.stream !== stream) return false
    if (figure === 'delayed') return part.state === 'queued' && part.dueAtMs > 0
    return figure === 'movable' ? part.state === 'queued' && !isFixed(part.messageSeq) : part.state === figure
  }).length
}
