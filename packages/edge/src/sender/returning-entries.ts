import type { SubmitOrder } from '@smpp-connect/contracts'

interface Entry {
  readonly order: SubmitOrder
}

/**
 * What a pair has sent back to the queue without the manager knowing of it yet, in the order of the queue: message ids
 * sort by the time at which they were accepted, and parts by their numbers. One entry for each part: the last.
 */
export class ReturningEntries {
  #entries: Entry[] = []

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  add(entry: Entry): void {
    const at = this.#placeOf(entry)
    const isThere = this.#entries[at] !== undefined && compare(this.#entries[at], entry) === 0
    this.#entries.splice(at, isThere ? 1 : 0, entry)
  }

  /**
   * Whether an order that comes may go before all that is on its way back. When it is one of these itself, the manager
   * knows of that one: it has handed it over again.
   */
  letsGo(entry: Entry): boolean {
    if (this.#entries.length === 0) return true
    const at = this.#placeOf(entry)
    if (at > 0) return false
    if (compare(this.#entries[0]!, entry) === 0) this.#entries.shift()
    return true
  }

  /** The manager knows that this one went back. Nothing happens when the part has come and gone back again since. */
  settled(entry: Entry): void {
    const at = this.#placeOf(entry)
    if (this.#entries[at] === entry) this.#entries.splice(at, 1)
  }

  /** Where it stands, or would stand. */
  #placeOf(entry: Entry): number {
    let from = 0
    let to = this.#entries.length
    while (from < to) {
      const middle = (from + to) >> 1
      if (compare(this.#entries[middle]!, entry) < 0) from = middle + 1
      else to = middle
    }
    return from
  }
}

function compare({ order: { part: a } }: Entry, { order: { part: b } }: Entry): number {
  if (a.messageId === b.messageId) return a.number - b.number
  return a.messageId < b.messageId ? -1 : 1
}
