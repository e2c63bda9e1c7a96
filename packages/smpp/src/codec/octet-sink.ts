import { claimSlab, returnSlab, SLAB_OCTETS } from './slab-pool.ts'

/** Smallest slab: who writes one PDU now and then must not hold 64 KiB for it. */
const LEAST_SLAB_OCTETS = 4_096
/** A slab is made for so many batches like the last one. */
const BATCHES_PER_SLAB = 64

/**
 * Octets written one behind the other into slabs. What is taken is a view of its slab, which is not written there again,
 * so taking copies nothing and the view belongs to the taker, until the taker gives the slab back with `reuse`.
 */
export class OctetSink {
  octets: Uint8Array = EMPTY
  /** Where the next octet goes. */
  at = 0
  /** Where the octets not taken yet begin. */
  #taken = 0
  /** Octets of the batch taken last: how much is written at a time decides how large the slabs are. */
  #batchOctets = 0
  /** Whether slabs are given back, and so come from those that others gave back. */
  #reuses = false

  /** Octets written and not taken. */
  get pendingOctets(): number {
    return this.at - this.#taken
  }

  /** Makes room; what is pending moves along when a new slab is needed. `octets` and `at` may change. */
  reserve(octets: number): void {
    if (this.at + octets > this.octets.length) this.#renew(octets)
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

  /**
   * The taker is done with all that was taken: the slab goes to whoever writes next, and until this sink writes again it
   * holds no memory. Does nothing while octets are pending.
   */
  reuse(): void {
    if (this.at !== this.#taken) return
    this.#reuses = true
    if (this.octets.length === SLAB_OCTETS) returnSlab(this.octets)
    this.octets = EMPTY
    this.#taken = 0
    this.at = 0
  }

  #renew(octets: number): void {
    const pending = this.at - this.#taken
    const usual = Math.min(SLAB_OCTETS, Math.max(LEAST_SLAB_OCTETS, this.#batchOctets * BATCHES_PER_SLAB))
    const wanted = (pending + octets) * 2
    const slab = this.#reuses && wanted <= SLAB_OCTETS ? claimSlab() : new Uint8Array(Math.max(usual, wanted))
    if (pending > 0) slab.set(this.octets.subarray(this.#taken, this.at))
    this.octets = slab
    this.#taken = 0
    this.at = pending
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
