import type { SmscDefinition } from '@smpp-connect/contracts'
import type { ResolveRequest, Store } from '@smpp-connect/store'

const MOST_AT_ONCE = 500

const POLICIES = {
  resend: { to: 'queued', reason: 'nothing resolved it in time; sent again by policy' },
  hold: { to: 'held', reason: 'nothing resolved it in time; held for a person by policy' },
  fail: { to: 'uncertain-closed', reason: 'nothing resolved it in time; closed by policy' },
} as const

/**
 * Applies the policy of an SMSC to the parts that stayed uncertain (PROMISE 1.3): only after it has been bound for the
 * whole waiting time, because a receipt or a late answer can come only then. Returns how many were resolved.
 */
export async function settleUncertain(
  store: Pick<Store, 'uncertain' | 'resolve'>,
  definition: SmscDefinition,
  boundForMs: number,
  nowMs: number,
): Promise<number> {
  const waitMs = definition.uncertainWaitSeconds * 1_000
  if (boundForMs < waitMs) return 0
  const policy = POLICIES[definition.uncertainPolicy]
  const parts = await store.uncertain(definition.id, nowMs - waitMs, MOST_AT_ONCE)
  if (parts.length === 0) return 0
  const requests = parts.map((part): ResolveRequest => ({ part, to: policy.to, atMs: nowMs, reason: policy.reason }))
  const results = await store.resolve(requests)
  return results.filter((result) => result.changed).length
}
