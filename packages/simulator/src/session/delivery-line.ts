import type { Delivery } from '../centre/delivery.ts'

/** Deliveries of one account, first in first out; those that came back from a lost session go before the others. */
export class DeliveryLine {
  #line: Delivery[] = []
  #head = 0
  readonly #returned: Delivery[] = []

  add(delivery: Delivery): void {
    this.#line.push(delivery)
  }

  putBack(delivery: Delivery): void {
    this.#returned.push(delivery)
  }

  get empty(): boolean {
    return this.#returned.length === 0 && this.#head === this.#line.length
  }

  /** The next one that is not done; undefined when there is none. */
  take(): Delivery | undefined {
    for (;;) {
      const delivery = this.#returned.length > 0 ? this.#returned.shift() : this.#shift()
      if (delivery === undefined || !delivery.done) return delivery
    }
  }

  #shift(): Delivery | undefined {
    if (this.#head === this.#line.length) return undefined
    const delivery = this.#line[this.#head]
    this.#head++
    if (this.#head === this.#line.length) {
      this.#line = []
      this.#head = 0
    } else if (this.#head === 10_000) {
      this.#line = this.#line.slice(this.#head)
      this.#head = 0
    }
    return delivery
  }
}
