/**
 * Rows on their way between threads: the fields of all of them one after the other in one array, and their octets in
 * one piece. Copying objects would copy the names of their fields with each, and every small array of octets costs as
 * much as a row.
 */
export interface Packed {
  readonly values: readonly unknown[]
  readonly octets: Uint8Array
}

/** Puts rows together, value by value. */
export class Packer {
  readonly #values: unknown[] = []
  readonly #pieces: Uint8Array[] = []
  /** What was put in each place of a row before. */
  readonly #before: unknown[] = []

  put(value: unknown): void {
    this.#values.push(value)
  }

  /** A value that is mostly the same in one row as in the one before, where it then takes next to nothing. */
  putAgain(place: number, value: unknown): void {
    if (value === this.#before[place] && value !== undefined) {
      this.#values.push(undefined)
      return
    }
    this.#before[place] = value
    this.#values.push(value)
  }

  /** Octets, with their length. */
  octets(octets: Uint8Array): void {
    this.#values.push(octets.length)
    this.#pieces.push(octets)
  }

  packed(): Packed {
    const octets = new Uint8Array(this.#pieces.reduce((total, piece) => total + piece.length, 0))
    let at = 0
    for (const piece of this.#pieces) {
      octets.set(piece, at)
      at += piece.length
    }
    return { values: this.#values, octets }
  }
}

/** Takes rows apart again, in the order in which they were put together. */
export class Unpacker {
  readonly #packed: Packed
  readonly #before: unknown[] = []
  #value = 0
  #octet = 0

  constructor(packed: Packed) {
    this.#packed = packed
  }

  get isEmpty(): boolean {
    return this.#value >= this.#packed.values.length
  }

  /** The next value. What it is follows from its place: both sides are the same code. */
  take<Value>(): Value {
    return this.#packed.values[this.#value++] as Value
  }

  takeAgain<Value>(place: number): Value {
    const value = this.#packed.values[this.#value++]
    if (value === undefined) return this.#before[place] as Value
    this.#before[place] = value
    return value as Value
  }

  octets(): Uint8Array {
    const length = this.take<number>()
    this.#octet += length
    return this.#packed.octets.subarray(this.#octet - length, this.#octet)
  }
}
