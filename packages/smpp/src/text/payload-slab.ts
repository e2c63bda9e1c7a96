/** Some forty payloads. Larger slabs save little, and what keeps one payload keeps its slab. */
const SLAB_OCTETS = 4_096

/**
 * Where payloads are written, one behind the other: an array of octets of its own costs more than all else about a short
 * text. What is taken is a view that is never written again, and belongs to the taker.
 */
class PayloadSlab {
  octets = new Uint8Array(0)
  /** Where the next payload begins. */
  at = 0

  /** Makes sure that so many octets are free from `at` on. `octets` and `at` may change. */
  reserve(count: number): void {
    if (this.at + count <= this.octets.length) return
    this.octets = new Uint8Array(Math.max(count, SLAB_OCTETS))
    this.at = 0
  }

  /** What was written from `at` to `end`. */
  take(end: number): Uint8Array {
    const taken = new Uint8Array(this.octets.buffer, this.at, end - this.at)
    this.at = end
    return taken
  }
}

export const slab: PayloadSlab = new PayloadSlab()
