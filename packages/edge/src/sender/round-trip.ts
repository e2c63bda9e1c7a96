const KEPT = 31
/** The median is worked out anew after so many answers. */
const FRESH_FOR = 8

/** How long answers took lately: the median of the last 31, in milliseconds. */
export class RoundTrip {
  readonly #last = new Float64Array(KEPT)
  #kept = 0
  #at = 0
  #fresh = 0
  #medianMs: number | null = null

  add(latencyMs: number): void {
    this.#last[this.#at] = latencyMs
    this.#at = (this.#at + 1) % KEPT
    if (this.#kept < KEPT) this.#kept++
    this.#fresh--
  }

  /** Null before there was an answer. */
  get medianMs(): number | null {
    if (this.#fresh > 0 || this.#kept === 0) return this.#medianMs
    // The first answers count at once.
    this.#fresh = Math.min(FRESH_FOR, this.#kept)
    // An array of doubles sorts in place, without an object for each. Places that are not filled yet come last.
    sorted.fill(Number.POSITIVE_INFINITY)
    for (let at = 0; at < this.#kept; at++) sorted[at] = this.#last[at]!
    sorted.sort()
    this.#medianMs = sorted[this.#kept >> 1]!
    return this.#medianMs
  }
}

/** Where the median is worked out, from one line to the next. */
const sorted = new Float64Array(KEPT)
