import { OctetWriter } from '../octets/octet-writer.ts'

/**
 * Rows on their way between threads: the fields of all of them one after the other in one array, their octets and the
 * small numbers among them in one piece. Copying objects would copy the names of their fields with each, and every small
 * array of octets costs as much as a row. The fewer values, the less is put together, copied and made anew.
 */
export interface Packed {
  readonly values: readonly unknown[]
  readonly octets: Uint8Array
}

/** How a value follows that is not where it is mostly. */
const [AS_IS, AS_BEFORE] = [0, 1] as const
const LARGEST_SMALL = 0x7fff_fffe

/** Puts rows together, value by value. */
export class Packer {
  readonly #values: unknown[] = []
  readonly #octets = new OctetWriter()
  /** What was put in each place of a row before. */
  readonly #before: unknown[] = []

  put(value: unknown): void {
    this.#values.push(value)
  }

  /** A value that is mostly a small whole number, from 0, which takes an octet or two then. */
  putSmall(value: unknown): void {
    if (typeof value === 'number' && (value | 0) === value && value >= 0 && value <= LARGEST_SMALL) {
      this.#octets.count(value + 1)
      return
    }
    this.#octets.octet(AS_IS)
    this.#values.push(value)
  }

  /** A value that is mostly the same in one row as in the one before, where it then takes an octet. */
  putAgain(place: number, value: unknown): void {
    this.putLike(this.#before[place], value)
    this.#before[place] = value
  }

  /** A value that is mostly the same as one that both sides have already, and takes an octet then. */
  putLike(known: unknown, value: unknown): void {
    if (value === known) {
      this.#octets.octet(AS_BEFORE)
      return
    }
    this.#octets.octet(AS_IS)
    this.#values.push(value)
  }

  /** Octets, with their length. */
  octets(octets: Uint8Array): void {
    this.#octets.count(octets.length)
    this.#octets.octets(octets)
  }

  packed(): Packed {
    return { values: this.#values, octets: this.#octets.slice() }
  }
}

/** Takes rows apart again, in the order in which they were put together. */
export class Unpacker {
  readonly #values: readonly unknown[]
  readonly #octets: Uint8Array
  readonly #before: unknown[] = []
  #value = 0
  #octet = 0

  constructor({ values, octets }: Packed) {
    this.#values = values
    this.#octets = octets
  }

  get isEmpty(): boolean {
    return this.#value >= this.#values.length && this.#octet >= this.#octets.length
  }

  /** The next value. What it is follows from its place: both sides are the same code. */
  take<Value>(): Value {
    return this.#values[this.#value++] as Value
  }

  takeSmall<Value>(): Value {
    const count = this.#count()
    return count === AS_IS ? this.take() : ((count - 1) as Value)
  }

  takeAgain<Value>(place: number): Value {
    const value = this.takeLike(this.#before[place] as Value)
    this.#before[place] = value
    return value
  }

  takeLike<Value>(known: Value): Value {
    return this.#octets[this.#octet++] === AS_BEFORE ? known : this.take()
  }

  octets(): Uint8Array {
    const length = this.#count()
    this.#octet += length
    return this.#octets.subarray(this.#octet - length, this.#octet)
  }

  /** As `OctetWriter.count` writes it. */
  #count(): number {
    let value = 0
    for (let bits = 0; ; bits += 7) {
      const octet = this.#octets[this.#octet++]
      if (octet === undefined) throw new Error('the octets end within a number')
      value |= (octet & 0x7f) << bits
      if (octet < 0x80) return value
    }
  }
}
