/** Takes apart what an `OctetWriter` put together, in the same order. */
export class OctetReader {
  readonly #octets: Buffer
  #at = 0

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
  }

  get isEmpty(): boolean {
    return this.#at >= this.#octets.length
  }

  octet(): number {
    return this.#octets[this.#at++] as number
  }

  count(): number {
    let value = 0
    for (let weight = 1; ; weight *= 128) {
      const octet = this.#octets[this.#at++] as number
      if (octet < 0x80) return value + octet * weight
      if (octet === undefined) throw new Error('the octets end within a number')
      value += (octet & 0x7f) * weight
    }
  }

  integer(): number {
    const folded = this.count()
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }

  double(): number {
    this.#at += 8
    return this.#octets.readDoubleLE(this.#at - 8)
  }

  text(): string {
    const length = this.count()
    this.#at += length
    return this.#octets.toString('utf8', this.#at - length, this.#at)
  }

  /** So many octets: a copy of them, which outlives what they were read from. */
  octets(length: number): Uint8Array {
    this.#at += length
    return Uint8Array.prototype.slice.call(this.#octets, this.#at - length, this.#at)
  }

  rest(): Uint8Array {
    return this.octets(this.#octets.length - this.#at)
  }
}
