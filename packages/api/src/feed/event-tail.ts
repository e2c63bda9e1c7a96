import type { ConnectEvent } from '@smpp-connect/contracts'

/**
 * The newest events of this process, shared by all feeds, so that following live costs no reads of the store. It is
 * whole from `coversAfter` on: every event with a larger seq that has been announced is in it.
 */
export class EventTail {
  readonly #capacity: number
  readonly #listeners = new Set<() => void>()
  #events: ConnectEvent[] = []
  #coversAfter: number | undefined

  constructor(capacity = 2_000) {
    this.#capacity = capacity
  }

  /** Takes what the store announced. What was announced before is left out. */
  append(events: readonly ConnectEvent[]): void {
    const fresh = events.filter((event) => event.seq > this.lastSeq)
    const first = fresh[0]
    if (first === undefined) return
    this.#coversAfter ??= first.seq - 1
    for (const event of fresh) this.#events.push(event)
    // Cut in bulk: one copy for every `capacity` events rather than a shift for each.
    if (this.#events.length > 2 * this.#capacity) {
      const dropped = this.#events.length - this.#capacity
      this.#coversAfter = this.#events[dropped - 1]?.seq ?? this.#coversAfter
      this.#events = this.#events.slice(dropped)
    }
    for (const listener of this.#listeners) listener()
  }

  /** Forgets everything: what is announced from now on is not heard. */
  clear(): void {
    this.#events = []
    this.#coversAfter = undefined
  }

  /** Seq of the newest event announced since the process began; 0 when there was none. */
  get lastSeq(): number {
    return this.#events.at(-1)?.seq ?? 0
  }

  /** Up to `limit` events after `seq`, oldest first; undefined when the tail does not reach back so far. */
  after(seq: number, limit: number): readonly ConnectEvent[] | undefined {
    if (this.#coversAfter === undefined || seq < this.#coversAfter) return undefined
    const from = this.#indexAfter(seq)
    return this.#events.slice(from, from + limit)
  }

  /** Calls back after each append. Returns how to stop it. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #indexAfter(seq: number): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#events[middle]?.seq ?? 0) > seq) high = middle
      else low = middle + 1
    }
    return low
  }
}
