import type { Clock } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'

/** So many messages are removed in one step of the store: few enough that nothing else waits for it. */
const SLICE = 200
/** Of each turn it takes so long at most, so that what is behind is caught up with beside the traffic and not before it. */
const TURN_MS = 400

export interface RetentionParts {
  readonly store: Pick<Store, 'removeOld'>
  readonly clock: Clock
  /** How long messages are kept after they ended; null for ever. */
  readonly keepMs: number | null
  readonly stopping: () => boolean
}

/** One turn of removing what ended too long ago. Returns how many messages went. */
export async function removeOld({ store, clock, keepMs, stopping }: RetentionParts): Promise<number> {
  if (keepMs === null) return 0
  const untilMs = clock.monotonicMs() + TURN_MS
  let removed = 0
  let slice = SLICE
  while (slice === SLICE && clock.monotonicMs() < untilMs && !stopping()) {
    slice = await store.removeOld(clock.nowMs() - keepMs, SLICE)
    removed += slice
  }
  return removed
}
