import type { Clock, Timer } from '@smpp-connect/kernel'

interface Pending {
  readonly dueMs: number
  readonly order: number
  readonly fire: () => void
}

/** A clock that moves only when told to. Timers fire in order of their due time, then of their making. */
export class VirtualClock implements Clock {
  #nowMs: number
  #order = 0
  readonly #epochMs: number
  readonly #pending = new Set<Pending>()

  /** `epochMs`: the wall-clock time at which the world begins. */
  constructor(epochMs = Date.UTC(2026, 0, 1)) {
    this.#epochMs = epochMs
    this.#nowMs = 0
  }

  nowMs(): number {
    return this.#epochMs + this.#nowMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, fire: () => void): Timer {
    const pending: Pending = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, fire }
    this.#pending.add(pending)
    return { cancel: () => this.#pending.delete(pending) }
  }

  /** How many timers wait. */
  get pendingTimers(): number {
    return this.#pending.size
  }

  /** Moves time by `byMs`; after each timer that fires, promise reactions run to the end. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs
    await settle()
    for (;;) {
      let next: Pending | undefined
      for (const pending of this.#pending) {
        if (pending.dueMs > untilMs) continue
        if (!next || pending.dueMs < next.dueMs || (pending.dueMs === next.dueMs && pending.order < next.order)) {
          next = pending
        }
      }
      if (!next) break
      this.#pending.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      next.fire()
      await settle()
    }
    this.#nowMs = untilMs
    await settle()
  }
}

/** Lets everything that is ready to run do so: promise reactions, `setImmediate`, `nextTick`. */
export async function settle(rounds = 5): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise<void>((resolve) => setImmediate(resolve))
}
