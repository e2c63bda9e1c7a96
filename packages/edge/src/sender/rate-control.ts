import { Meter } from './meter.ts'

/** The SMSC is asked at least so often whether it takes more again. */
const LEAST_PER_SECOND = 0.2
/** A cut takes off this much at least, and at most. */
const LEAST_CUT = 0.03
const LARGEST_CUT = 0.5
/** Never below this share of what got through within the last second: so much the SMSC takes. */
const SHARE_OF_GOODPUT = 0.5

/** How fast the rate grows, relative to itself, each second: at first, in search of the limit, and at rest just below it. */
const FIRST_GROWTH = 0.1
const SEARCH_GROWTH = 1.5
const REST_GROWTH = 0.002
/** And in a round trip at most. */
const GROWTH_IN_ROUND_TRIP = 0.5
/** At low rates it is not the time that counts but the parts: at rest it grows by so much with each at most. */
const REST_GROWTH_PER_PART = 0.0001
/** What a large cut took off is tried again within this time, or with so many parts, or in so many round trips. */
const REGAIN_SECONDS = 2
const REGAIN_PARTS = 20
const REGAIN_ROUND_TRIPS = 8
const LARGE_CUT = 0.1
/** Above the rate of the last cut the growth doubles with each of these steps: the limit is another one now. */
const STEP = 1.05
/** Growth is worked out no more often than this. */
const TICK_MS = 50

/** When nothing was heard of its limit and nothing came near it for this long, it is forgotten. */
const FORGET_AFTER_MS = 300_000
/** After a word from the SMSC the link counts as slowed for this long, though the rate may be back. */
const TOLD_LATELY_MS = 60_000

/** congestion_state (5.0 section 4.8.4.18): 80 is the load an SMSC likes best, from 90 on it is nearly congested. */
const CONGESTION_ENOUGH = 80
const CONGESTION_TOO_MUCH = 90
/** Every answer carries it: one cut in this time is enough. */
const CONGESTION_CUT_MS = 500

/**
 * How fast an SMSC is sent to, when it says that it is too much: throttled answers, a full queue, its congestion state.
 * One for all binds of an SMSC. Pure: time is passed in, monotonic.
 *
 * - free: the rate is that of the definition, or none.
 * - slowed: the SMSC asked for less. Each word of it cuts the rate, but once for each round trip only: answers to what was
 *   sent before a cut tell nothing new. When n parts got through since the last cut before one did not, one in n + 1 was
 *   too much, and by that the rate is cut, at least by a little. While parts wait for it and answers come the rate grows
 *   again, relative to itself; with each cut half as fast, so that it feels its way to the limit of the SMSC and rests just
 *   below it, trying a little more every quarter of a minute. When it gets clearly past the rate of the last cut the growth
 *   doubles with every step: a limit that was lifted is found within a minute or two.
 * - searching: nothing at all got through since the last cut. Then the limit is anywhere, and the first answer lets the
 *   rate grow as fast as is safe, until the SMSC speaks again.
 *
 * Free again when the rate of the definition is reached, or when for five minutes nothing was heard and nothing waited.
 */
export class RateControl {
  #limit: number
  #rate: number
  #growth = FIRST_GROWTH
  #isSearching = false
  /** Reached, the limit is another one than it was at the last cut. */
  #stepAt = Number.POSITIVE_INFINITY
  #toldAtMs = Number.NEGATIVE_INFINITY
  #cutAtMs = Number.NEGATIVE_INFINITY
  /** When something last waited for the rate. */
  #neededAtMs = Number.NEGATIVE_INFINITY
  /** Parts sent since the last cut that got through. */
  #throughSinceCut = 0
  #grownAtMs = 0
  #congestion = 0
  #roundTripMs = 0
  readonly #through = new Meter()

  /** `limit`: parts a second, Infinity for none. */
  constructor(limit: number) {
    this.#limit = limit
    this.#rate = limit
  }

  /** Parts a second, Infinity for no limit. */
  get perSecond(): number {
    return this.#rate
  }

  /** Whether the SMSC asked for less, now or a moment ago. */
  isSlowed(nowMs: number): boolean {
    return this.#rate < this.#limit || nowMs - this.#toldAtMs < TOLD_LATELY_MS
  }

