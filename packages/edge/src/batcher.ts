import type { Rank, Turn } from './turn.ts'

/**
 * Gathers what arrives within one turn of the event loop and hands it over as one batch: one crossing of the link, one
 * durable write. `add` never waits; the order is kept.
 */
export class Batcher<Item> {
  readonly #turn: Turn
  readonly #rank: Rank
  readonly #hand: (batch: readonly Item[]) => void
  #items: Item[] = []

  constructor(turn: Turn, rank: Rank, hand: (batch: readonly Item[]) => void) {
    this.#turn = turn
    this.#rank = rank
    this.#hand = hand
  }

  add(item: Item): void {
    this.#items.push(item)
    if (this.#items.length === 1) this.#turn.atEnd(this.#rank, () => this.#flush())
  }

  #flush(): void {
    const batch = this.#items
    this.#items = []
    this.#hand(batch)
  }
}
