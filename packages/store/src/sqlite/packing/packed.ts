/**
 * Rows on their way between threads: the fields of all of them one after the other in one array, and their octets in
 * one piece. Copying objects would copy the names of their fields with each, and every small array of octets costs as
 * much as a row.
 */
export interface Packed {
  readonly values: readonly unknown[]
  readonly octets: Uint8Array
}

/** Puts octets behind one another. */
export function joinOctets(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

/** Takes rows apart again, value by value, in the order in which they were put. */
export class Unpacker {
  readonly #packed: Packed
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

  octets(length: number): Uint8Array {
    this.#octet += length
    return this.#packed.octets.subarray(this.#octet - length, this.#octet)
  }
}
