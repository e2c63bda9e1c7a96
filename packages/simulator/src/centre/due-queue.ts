import type { Clock, Timer } from '@smpp-connect/kernel'

interface Due {
  readonly atMs: number
  readonly order: number
  readonly fire: () => void
}

/** The wall clock may run this much apart from the monotonic one before times are told by it anew. */
const DRIFT_MS = 50

/**
 * Things to do at a time, however many, on one timer: a binary heap by time, and by order of entry within one time.
 */
export class DueQueue {
  readonly #clock: Clock
  readonly #heap: Due[] = []
  #order = 0
  /** Wall clock less monotonic clock. */
  #epochMs = 0
  #timer: Timer | undefined
  #timerAtMs = Number.POSITIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#heap.length
  }

  /** Calls `fire` after `delayMs`, never within this call. */
  after(delayMs: number, fire: () => void): void {
    this.#add(this.#clock.monotonicMs() + Math.max(0, delayMs), fire)
  }

  /** Calls `fire` at a time of the wall clock as it goes now. What is due at the same time keeps its order. */
  at(wallMs: number, fire: () => void): void {
    const epochMs = this.#clock.nowMs() - this.#clock.monotonicMs()
    if (Math.abs(epochMs - this.#epochMs) > DRIFT_MS) this.#epochMs = epochMs
    this.#add(wallMs - this.#epochMs, fire)
  }

  /** Forgets everything. */
  clear(): void {
    this.#heap.length = 0
    this.#timer?.cancel()
    this.#timer = undefined
    this.#timerAtMs = Number.POSITIVE_INFINITY
  }

  #add(atMs: number, fire: () => void): void {
    this.#rise({ atMs, order: this.#order++, fire })
    this.#setTimer()
  }

  #setTimer(): void {
    const first = this.#heap[0]
    if (first === undefined || first.atMs >= this.#timerAtMs) return
    this.#timer?.cancel()
    this.#timerAtMs = first.atMs
    // Rounded up: a timer that fires a fraction of a millisecond early would only be set again.
    this.#timer = this.#clock.after(Math.max(0, Math.ceil(first.atMs - this.#clock.monotonicMs())), this.#run)
  }

  readonly #run = (): void => {
    this.#timer = undefined
    this.#timerAtMs = Number.POSITIVE_INFINITY
    const nowMs = this.#clock.monotonicMs()
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= nowMs; first = this.#heap[0]) {
      this.#removeFirst()
      first.fire()
    }
    this.#setTimer()
  }

  #rise(due: Due): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(due)
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!before(due, heap[above]!)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = due
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let below = at * 2 + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && before(heap[below + 1]!, heap[below]!)) below++
      if (!before(heap[below]!, last)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
  }
}

function before(one: Due, other: Due): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order)
}
