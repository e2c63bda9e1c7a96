/**
 * How many parts the manager may have on their way through one bind: as many as its window takes, no more, so that what
 * is in doubt after a crash is bounded by the window. A credit is out from its grant until its part has ended and the
 * manager has made the answer durable.
 */
export class Credit {
  #target = 0
  #out = 0
  #inFlight = 0
  readonly #grant: (count: number) => void

  constructor(grant: (count: number) => void) {
    this.#grant = grant
  }

  /** The bind is there: grant up to its window. */
  open(windowSize: number): void {
    this.#target = windowSize
    this.#topUp()
  }

  /** The window changed in place. A smaller one takes effect as parts end. */
  resize(windowSize: number): void {
    if (this.#target > 0) this.open(windowSize)
  }

  /** The bind is gone: what was granted and not used is void; what is in flight still ends. */
  close(): void {
    this.#target = 0
    this.#out = this.#inFlight
  }

  began(count: number): void {
    this.#inFlight += count
    // A lease that was under way when the bind broke may come without credit; it is counted all the same.
    this.#out = Math.max(this.#out, this.#inFlight)
  }

  ended(count: number): void {
    this.#inFlight -= count
    this.#out -= count
    this.#topUp()
  }

  get inFlight(): number {
    return this.#inFlight
  }

  #topUp(): void {
    const missing = this.#target - this.#out
    if (missing <= 0) return
    this.#out += missing
    this.#grant(missing)
  }
}
