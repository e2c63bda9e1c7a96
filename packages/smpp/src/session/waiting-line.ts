/** A bounded first-in-first-out line. Taking and adding cost the same however long it is. */
export class WaitingLine<T> {
  readonly maxLength: number
  #items: (T | undefined)[] = []
  #head = 0

  constructor(maxLength: number) {
    this.maxLength = maxLength
  }

  get length(): number {
    return this.#items.length - this.#head
  }

  /** Adds at the end; false when the line is full. */
  add(item: T): boolean {
    if (this.length >= this.maxLength) return false
    this.#items.push(item)
    return true
  }

  /** The first item, which stays. */
  first(): T | undefined {
    return this.#items[this.#head]
  }

  /** Takes the first item. */
  take(): T | undefined {
    const item = this.#items[this.#head]
    if (item === undefined) return undefined
    this.#items[this.#head++] = undefined
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** Takes out one item wherever it stands; false if it is not there. */
  remove(item: T): boolean {
    const at = this.#items.indexOf(item, this.#head)
    if (at < 0) return false
    this.#items.splice(at, 1)
    return true
  }

  /** Takes them all, in order. */
  takeAll(): T[] {
    const items = this.#items.slice(this.#head) as T[]
    this.#items = []
    this.#head = 0
    return items
  }
}
