/** So few octets are copied sooner one by one than by asking the engine. */
const MOST_BY_HAND = 128
/** What is longer comes seldom. */
const LONGEST_KEPT_VIEW = 255

/**
 * Puts values behind one another into octets that grow as needed. Numbers are written in as few octets as they need (seven
 * bits each, the lowest first), because most are small.
 */
export class OctetWriter {
  #octets = Buffer.allocUnsafe(1024)
  #length = 0
  /** Views of what is written, by its length. */
  #views: Uint8Array[] = []

  get length(): number {
    return this.#length
  }

  /** Goes on from there: what was written after it is forgotten. */
  backTo(length: number): void {
    this.#length = length
  }

  octet(value: number): void {
    this.#reserve(1)
    this.#octets[this.#length++] = value
  }

  /** Changes an octet that was written. */
  setOctet(at: number, value: number): void {
    this.#octets[at] = value
  }

  /** A whole number from 0. */
  count(value: number): void {
    this.#reserve(8)
    let rest = value
    while (rest > 0x7fff_ffff) {
      this.#octets[this.#length++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest > 0x7f) {
      this.#octets[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#octets[this.#length++] = rest
  }

  /** A whole number, which may be below 0. */
  integer(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value)
  }

  double(value: number): void {
    this.#reserve(8)
    this.#octets.writeDoubleLE(value, this.#length)
    this.#length += 8
  }

  /** Its length, then its UTF-8. */
  text(value: string): void {
    const { length } = value
    this.#reserve(3 * length + 5)
    if (length < 128) {
      const start = this.#length + 1
      let at = start
      for (let index = 0; index < length; index++) {
        const unit = value.charCodeAt(index)
        if (unit > 0x7f) break
        this.#octets[at++] = unit
      }
      if (at - start === length) {
        this.#octets[start - 1] = length
        this.#length = at
        return
      }
    }
    const octets = Buffer.byteLength(value)
    this.count(octets)
    this.#length += this.#octets.write(value, this.#length)
  }

  /** As they are, without their length. */
  octets(value: Uint8Array): void {
    this.#reserve(value.length)
    this.#octets.set(value, this.#length)
    this.#length += value.length
  }

  /** What another has written from there on, up to an end. */
  from(other: OctetWriter, start: number, end = other.#length): void {
    const length = end - start
    this.#reserve(length)
    if (length > MOST_BY_HAND) {
      other.#octets.copy(this.#octets, this.#length, start, end)
      this.#length += length
    } else {
      for (let at = start; at < end; at++) this.#octets[this.#length++] = other.#octets[at] as number
    }
  }

  /** A copy of what was written. */
  slice(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.#octets, 0, this.#length)
  }

  /**
   * What was written, in the memory where it lies: good until more is. There are few lengths, and a view costs as much as
   * writing what it shows: it is made once for each.
   */
  view(): Uint8Array {
    const length = this.#length
    if (length > LONGEST_KEPT_VIEW) return this.#octets.subarray(0, length)
    const known = this.#views[length]
    if (known) return known
    const view = this.#octets.subarray(0, length)
    this.#views[length] = view
    return view
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#octets.length) return
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#octets.length, this.#length + more))
    larger.set(this.#octets.subarray(0, this.#length))
    this.#octets = larger
    this.#views = []
  }
}
