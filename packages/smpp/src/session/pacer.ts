/** How fast requests may leave. */
export interface Pace {
  /** Requests per second on average; fractions are allowed (0.5 is one every two seconds). */
  readonly perSecond: number
  /** Requests that may leave at once after a rest. Default: what 50 ms of the pace allows, at least 1. */
  readonly burst?: number
}

/** Of a timer that fires late no more than this is made up for. */
const MOST_LATE_MS = 50

/**
 * A token bucket as a value: time is passed in, nothing is scheduled.
 *
 * The bucket holds no more than the burst, with one exception: whoever asked when the next token is there, and takes it
 * later than that, finds what was earned since. Timers count in milliseconds and fire late; without this a pace of 2,000
 * a second with a burst of 1 would never be reached.
 */
export class Pacer {
  #perSecond = 0
  #burst = 1
  #tokens = 0
  #countedAtMs: number
  /** Somebody waits for a token from this time on. */
  #awaitedAtMs = Number.POSITIVE_INFINITY

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

  /** How many tokens there will be within `ms`, those of now included: how far to look ahead. */
  within(ms: number, nowMs: number): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
    this.#refill(nowMs)
    return Math.floor(this.#tokens + (ms * this.#perSecond) / 1000 + 1e-6)
  }

  /** Takes one token; false when there is none yet. */
  take(nowMs: number): boolean {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return true
    this.#refill(nowMs)
    this.#awaitedAtMs = Number.POSITIVE_INFINITY
    // A hair below 1 counts as 1: timers fire at whole milliseconds, tokens arrive at fractions of them.
    if (this.#tokens < 1 - 1e-6) return false
    this.#tokens = Math.max(0, this.#tokens - 1)
    return true
  }

  /** When the next token is there, on the clock of `nowMs`, for somebody who will take it then. Never in the past. */
  readyAtMs(nowMs: number): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return nowMs
    this.#refill(nowMs)
    const readyAtMs = this.#tokens >= 1 - 1e-6 ? nowMs : nowMs + ((1 - this.#tokens) * 1000) / this.#perSecond
    this.#awaitedAtMs = Math.min(this.#awaitedAtMs, readyAtMs)
    return readyAtMs
  }

  #refill(nowMs: number): void {
    const elapsedMs = nowMs - this.#countedAtMs
    if (elapsedMs <= 0) return
    this.#countedAtMs = nowMs
    const lateMs = Math.max(0, Math.min(nowMs - this.#awaitedAtMs, MOST_LATE_MS))
    const most = this.#burst + (lateMs * this.#perSecond) / 1000
    if (this.#perSecond > 0 && this.#tokens < most) {
      this.#tokens = Math.min(most, this.#tokens + (elapsedMs * this.#perSecond) / 1000)
    }
  }
}
