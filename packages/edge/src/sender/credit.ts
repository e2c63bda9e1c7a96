/** What credit is told to the manager with. */
export interface CreditPort {
  grant(count: number): void
  revoke(count: number): void
}

/**
 * A ledger of the parts that the manager may have on their way through one SMSC. A credit is out from its grant until its
 * part has ended and the manager has the answer: what it leases from then on it makes durable after the answer or together
 * with it, so that what is in doubt after a crash is never more than was granted.
 *
 * Both sides only add and subtract, so that their books agree whatever crosses on the way: what is out here is what the
 * manager has left, plus what it is leasing, plus what has come and not ended.
 */
export class Credit {
  #out = 0
  #taken = 0
  readonly #port: CreditPort

  constructor(port: CreditPort) {
    this.#port = port
  }

  /** Parts that came, and of whose end the manager has not been told. */
  get taken(): number {
    return this.#taken
  }

  /** Granted, and not come back as parts. Below 0: parts came for credit that had been taken back meanwhile. */
  get unused(): number {
    return this.#out - this.#taken
  }

  took(count: number): void {
    this.#taken += count
  }

  /** The manager could not keep the answers to so many: they count again. */
  again(count: number): void {
    this.#taken += count
    this.#out += count
  }

  ended(count: number): void {
    this.#taken -= count
    this.#out -= count
  }

  /** Grants what is missing to `target`, once that is `least` at least: many small grants cost a durable write each. */
  raise(target: number, least = 1): void {
    const missing = target - this.#out
    if (missing < least || missing <= 0) return
    this.#out += missing
    this.#port.grant(missing)
  }

  /** Takes back what is unused above `target`. What came already stays, and ends by itself. */
  lower(target: number): void {
    const excess = Math.min(this.#out - target, this.unused)
    if (excess <= 0) return
    this.#out -= excess
    this.#port.revoke(excess)
  }
}
