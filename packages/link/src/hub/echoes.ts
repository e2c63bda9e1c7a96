import type { FrameSource, Outgoing, Reply } from '../session/session.ts'
import type { FrameKind } from '../wire/frame.ts'

/** An edge asks five times a second; what it has no reply to when the link is found dead is half of this. */
const MOST_WAITING = 100
const ECHOED: FrameKind = { case: 'echoed', value: { $typeName: 'connect.link.v1.Echoed' } }

/**
 * Replies to an edge that asks whether it has heard everything. It has its place behind the blocks, not before all sources
 * as other replies: whoever gets one has got every block that was known when it was written.
 */
export class Echoes implements FrameSource {
  #asked: Reply[] = []

  /** Of more than an edge can have a use for the oldest get none. */
  ask(reply: Reply): void {
    if (this.#asked.length === MOST_WAITING) this.#asked.shift()
    this.#asked.push(reply)
  }

  /** A connection begins: nobody waits for replies of the last one. */
  begin(): void {
    this.#asked = []
  }

  next(): Outgoing | undefined {
    return this.#asked.shift()?.inTurn(ECHOED)
  }
}
