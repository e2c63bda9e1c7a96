import type { DatabaseSync } from 'node:sqlite'
import { Statement } from './database.ts'

/**
 * Until when there is nothing to make due in each stream: a time that is never later than the first due time of its parts.
 * So a lease asks the tables only when there may be something.
 */
export class DueTimes {
  readonly #first: Statement
  readonly #earliest = new Map<number, number>()

  constructor(db: DatabaseSync) {
    this.#first = new Statement(db, 'SELECT min(due_at_ms) FROM parts WHERE stream = ? AND state = 1 AND due_at_ms > 0')
  }

  /** A part of the stream is due then. */
  note(stream: number, dueAtMs: number): void {
    const earliest = this.#earliest.get(stream)
    if (earliest !== undefined && dueAtMs < earliest) this.#earliest.set(stream, dueAtMs)
  }

  mayHave(stream: number, nowMs: number): boolean {
    const earliest = this.#earliest.get(stream) ?? this.#look(stream)
    return earliest <= nowMs
  }

  /** To be called when parts of the stream were made due. */
  forget(stream: number): void {
    this.#earliest.delete(stream)
  }

  #look(stream: number): number {
    const earliest = (this.#first.get(stream)?.[0] as number | null) ?? Number.POSITIVE_INFINITY
    this.#earliest.set(stream, earliest)
    return earliest
  }
}
