/** How fast requests may leave. */
export interface Pace {
  /** Requests per second on average; fractions are allowed (0.5 is one every two seconds). */
  readonly perSecond: number
  /**
   * Requests that may leave at once after a rest. Default: what 50 ms of the pace allows, at least 1, so that the
   * pace can be reached with timers that count in milliseconds.
   */
  readonly burst?: number
}

/**
 * A token bucket as a value: time is passed in, nothing is scheduled. Tokens are counted in milliseconds of credit,
 * which keeps the arithmetic exact for whole rates.
 */
export class Pacer {
  #perSecond = 0
  #burst = 1
  #tokens = 0
  #countedAtMs: number

  constructor(pace: Pace | undefined, nowMs: number) {
    this.#countedAtMs = nowMs
    this.update(pace, nowMs)
    this.#tokens = this.#burst
  }

  /** Changes the pace in place. Tokens already earned stay, up to the new burst. Undefined: no limit. */
  update(pace: Pace | undefined, nowMs: number): void {
    this.#refill(nowMs)
    if (pace === undefined) {
      this.#perSecond = Number.POSITIVE_INFINITY
      this.#burst = Number.POSITIVE_INFINITY
      this.#tokens = Number.POSITIVE_INFINITY
      return
    }
    if (!(pace.perSecond > 0) || !Number.isFinite(pace.perSecond)) {
      throw new RangeError(`pace.perSecond must be a positive number, not ${pace.perSecond}`)
    }
    if (pace.burst !== undefined && !(pace.burst >= 1)) {
      throw new RangeError(`pace.burst must be at least 1, not ${pace.burst}`)
    }
    this.#perSecond = pace.perSecond
    this.#burst = pace.burst ?? Math.max(1, Math.ceil(pace.perSecond / 20))
    this.#tokens = Math.min(this.#tokens, this.#burst)
  }

  /** Whether there is no limit at all. */
  get unlimited(): boolean {
    return this.#perSecond === Number.POSITIVE_INFINITY
  }

  /** Takes one token; false when there is none yet. */
  take(nowMs: number): boolean {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return true
    this.#refill(nowMs)
    // A hair below 1 counts as 1: timers fire at whole milliseconds, tokens arrive at fractions of them.
    if (this.#tokens < 1 - 1e-6) return false
    this.#tokens = Math.max(0, this.#tokens - 1)
    return true
  }

  /** When the next token is there, on the clock of `nowMs`. Never in the past. */
  readyAtMs(nowMs: number): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return nowMs
    this.#refill(nowMs)
    return this.#tokens >= 1 - 1e-6 ? nowMs : nowMs + ((1 - this.#tokens) * 1000) / this.#perSecond
  }

  #refill(nowMs: number): void {
    const elapsedMs = nowMs - this.#countedAtMs
    if (elapsedMs <= 0) return
    this.#countedAtMs = nowMs
    if (this.#perSecond > 0 && this.#tokens < this.#burst) {
      this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#perSecond) / 1000)
    }
  }
}
