import type { Clock } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'

/** So many messages are removed in one step of the store: few enough that nothing else waits for it. */
const SLICE = 100
/** After each step it rests for so many times as long as the step took, and the store does what others ask. */
const REST = 2

export interface RetentionParts {
  readonly store: Pick<Store, 'removeOld'>
  readonly clock: Clock
  /** How long messages are kept after they ended; null for ever. */
  readonly keepMs: number | null
  readonly stopping: () => boolean
}

/**
 * Removes what ended too long ago, step by step beside the traffic: at most a third of the store's time goes into it, and
 * nobody waits for more than one step. Returns how many messages went.
 */
export async function removeOld({ store, clock, keepMs, stopping }: RetentionParts): Promise<number> {
  if (keepMs === null) return 0
  let removed = 0
  while (!stopping()) {
    const beganMs = clock.monotonicMs()
    const slice = await store.removeOld(clock.nowMs() - keepMs, SLICE)
    removed += slice
    if (slice < SLICE) break
    const restMs = (clock.monotonicMs() - beganMs) * REST
    if (restMs > 0) await new Promise<void>((resolve) => clock.after(restMs, resolve))
  }
  return removed
}
