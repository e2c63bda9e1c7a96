/** What is handed over first at the end of a turn. */
const RANKS = ['answers', 'inbound'] as const
export type Rank = (typeof RANKS)[number]

/**
 * The end of a turn of the event loop, at which all that was gathered in it is handed to the manager: answers first, then
 * what came in. A receipt often comes in the same octets as the answer that names its message, and found at the store
 * before the answer it would have to be parked.
 */
export class Turn {
  readonly #gathered = new Map<Rank, (() => void)[]>(RANKS.map((rank) => [rank, []]))
  #scheduled = false

  /** Calls `flush` at the end of this turn. */
  atEnd(rank: Rank, flush: () => void): void {
    this.#gathered.get(rank)?.push(flush)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      for (const waiting of this.#gathered.values()) for (const each of waiting.splice(0)) each()
    })
  }
}
