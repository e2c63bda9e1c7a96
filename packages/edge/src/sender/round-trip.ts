const KEPT = 31
/** The median is worked out anew after so many answers. */
const FRESH_FOR = 8

/** How long answers took lately: the median of the last 31, in milliseconds. */
export class RoundTrip {
  readonly #last: number[] = []
  #at = 0
  #fresh = 0
  #medianMs: number | null = null

  add(latencyMs: number): void {
    this.#last[this.#at] = latencyMs
    this.#at = (this.#at + 1) % KEPT
    this.#fresh--
  }

  /** Null before there was an answer. */
  get medianMs(): number | null {
    if (this.#fresh > 0 || this.#last.length === 0) return this.#medianMs
    // The first answers count at once.
    this.#fresh = Math.min(FRESH_FOR, this.#last.length)
    this.#medianMs = this.#last.toSorted((a, b) => a - b)[this.#last.length >> 1]!
    return this.#medianMs
  }
}
