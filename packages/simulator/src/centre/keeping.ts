interface Kept {
  readonly key: string
}

/**
 * Things by their key, in the order in which they came: all that are open, and the last so many of those that are closed.
 */
export class Keeping<Item extends Kept> {
  readonly #items = new Map<string, Item>()
  /** Keys in the order of closing; those before `#head` are gone. */
  #closed: string[] = []
  #head = 0
  readonly #maxClosed: number

  constructor(maxClosed: number) {
    this.#maxClosed = maxClosed
  }

  get openCount(): number {
    return this.#items.size - (this.#closed.length - this.#head)
  }

  get(key: string): Item | undefined {
    return this.#items.get(key)
  }

  values(): Iterable<Item> {
    return this.#items.values()
  }

  add(item: Item): void {
    this.#items.set(item.key, item)
  }

  /** The item is done with: it may be forgotten when enough others are. Call once for each. */
  close(item: Item): void {
    this.#closed.push(item.key)
    if (this.#closed.length - this.#head <= this.#maxClosed) return
    this.#items.delete(this.#closed[this.#head]!)
    this.#head++
    if (this.#head < 10_000) return
    this.#closed = this.#closed.slice(this.#head)
    this.#head = 0
  }
}
