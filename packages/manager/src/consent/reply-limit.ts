/** Within so long a pair of addresses gets one automatic reply of a kind. */
const WINDOW_MS = 10 * 60_000

/**
 * Keeps automatic replies from answering one another: a machine at the other end that answers "help" to what it is told
 * would otherwise go on for ever. One reply of each kind for a pair of addresses in ten minutes. It is kept in memory: a
 * restart lets one more through.
 */
export class ReplyLimit {
  /** When each was taken, the oldest first: a map keeps the order in which keys came. */
  readonly #takenAtMs = new Map<string, number>()

  /** Whether a reply may go; if so, it counts. */
  take(pair: string, nowMs: number): boolean {
    for (const [key, atMs] of this.#takenAtMs) {
      if (atMs > nowMs - WINDOW_MS && atMs <= nowMs) break
      this.#takenAtMs.delete(key)
    }
    if (this.#takenAtMs.has(pair)) return false
    this.#takenAtMs.set(pair, nowMs)
    return true
  }

  /** It did not go after all. */
  giveBack(pair: string): void {
    this.#takenAtMs.delete(pair)
  }

  /** How many pairs it remembers. */
  get size(): number {
    return this.#takenAtMs.size
  }
}
