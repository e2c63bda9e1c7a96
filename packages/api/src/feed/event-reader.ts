import type { ConnectEvent } from '@smpp-connect/contracts'
import type { EventTail } from './event-tail.ts'

/** Reads stored events, oldest first. */
export type ReadEvents = (afterSeq: number, limit: number) => Promise<readonly ConnectEvent[]>

/**
 * One reader's place in the log. It pulls: from the tail where that reaches back far enough, else from the store. There
 * is no moment of "going live" in which an event could be lost or doubled, and a slow reader costs no memory: it only
 * stands further back.
 */
export class EventReader {
  readonly #tail: EventTail
  readonly #read: ReadEvents
  #cursor: number
  #spokenUpTo: number

  constructor(tail: EventTail, read: ReadEvents, afterSeq: number) {
    this.#tail = tail
    this.#read = read
    this.#cursor = afterSeq
    this.#spokenUpTo = afterSeq
  }

  /** The seq up to which everything has been handed out. */
  get cursor(): number {
    return this.#cursor
  }

  /** The seq up to which the reader has been told: what a heartbeat may say. Behind the cursor while a frame is made. */
  get spokenUpTo(): number {
    return this.#spokenUpTo
  }

  /** Everything handed out so far is being written now, or holds nothing to tell. */
  speak(): void {
    this.#spokenUpTo = this.#cursor
  }

  /** The next events; empty when there are none for now. */
  async next(limit: number): Promise<readonly ConnectEvent[]> {
    const events = this.#tail.after(this.#cursor, limit) ?? (await this.#read(this.#cursor, limit))
    this.#cursor = events.at(-1)?.seq ?? this.#cursor
    return events
  }

  /** Leaves out everything up to `seq`. */
  skipTo(seq: number): void {
    this.#cursor = Math.max(this.#cursor, seq)
  }
}
