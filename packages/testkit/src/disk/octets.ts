/** Octets that grow, as those of a file do: what lies between the old end and a later write is zero. */
export class Octets {
  #buffer = Buffer.alloc(4096)
  #length = 0

  get length(): number {
    return this.#length
  }

  put(data: Uint8Array, offset: number): void {
    const end = offset + data.length
    if (end > this.#length) this.resize(end)
    this.#buffer.set(data, offset)
  }

  resize(length: number): void {
    if (length > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#buffer.length))
      this.#buffer.copy(larger, 0, 0, this.#length)
      this.#buffer = larger
    } else if (length < this.#length) this.#buffer.fill(0, length, this.#length)
    this.#length = length
  }

  copy(): Octets {
    const copy = new Octets()
    copy.resize(this.#length)
    copy.put(this.view(), 0)
    return copy
  }

  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length)
  }
}
