import type { EdgePort, SmscDefinition, SmscId, SubmitOrder } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import { formatRelativeTime } from '@smpp-connect/smpp/text'
import type { LeasedPart, Store } from '@smpp-connect/store'

/** Most parts in one lease: one durable write, however large the window. */
const MOST_PER_LEASE = 500
const STORE_RETRY_MS = 1_000

/** registered_delivery: a receipt on success or failure (3.4 section 5.2.17). */
const FINAL_RECEIPT = 1

export interface LaneParts {
  readonly smscId: SmscId
  readonly store: Store
  readonly edge: Pick<EdgePort, 'submit'>
  readonly clock: Clock
  readonly log: Log
  /** The definition as it is now; undefined once it is deleted. */
  readonly definition: () => SmscDefinition | undefined
}

/**
 * The way out to one SMSC. The edge grants credit (what its window can take); the lane leases that many parts from the
 * store, which makes the intent to send durable, and only then hands them over.
 *
 * - idle: no credit, or nothing is due. Left by `wake` or `grant`.
 * - pumping: a lease is under way. One at a time, so that parts leave in the order of the queue.
 * - paused: the SMSC throttled. No lease until the pause is over; the credit is kept.
 */
export class Lane {
  readonly #parts: LaneParts
  #credit = 0
  /** Counts bind losses: credit from before one must not come back. */
  #epoch = 0
  #pausedUntilMs = Number.NEGATIVE_INFINITY
  #pumping: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  grant(count: number): void {
    this.#credit += count
    this.wake()
  }

  revoke(): void {
    this.#credit = 0
    this.#epoch += 1
  }

  /** The SMSC asks for less: lease nothing for `forMs`. */
  pause(forMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#parts.clock.monotonicMs() + forMs)
    this.#parts.clock.after(forMs, () => this.wake())
  }

  /** Something may be due. Cheap to call often. */
  wake(): void {
    if (this.#stopped) return
    if (this.#pumping) {
      this.#again = true
      return
    }
    if (!this.#mayLease()) return
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined
      if (!this.#again) return
      this.#again = false
      this.wake()
    })
  }

  /** Leases nothing more; resolves when the lease under way is handed over. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#pumping
  }

  #mayLease(): boolean {
    return !this.#stopped && this.#credit > 0 && this.#parts.clock.monotonicMs() >= this.#pausedUntilMs
  }

  async #pump(): Promise<void> {
    const { store, edge, clock, log, smscId } = this.#parts
    while (this.#mayLease()) {
      this.#again = false
      const limit = Math.min(this.#credit, MOST_PER_LEASE)
      const epoch = this.#epoch
      this.#credit -= limit
      let leased: readonly LeasedPart[]
      try {
        leased = await store.lease({ smscId, limit, nowMs: clock.nowMs() })
      } catch (failure) {
        if (this.#epoch === epoch) this.#credit += limit
        log.error('lease failed', { smscId, cause: String(failure) })
        clock.after(STORE_RETRY_MS, () => this.wake())
        return
      }
      if (this.#epoch === epoch) this.#credit += limit - leased.length
      if (leased.length > 0) edge.submit(leased.map((part) => this.#order(part)))
      if (leased.length < limit && !this.#again) return
    }
  }

  #order(leased: LeasedPart): SubmitOrder {
    const sendsReference = this.#parts.definition()?.userMessageReference ?? false
    return {
      part: leased.part,
      attempt: leased.attempt,
      smscId: leased.smscId,
      source: leased.source,
      destination: leased.destination,
      esmClass: leased.esmClass,
      dataCoding: leased.dataCoding,
      registeredDelivery: FINAL_RECEIPT,
      validityPeriod: formatRelativeTime(Math.max(60_000, leased.expiresAtMs - this.#parts.clock.nowMs())),
      shortMessage: leased.shortMessage,
      userMessageReference: sendsReference ? leased.userMessageReference : null,
    }
  }
}
