import type { Random } from '@smpp-connect/kernel'

const FIRST_MS = 250
const MOST_MS = 10_000

/**
 * How long to wait before the next attempt: twice as long each time, up to `MOST_MS`, and between half of it and all of it, so
 * that many edges do not come back in step.
 */
export class Backoff {
  readonly #random: Random
  #failures = 0

  constructor(random: Random) {
    this.#random = random
  }

  nextMs(): number {
    const wholeMs = Math.min(MOST_MS, FIRST_MS * 2 ** this.#failures)
    this.#failures += 1
    return wholeMs * (0.5 + this.#random.fraction() / 2)
  }

  /** The other side has said no for a reason that only a person can mend: no need to ask soon again. */
  refused(): void {
    this.#failures = 20
  }

  /** It has held. */
  reset(): void {
    this.#failures = 0
  }
}
