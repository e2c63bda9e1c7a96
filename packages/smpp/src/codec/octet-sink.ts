/** Largest usual slab: enough for a few hundred PDUs, so that its cost is shared by them. */
const MOST_SLAB_OCTETS = 65_536
/** Smallest slab: a thousand idle sessions that write an enquire_link now and then must not hold 64 KiB each. */
const LEAST_SLAB_OCTETS = 4_096
/** A slab is made for so many batches like the last one. */
const BATCHES_PER_SLAB = 64

/**
 * Octets written one behind the other into slabs. What is taken is a view of its slab, which is never written there again,
 * so taking copies nothing and the view belongs to the taker.
 */
export class OctetSink {
  octets: Uint8Array = EMPTY
  /** Where the octets not taken yet begin. */
  #taken = 0
  /** Octets of the batch taken last: how much is written at a time decides how large the slabs are. */
  #batchOctets = 0
  /** Where the next octet goes. */
  at = 0

  /** Octets written and not taken. */
  get pendingOctets(): number {
    return this.at - this.#taken
  }

  /** Makes room; what is pending moves along when a new slab is needed. `octets` and `at` may change. */
  reserve(octets: number): void {
    if (this.at + octets <= this.octets.length) return
    const pending = this.at - this.#taken
    const usual = Math.min(MOST_SLAB_OCTETS, Math.max(LEAST_SLAB_OCTETS, this.#batchOctets * BATCHES_PER_SLAB))
    const slab = new Uint8Array(Math.max(usual, (pending + octets) * 2))
    slab.set(this.octets.subarray(this.#taken, this.at))
    this.octets = slab
    this.#taken = 0
    this.at = pending
  }

  /** Where the first pending octet is in `octets`. */
  get pendingStart(): number {
    return this.#taken
  }

  /** The octets written since the last call. */
  take(): Uint8Array {
    const { buffer, byteOffset } = this.octets
    const taken = new Uint8Array(buffer, byteOffset + this.#taken, this.at - this.#taken)
    this.#batchOctets = this.at - this.#taken
    this.#taken = this.at
    return taken
  }

  putOctet(value: number): void {
    this.reserve(1)
    this.octets[this.at++] = value
  }

  /** An unsigned big-endian integer of up to 6 octets. */
  putInteger(value: number, octets: number): void {
    this.reserve(octets)
    let rest = value
    for (let index = octets - 1; index >= 0; index--) {
      this.octets[this.at + index] = rest % 256
      rest = Math.floor(rest / 256)
    }
    this.at += octets
  }

  putOctets(octets: Uint8Array): void {
    this.reserve(octets.length)
    this.octets.set(octets, this.at)
    this.at += octets.length
  }
}

const EMPTY = new Uint8Array(0)
