import type { MessageClass, SmscId } from '@smpp-connect/contracts'
import type { OpenPartState, StreamFigure } from '../engine/tables.ts'
import { OPEN_PART_STATES } from '../engine/tables.ts'
import type { SmscLoad, WaitingMessage } from '../port.ts'
import { ownersOf } from '../rules/owners.ts'
import { mayHaveLeft } from '../rules/rewrite.ts'
import type { MemoryTables } from './memory-tables.ts'
import { rerouteCandidate } from './queries.ts'

export function readLoad(tables: MemoryTables, smscId: SmscId, nowMs: number): SmscLoad {
  const streams = tables.streamsOf(smscId)
  const sum = (figure: StreamFigure, messageClass?: MessageClass): number =>
    streams
      .filter((stream) => messageClass === undefined || stream.messageClass === messageClass)
      .reduce((total, { key }) => total + tables.figure(key, figure), 0)
  const parts = new Map<string, number>()
  for (const { key, owner } of streams) {
    const open = OPEN_PART_STATES.reduce((total, state: OpenPartState) => total + tables.figure(key, state), 0)
    if (open > 0) parts.set(owner, (parts.get(owner) ?? 0) + open)
  }
  const isScheduled = (messageSeq: number): boolean => (tables.messages.get(messageSeq)?.record.sendAtMs ?? 0) > nowMs
  return {
    queued: sum('queued'),
    queuedByClass: {
      code: sum('queued', 'code'),
      transactional: sum('queued', 'transactional'),
      bulk: sum('queued', 'bulk'),
    },
    scheduled: streams.flatMap(({ key }) => tables.queued(key)).filter(({ messageSeq }) => isScheduled(messageSeq))
      .length,
    fixed: sum('queued') - sum('movable'),
    sending: sum('sending'),
    uncertain: sum('uncertain'),
    held: sum('held'),
    submitted: sum('submitted'),
    owners: ownersOf(parts),
  }
}

export function queryWaiting(
  tables: MemoryTables,
  smscId: SmscId,
  afterSeq: number,
  limit: number,
): readonly WaitingMessage[] {
  const found = [...tables.messages.values()]
    .filter(({ seq, record }) => seq > afterSeq && record.smscId === smscId)
    .map((message) => ({ message, parts: tables.partsOf(message.seq) }))
    .filter(({ parts }) => parts.some(({ state }) => state === 'queued' || state === 'held'))
  return found
    .sort((a, b) => a.message.seq - b.message.seq)
    .slice(0, Math.max(0, limit))
    .map(({ message, parts }) => ({
      ...rerouteCandidate(message, parts[0]?.esmClass ?? 0),
      smscFixed: message.smscFixed,
      parts: parts.map((part) => ({ number: part.number, state: part.state, mayHaveLeft: mayHaveLeft(part) })),
    }))
}
