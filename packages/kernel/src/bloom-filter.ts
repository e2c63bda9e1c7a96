/**
 * Remembers which numbers were added, in a few bits each: of one that was added it always says that it may have been, and of one that
 * was not nearly always that it was not (B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970). With
 * `BITS_FOR_EACH` bits for each it is wrong of one number in 20, and of fewer while it is not full.
 */
export class BloomFilter {
  readonly #words: Int32Array
  readonly #shift: number

  /** `bits`: how many there are to be, a power of two from 64 to 2 ** 32. */
  constructor(bits: number) {
    this.#words = new Int32Array(bits / 32)
    this.#shift = 32 - Math.log2(bits / 32)
  }

  /** `number`: a whole number of 32 bits, such as a `numberer` gives: with its bits in no order. */
  add(number: number): void {
    const place = number >>> this.#shift
    this.#words[place] = (this.#words[place] as number) | bitsOf(number)
  }

  mayHave(number: number): boolean {
    const bits = bitsOf(number)
    return ((this.#words[number >>> this.#shift] as number) & bits) === bits
  }
}

/** With so many a filter is of use. */
export const BITS_FOR_EACH = 8

/** Three of the 32 of one word, so that a question costs one look at memory. */
function bitsOf(number: number): number {
  const mixed = Math.imul(number, 0x9e37_79b1)
  return (1 << (mixed >>> 27)) | (1 << ((mixed >>> 22) & 31)) | (1 << ((mixed >>> 17) & 31))
}
