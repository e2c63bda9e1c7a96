import type { Clock, ClockTimer } from '../session/clock.ts'

interface Waiting {
  readonly atMs: number
  readonly order: number
  fire: (() => void) | undefined
}

/** A clock that stands still until it is advanced: whole worlds of clients and servers run on it in no time. */
export class VirtualClock implements Clock {
  #monotonicMs = 0
  readonly #epochMs: number
  #order = 0
  #waiting: Waiting[] = []

  /** `epochMs`: wall-clock time at the start. */
  constructor(epochMs = Date.UTC(2026, 0, 1)) {
    this.#epochMs = epochMs
  }

  nowMs(): number {
    return this.#epochMs + this.#monotonicMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  /** Timers that have not fired. */
  get timerCount(): number {
    return this.#waiting.length
  }

  after(delayMs: number, fire: () => void): ClockTimer {
    const waiting: Waiting = { atMs: this.#monotonicMs + Math.max(0, delayMs), order: this.#order++, fire }
    this.#waiting.push(waiting)
    return {
      cancel: () => {
        waiting.fire = undefined
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
      },
    }
  }

  /** Lets time pass. Timers fire in order, and what they set off comes to rest before the next one fires. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#monotonicMs + byMs
    await this.settle()
    for (let next = this.#nextUntil(untilMs); next !== undefined; next = this.#nextUntil(untilMs)) {
      this.#monotonicMs = Math.max(this.#monotonicMs, next.atMs)
      this.#waiting = this.#waiting.filter((other) => other !== next)
      next.fire?.()
      await this.settle()
    }
    this.#monotonicMs = untilMs
  }

  /** As if the process had been blocked: time passes, and no timer fires until the next `advance`. */
  block(forMs: number): void {
    this.#monotonicMs += forMs
  }

  /** Waits until all promises and deferred writes have come to rest; no time passes. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  #nextUntil(untilMs: number): Waiting | undefined {
    let next: Waiting | undefined
    for (const waiting of this.#waiting) {
      if (waiting.atMs > untilMs) continue
      if (
        next === undefined ||
        waiting.atMs < next.atMs ||
        (waiting.atMs === next.atMs && waiting.order < next.order)
      ) {
        next = waiting
      }
    }
    return next
  }
}
