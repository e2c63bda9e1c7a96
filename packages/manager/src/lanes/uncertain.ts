import { MESSAGE_CLASSES, type SmscDefinition } from '@smpp-connect/contracts'
import type { ResolveRequest, Store } from '@smpp-connect/store'

const MOST_AT_ONCE = 500

const POLICIES = {
  resend: { to: 'queued', reason: 'nothing resolved it in time; sent again by policy' },
  hold: { to: 'held', reason: 'nothing resolved it in time; held for a person by policy' },
  fail: { to: 'uncertain-closed', reason: 'nothing resolved it in time; closed by policy' },
} as const

/**
 * Applies the policy of each class to the parts of an SMSC that stayed uncertain (PROMISE 1.3): only after it has been
 * bound for the whole waiting time, because a receipt or a late answer can come only then. Returns how many were resolved.
 */
export async function settleUncertain(
  store: Pick<Store, 'uncertain' | 'resolve'>,
  definition: SmscDefinition,
  boundForMs: number,
  nowMs: number,
): Promise<number> {
  const waitMs = definition.uncertainWaitSeconds * 1_000
  if (boundForMs < waitMs) return 0
  let resolved = 0
  for (const messageClass of MESSAGE_CLASSES) {
    const { to, reason } = POLICIES[definition.classes[messageClass].uncertainPolicy]
    const parts = await store.uncertain(definition.id, messageClass, nowMs - waitMs, MOST_AT_ONCE)
    if (parts.length === 0) continue
    const results = await store.resolve(parts.map((part): ResolveRequest => ({ part, to, atMs: nowMs, reason })))
    resolved += results.filter((result) => result.changed).length
  }
  return resolved
}
