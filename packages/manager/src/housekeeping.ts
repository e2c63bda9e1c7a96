import type { Clock } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { ANSWER_RETENTION_MS } from './idempotency/stored-answer.ts'
import { PARKED_RECEIPTS_KEPT_MS } from './receipts/record-receipts.ts'

const INCOMPLETE_AFTER_MS = 10 * 60_000
const EXPIRE_AT_ONCE = 1_000
const FINGERPRINTS_KEPT_MS = 3_600_000

export interface HousekeepingParts {
  readonly store: Pick<Store, 'expire' | 'yieldIncomplete' | 'sweep'>
  readonly clock: Clock
  readonly stopping: () => boolean
}

/** Ends what has expired, shows what is there of texts whose other parts never came, and clears what was kept for a while. */
export async function keepHouse({ store, clock, stopping }: HousekeepingParts): Promise<void> {
  const nowMs = clock.nowMs()
  while ((await store.expire(nowMs, EXPIRE_AT_ONCE)) === EXPIRE_AT_ONCE) if (stopping()) return
  await store.yieldIncomplete(nowMs - INCOMPLETE_AFTER_MS, 'gaps-marked')
  await store.sweep({
    answersBeforeMs: nowMs - ANSWER_RETENTION_MS,
    sessionsBeforeMs: nowMs,
    parkedReceiptsBeforeMs: nowMs - PARKED_RECEIPTS_KEPT_MS,
    fingerprintsBeforeMs: nowMs - FINGERPRINTS_KEPT_MS,
  })
}
