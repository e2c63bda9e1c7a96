/**
 * Gathers what arrives within one turn of the event loop and hands it over as one batch: one crossing of the link, one
 * durable write. `add` never waits; the order is kept.
 */
export class Batcher<Item> {
  readonly #hand: (batch: readonly Item[]) => void
  readonly #most: number
  #items: Item[] = []
  #scheduled = false

  constructor(hand: (batch: readonly Item[]) => void, most = 1_000) {
    this.#hand = hand
    this.#most = most
  }

  add(item: Item): void {
    this.#items.push(item)
    if (this.#items.length >= this.#most) this.flush()
    else if (!this.#scheduled) {
      this.#scheduled = true
      setImmediate(() => {
        this.#scheduled = false
        this.flush()
      })
    }
  }

  flush(): void {
    if (this.#items.length === 0) return
    const batch = this.#items
    this.#items = []
    this.#hand(batch)
  }
}
