import type { Clock } from '@smpp-connect/kernel'

interface Trail {
  failures: number
  blockedUntilMs: number
  lastMs: number
}

export interface AttemptLimits {
  /** Failures that cost nothing. */
  readonly free: number
  /** The delay after the first failure beyond them; it doubles with each. */
  readonly firstDelayMs: number
  readonly longestDelayMs: number
}

/** After so long without an attempt, failures are forgotten. */
const FORGET_AFTER_MS = 60 * 60_000
/** Names and addresses that are remembered at once; the oldest make room. */
const MAX_REMEMBERED = 10_000

/**
 * Slows down guessing. An attempt counts as failed from its beginning until it is known to have succeeded, so that many
 * at the same time gain nothing.
 */
export class Attempts {
  readonly #clock: Clock
  readonly #limits: AttemptLimits
  readonly #records = new Map<string, Trail>()

  constructor(clock: Clock, limits: AttemptLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** How long `who` has to wait before the next attempt, milliseconds; 0 when it may be made now. */
  waitMs(who: string): number {
    const record = this.#records.get(who)
    return record === undefined ? 0 : Math.max(0, record.blockedUntilMs - this.#clock.monotonicMs())
  }

  begin(who: string): void {
    const nowMs = this.#clock.monotonicMs()
    const known = this.#records.get(who)
    const failures = known && nowMs - known.lastMs < FORGET_AFTER_MS ? known.failures + 1 : 1
    const { free, firstDelayMs, longestDelayMs } = this.#limits
    const delayMs = failures < free ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - free))
    // Deleted first, so that the map stays in the order of the last attempt.
    this.#records.delete(who)
    this.#records.set(who, { failures, blockedUntilMs: nowMs + delayMs, lastMs: nowMs })
    if (this.#records.size > MAX_REMEMBERED) this.#forgetOldest()
  }

  succeeded(who: string): void {
    this.#records.delete(who)
  }

  /** Takes back an attempt that could not be judged. */
  undo(who: string): void {
    const record = this.#records.get(who)
    if (record === undefined) return
    record.failures -= 1
    record.blockedUntilMs = 0
  }

  #forgetOldest(): void {
    const oldest = this.#records.keys().next()
    if (!oldest.done) this.#records.delete(oldest.value)
  }
}
