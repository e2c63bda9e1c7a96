import type { ConnectEvent } from '@smpp-connect/contracts'

export type EventListener = (events: readonly ConnectEvent[]) => void

/** Who wants to hear of durable events. One that throws neither stops the others nor the store: its error surfaces as uncaught. */
export class Listeners {
  readonly #listeners = new Set<{ readonly hear: EventListener }>()

  get size(): number {
    return this.#listeners.size
  }

  add(hear: EventListener): () => void {
    const entry = { hear }
    this.#listeners.add(entry)
    return () => {
      this.#listeners.delete(entry)
    }
  }

  /** `read` is asked for the events only when somebody wants to hear of them: reading what crossed a thread costs. */
  tell(read: () => readonly ConnectEvent[]): void {
    if (this.#listeners.size === 0) return
    const events = read()
    if (events.length === 0) return
    for (const { hear } of [...this.#listeners]) {
      try {
        hear(events)
      } catch (failure) {
        queueMicrotask(() => {
          throw failure
        })
      }
    }
  }
}
