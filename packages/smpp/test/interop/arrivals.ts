/** What comes in, in order, for tests that wait for it: no polling, no sleeping. */
export class Arrivals<T> {
  readonly all: T[] = []
  #waiters: (() => void)[] = []

  /** Notes one more. A property, so that it can be handed over as a callback. */
  readonly push = (arrived: T): void => {
    this.all.push(arrived)
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  /** Waits until `count` have come, and returns the last of them. */
  async nth(count: number): Promise<T> {
    while (this.all.length < count) await this.#more()
    return this.all[count - 1]!
  }

  /** Waits for the first that is wanted, be it here already or still to come. */
  async first(wanted: (arrived: T) => boolean): Promise<T> {
    for (let at = 0; ; at++) {
      const arrived = await this.nth(at + 1)
      if (wanted(arrived)) return arrived
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve))
  }
}
