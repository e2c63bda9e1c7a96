import type { LeaseRequest } from '../port.ts'
import type { LeasedPart } from '../records.ts'
import { expirePart, leasePart } from '../rules/lease.ts'
import type { MessageHead } from '../rules/rows.ts'
import { changePart } from './change-part.ts'
import type { Tables } from './tables.ts'

/**
 * Most expired parts that one lease clears out of its way. After a long outage there may be a million of them; the
 * rest goes with the next lease, or with `expire`.
 */
export const MOST_EXPIRED_PER_LEASE = 1000

/** See `Store.lease`. */
export function lease(tables: Tables, request: LeaseRequest): readonly LeasedPart[] {
  const { smscId, limit, nowMs } = request
  const leased: LeasedPart[] = []
  let expired = 0
  if (limit > 0) tables.promoteDue(smscId, nowMs)
  while (leased.length < limit && expired < MOST_EXPIRED_PER_LEASE) {
    const wanted = limit - leased.length
    const found = tables.ready(smscId, wanted)
    /** Several parts of a message may be among them: its head as the part before left it. */
    const heads = new Map<number, MessageHead>()
    for (const { part, head: asRead, source, destination, esmClass, dataCoding, shortMessage } of found) {
      const head = heads.get(asRead.seq) ?? asRead
      const outOfTime = head.expiresAtMs <= nowMs
      const rule = outOfTime ? expirePart : leasePart
      const changed = changePart(tables, part, head, rule(part, head.expiresAtMs), nowMs)
      heads.set(head.seq, changed.head)
      if (outOfTime) {
        expired += 1
        continue
      }
      leased.push({
        part: { messageId: part.messageId, number: part.number },
        attempt: changed.part.attempts,
        smscId,
        source,
        destination,
        esmClass,
        dataCoding,
        shortMessage,
        userMessageReference: part.userMessageReference,
        expiresAtMs: head.expiresAtMs,
      })
    }
    if (found.length < wanted) break
  }
  return leased
}
