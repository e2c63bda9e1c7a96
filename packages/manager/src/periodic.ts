import type { Clock, Log, Timer } from '@smpp-connect/kernel'

/** Work that is done again and again. A failure is logged, and the next turn comes all the same. */
export class Periodic {
  readonly #clock: Clock
  readonly #log: Log
  readonly #timers: Timer[] = []
  readonly #works: Promise<void>[] = []
  #stopped = false

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  /** Does it so long after the last time ended, and so never twice at once. */
  every(intervalMs: number, work: () => Promise<void>): void {
    const slot = this.#timers.length
    const turn = (): void => {
      this.#works[slot] = work()
        .catch((failure: unknown) => this.#log.error('periodic work failed', { cause: String(failure) }))
        .finally(() => {
          if (!this.#stopped) this.#timers[slot] = this.#clock.after(intervalMs, turn)
        })
    }
    this.#timers[slot] = this.#clock.after(intervalMs, turn)
  }

  /** Begins no turn any more; resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
    await Promise.all(this.#works)
  }
}