  /** The definition allows another rate: whoever changed it knows more than was learned here, so that is forgotten. */
  setLimit(limit: number): void {
    if (limit === this.#limit) return
    this.#limit = limit
    this.#free()
  }

  /** How long answers take; it is waited that long before the effect of a cut is judged. */
  setRoundTrip(roundTripMs: number): void {
    this.#roundTripMs = roundTripMs
  }

  /**
   * A part got through. `congestion`: the congestion_state of the SMSC, where it says so. `unanswered`: parts that were at
   * the SMSC with this one.
   */
  answered(sentAtMs: number, nowMs: number, unanswered: number, congestion = 0): void {
    this.#through.add(nowMs)
    if (sentAtMs > this.#cutAtMs) this.#throughSinceCut++
    this.#congestion = congestion
    if (congestion < CONGESTION_TOO_MUCH) return
    this.#toldAtMs = nowMs
    if (sentAtMs <= this.#cutAtMs || nowMs - this.#cutAtMs < CONGESTION_CUT_MS) return
    this.#cut(this.#rateOf(sentAtMs, nowMs, unanswered), LEAST_CUT, nowMs)
  }

  /** The SMSC refused a part because it is too much. */
  throttled(sentAtMs: number, nowMs: number, unanswered: number): void {
    this.#toldAtMs = nowMs
    if (sentAtMs <= this.#cutAtMs) return
    const rate = this.#rateOf(sentAtMs, nowMs, unanswered)
    const refusedShare = 1 / (this.#throughSinceCut + 1)
    const share = Math.min(LARGEST_CUT, Math.max(LEAST_CUT, refusedShare))
    const roundTripSeconds = this.#roundTripMs / 1_000
    const regainSeconds = Math.max(REGAIN_SECONDS, REGAIN_PARTS / rate, REGAIN_ROUND_TRIPS * roundTripSeconds)
    this.#isSearching = this.#throughSinceCut === 0
    this.#growth = Math.max(this.#growth / 2, Math.min(REST_GROWTH, REST_GROWTH_PER_PART * rate))
    if (share > LARGE_CUT) this.#growth = share / regainSeconds
    this.#cut(rate, share, nowMs)
  }

  /**
   * Time has passed; `waited`: parts were waiting for the rate. Only then does it grow, because only then does an SMSC
   * that does not complain say anything. Returns whether the rate is another one now.
   */
  tick(waited: boolean, nowMs: number): boolean {
    const before = this.#rate
    if (before === this.#limit) return false
    if (waited) this.#neededAtMs = nowMs
    if (nowMs - Math.max(this.#toldAtMs, this.#neededAtMs) >= FORGET_AFTER_MS) {
      this.#free()
      return true
    }
    const elapsedMs = nowMs - this.#grownAtMs
    if (!waited || this.#throughSinceCut === 0 || this.#congestion >= CONGESTION_ENOUGH) {
      this.#grownAtMs = nowMs
      return false
    }
    if (elapsedMs < TICK_MS) return false
    this.#grownAtMs = nowMs
    const grown = before * Math.exp((this.#growthNow() * Math.min(elapsedMs, 1_000)) / 1_000)
    this.#rate = Math.min(this.#limit, grown)
    if (grown >= this.#stepAt) {
      this.#stepAt = grown * STEP
      this.#growth *= 2
    }
    return true
  }

  #growthNow(): number {
    const growth = this.#isSearching ? SEARCH_GROWTH : this.#growth
    // What answers are under way for long must not find the rate far beyond what it was.
    return Math.min(growth, SEARCH_GROWTH, GROWTH_IN_ROUND_TRIP / Math.max(0.001, this.#roundTripMs / 1_000))
  }

  #cut(rate: number, share: number, nowMs: number): void {
    const least = Math.max(LEAST_PER_SECOND, SHARE_OF_GOODPUT * this.#through.perSecond(nowMs))
    this.#stepAt = rate * STEP
    this.#rate = Math.min(rate, Math.max(Math.min(least, this.#limit), rate * (1 - share)))
    this.#cutAtMs = nowMs
    this.#grownAtMs = nowMs
    this.#throughSinceCut = 0
  }

  /** Without a rate of ours: what is under way, by how long it is (Little). */
  #rateOf(sentAtMs: number, nowMs: number, unanswered: number): number {
    if (this.#rate !== Number.POSITIVE_INFINITY) return this.#rate
    return Math.max(LEAST_PER_SECOND, (unanswered * 1_000) / Math.max(1, nowMs - sentAtMs))
  }

  #free(): void {
    this.#rate = this.#limit
    this.#growth = FIRST_GROWTH
    this.#isSearching = false
    this.#stepAt = Number.POSITIVE_INFINITY
  }
}
