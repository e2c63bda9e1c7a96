import type { SmscId } from '@smpp-connect/contracts'
import { MESSAGE_CLASSES } from '@smpp-connect/contracts/message-class'
import type { Lease, LeaseRequest } from '../port.ts'
import type { LeasedPart } from '../records.ts'
import { blockPart, expirePart, leasePart } from '../rules/lease.ts'
import { waitsUntilMs } from '../rules/order.ts'
import type { MessageHead, PartChange } from '../rules/rows.ts'
import { takeTurns } from '../rules/turns.ts'
import { adjustPart, changePart } from './change-part.ts'
import type { ReadyPart, Tables } from './tables.ts'

/**
 * Most parts that one lease clears out of its way: expired, opted out, held back. After a long outage there may be a
 * million of them; the rest goes with the next lease, or with `expire`.
 */
export const MOST_CLEARED = 1000
/** Most parts of a class that one lease makes due. When more come due at once, the rest follows with the next leases. */
export const MOST_PROMOTED = 1000

/** See `Store.lease`. */
export function lease(tables: Tables, request: LeaseRequest): Lease {
  const { smscId, limit, nowMs, shares } = request
  const leased: LeasedPart[] = []
  let cleared = 0
  if (limit > 0) promote(tables, request)
  while (leased.length < limit && cleared < MOST_CLEARED) {
    const wanted = limit - leased.length
    const { streams, turns } = takeTurns(tables.queuedStreams(smscId), tables.turns(smscId), shares, wanted)
    tables.putTurns(smscId, turns)
    const before = leased.length + cleared
    /** Several parts of a message may be among them: its head as the part before left it. */
    const heads = new Map<number, MessageHead>()
    for (const ready of inTurn(tables, streams)) {
      const one = leaseOne(tables, ready, heads, nowMs)
      if (one) leased.push(one)
      else cleared += 1
    }
    if (leased.length + cleared === before) break
  }
  return { parts: leased, rest: restOf(tables, smscId, leased.length >= limit || cleared >= MOST_CLEARED) }
}

function restOf(tables: Tables, smscId: SmscId, isCutShort: boolean): Lease['rest'] {
  if (tables.queuedStreams(smscId).length === 0) return 'none'
  return isCutShort ? 'more' : 'later'
}

/** Makes due what has become so, each class and each of its streams by itself, so that none waits for another's million. */
function promote(tables: Tables, { smscId, nowMs }: LeaseRequest): void {
  const delayed = tables.queuedStreams(smscId).filter((stream) => stream.delayed > 0)
  if (delayed.length === 0) return
  for (const messageClass of MESSAGE_CLASSES) {
    const streams = delayed.filter((stream) => stream.messageClass === messageClass)
    for (const { key } of streams) {
      const promoted = tables.promoteDue(key, nowMs, Math.max(1, Math.floor(MOST_PROMOTED / streams.length)))
      if (promoted > 0) tables.countParts(key, 'delayed', -promoted)
    }
  }
}

/** The ready parts of these streams, in the order of the turns. */
function inTurn(tables: Tables, streams: readonly number[]): readonly ReadyPart[] {
  const [only] = streams
  if (only === undefined) return []
  if (streams.every((stream) => stream === only)) return tables.ready(only, streams.length)
  const counts = new Map<number, number>()
  for (const stream of streams) counts.set(stream, (counts.get(stream) ?? 0) + 1)
  const ready = new Map([...counts].map(([stream, count]) => [stream, tables.ready(stream, count).values()]))
  return streams.map((stream) => ready.get(stream)?.next().value).filter((part) => part !== undefined)
}

function leaseOne(
  tables: Tables,
  { part, head: asRead, wire, esmClass, shortMessage, tlvs }: ReadyPart,
  heads: Map<number, MessageHead>,
  nowMs: number,
): LeasedPart | undefined {
  const head = asRead.parts === 1 ? asRead : (heads.get(asRead.seq) ?? asRead)
  const { expiresAtMs, messageClass } = head
  const change = (to: PartChange): number => {
    const after = changePart(tables, part, head, to, nowMs)
    if (head.parts > 1) heads.set(head.seq, after.head)
    return after.part.attempts
  }
  if (expiresAtMs <= nowMs) {
    change(expirePart(part, expiresAtMs, nowMs))
    return undefined
  }
  if (!head.optOutExempt && tables.isOptedOut(head.to, head.from)) {
    change(blockPart(part))
    return undefined
  }
  const waitsMs = waitsUntilMs(tables.holdBack(head.conversationId, messageClass), part, nowMs)
  if (waitsMs > 0) {
    adjustPart(tables, { part, head }, { ...part, dueAtMs: waitsMs })
    return undefined
  }
  const attempt = change(leasePart(part))
  const { messageId, number, smscId, userMessageReference } = part
  return {
    part: { messageId, number },
    attempt,
    failedBefore: part.attempts - part.excused,
    smscId,
    messageClass,
    wire,
    esmClass,
    shortMessage,
    tlvs,
    userMessageReference,
    expiresAtMs,
  }
}
