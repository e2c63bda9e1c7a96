import type { SmscDefinition } from '@smpp-connect/contracts'

export type WindowSettings = Pick<SmscDefinition, 'windowSize' | 'windowMode'>

/** With so many requests an adaptive window begins, and it is never smaller (the size permitting). */
const FIRST_SIZE = 2
/** Times what rate and round trip call for: answers do not come evenly. */
const HEADROOM = 2

/**
 * How many requests of one bind may be unanswered.
 *
 * - fixed: always `windowSize`.
 * - adaptive: begins with 2, and grows by one with every answer that finds it in good use, which doubles it in each round
 *   trip, up to what rate × round trip calls for, with headroom, and never beyond `windowSize`. Where the rate falls it
 *   falls too.
 */
export class SubmitWindow {
  #settings: WindowSettings
  #grown = FIRST_SIZE
  #called = Number.POSITIVE_INFINITY

  constructor(settings: WindowSettings) {
    this.#settings = settings
  }

  get size(): number {
    const { windowMode, windowSize } = this.#settings
    if (windowMode === 'fixed') return windowSize
    return Math.min(windowSize, Math.max(FIRST_SIZE, Math.min(this.#grown, this.#called)))
  }

  update(settings: WindowSettings): void {
    this.#settings = settings
  }

  /** The rate that this bind has to carry, Infinity for any, and how long answers take; null: not known yet. */
  fit(perSecond: number, roundTripMs: number | null): void {
    const isOpen = roundTripMs === null || perSecond === Number.POSITIVE_INFINITY
    this.#called = isOpen ? Number.POSITIVE_INFINITY : Math.ceil((HEADROOM * perSecond * roundTripMs) / 1_000) + 1
  }

  /**
   * An answer came; `unanswered` counts the one it answers. In good use is half of it: credit for the rest is on its way
   * through the manager.
   */
  answered(unanswered: number): void {
    if (unanswered * 2 >= this.size) this.#grown = Math.min(this.#settings.windowSize, this.size + 1)
  }
}
