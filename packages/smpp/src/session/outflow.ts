import { nextTick } from 'node:process'
import type { Transport } from '../net/transport.ts'

/** Where the octets come from: a session machine. */
export interface OutgoingOctets {
  readonly outgoingOctets: number
  takeOutgoing(): Uint8Array
  /** What was taken has been copied away. */
  reuseOutgoing(): void
}

/**
 * Octets after which a write does not wait any longer: half of what the other side reads at a time, so that it can work
 * while this one goes on. Each write costs as much CPU time as 25 PDUs, here and there.
 */
const gatheredOctets = 32_768

/**
 * When the octets of a session leave: in as few writes as may be, none of which waits for anything but this turn of the
 * event loop.
 *
 * - *reading*: a chunk is being taken in. What it leads to leaves in one write at its end, and before that whenever 32 KiB
 *   have come together.
 * - *asked*: PDUs were written outside of a read, or continuations of promises may write more. They leave at the end of
 *   the turn, after those continuations; here too in writes of 32 KiB.
 * - *busy*: the operating system takes no more. All waits until it does.
 * - *ending*: the connection is closed in good order once the rest has left.
 */
export class Outflow {
  readonly #transport: Transport
  readonly #source: OutgoingOctets
  #reading = false
  #asked = false
  #busy = false
  #ending = false
  #closed = false

  constructor(transport: Transport, source: OutgoingOctets) {
    this.#transport = transport
    this.#source = source
  }

  get busy(): boolean {
    return this.#busy
  }

  /** A PDU was added. */
  added(): void {
    if (this.#busy) return
    if (this.#source.outgoingOctets >= gatheredOctets) this.flush()
    else if (!this.#reading) this.#ask()
  }

  beginRead(): void {
    this.#reading = true
  }

  /** The chunk has been taken in. `more`: continuations of promises may write, and shall leave in the same write. */
  endRead(more: boolean): void {
    this.#reading = false
    if (this.#busy || this.#source.outgoingOctets === 0) return
    if (more) this.#ask()
    else this.flush()
  }

  /** Writes now what there is. */
  flush(): void {
    this.#asked = false
    if (this.#busy || this.#closed) return
    if (this.#source.outgoingOctets > 0) {
      this.#busy = !this.#transport.write(this.#source.takeOutgoing())
      if (!this.#busy) this.#source.reuseOutgoing()
    }
    if (!this.#busy && this.#ending) this.#transport.end()
  }

  /** The operating system has taken what it was handed. */
  drained(): void {
    this.#busy = false
    this.flush()
  }

  /** Closes in good order after what waits; at once where the peer takes nothing any more. */
  end(): void {
    this.#ending = true
    if (this.#busy) this.#transport.destroy()
    else this.#ask()
  }

  /** The connection is gone: nothing leaves any more. */
  close(): void {
    this.#closed = true
  }

  #ask(): void {
    if (this.#asked) return
    this.#asked = true
    // After the continuations of promises settled in this turn: what they send leaves in the same write.
    queueMicrotask(() => nextTick(flush, this))
  }
}

function flush(outflow: Outflow): void {
  outflow.flush()
}
