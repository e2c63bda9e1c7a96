import { randomInt } from 'node:crypto'

/**
 * Values by strings that are new each time: ids and addresses that came from another thread, out of SQLite or over a
 * socket. A `Map` has the engine look up each such string among all the strings that it knows, and copy it to them, to be
 * able to compare by identity; that is most of what such a lookup costs. Here strings are compared letter by letter, those
 * few that have the same number.
 *
 * The number is hashed from the letters and a seed, so that an SMSC, which chooses its message ids, cannot choose many
 * with the same. Where the same string object comes again and again, a `Map` is as good.
 */
export class StringIndex<Value> {
  readonly #numberOf: (key: string) => number
  /** Chains of entries, each in the place that the last bits of its number say; there are as many as a power of two. */
  #chains: (Entry<Value> | undefined)[] = new Array(FEWEST_CHAINS).fill(undefined)
  #size = 0

  /** `numberOf`: a whole number of 32 bits for each string, always the same for the same. */
  constructor(numberOf = numberer(randomInt(2 ** 32))) {
    this.#numberOf = numberOf
  }

  get size(): number {
    return this.#size
  }

  get(key: string): Value | undefined {
    const number = this.#numberOf(key)
    for (let entry = this.#chains[number & (this.#chains.length - 1)]; entry; entry = entry.next) {
      if (entry.number === number && entry.key === key) return entry.value
    }
    return undefined
  }

  /** Returns the value that it had before. */
  set(key: string, value: Value): Value | undefined {
    const number = this.#numberOf(key)
    const place = number & (this.#chains.length - 1)
    const first = this.#chains[place]
    for (let entry = first; entry; entry = entry.next) {
      if (entry.number !== number || entry.key !== key) continue
      const before = entry.value
      entry.value = value
      return before
    }
    this.#chains[place] = { key, number, value, next: first }
    this.#size += 1
    if (this.#size > this.#chains.length) this.#spread()
    return undefined
  }

  /** In no order. */
  *values(): Generator<Value> {
    for (const first of this.#chains) for (let entry = first; entry; entry = entry.next) yield entry.value
  }

  delete(key: string): void {
    const number = this.#numberOf(key)
    const place = number & (this.#chains.length - 1)
    let before: Entry<Value> | undefined
    for (let entry = this.#chains[place]; entry; entry = entry.next) {
      if (entry.number === number && entry.key === key) {
        if (before) before.next = entry.next
        else this.#chains[place] = entry.next
        this.#size -= 1
        return
      }
      before = entry
    }
  }

  clear(): void {
    if (this.#size === 0) return
    this.#chains.fill(undefined)
    this.#size = 0
  }

  /** Twice as many chains, so that one has no more than an entry or two. */
  #spread(): void {
    const chains: (Entry<Value> | undefined)[] = new Array(2 * this.#chains.length).fill(undefined)
    for (const first of this.#chains) {
      for (let entry = first; entry; ) {
        const { next } = entry
        const place = entry.number & (chains.length - 1)
        entry.next = chains[place]
        chains[place] = entry
        entry = next
      }
    }
    this.#chains = chains
  }
}

interface Entry<Value> {
  readonly key: string
  readonly number: number
  value: Value
  next: Entry<Value> | undefined
}

const FEWEST_CHAINS = 16

/** Odd, and with its bits in no order: that of MurmurHash2 (Austin Appleby, in the public domain). */
const FACTOR = 0x5bd1_e995

/** Numbers for strings: two letters at a time, for each step costs as much. */
export function numberer(seed: number): (key: string) => number {
  return (key) => {
    const { length } = key
    let number = seed ^ length
    for (let at = 1; at < length; at += 2) {
      number = mix(number, key.charCodeAt(at - 1) | (key.charCodeAt(at) << 16))
    }
    return length % 2 === 0 ? number : mix(number, key.charCodeAt(length - 1))
  }
}

function mix(number: number, letters: number): number {
  const mixed = Math.imul(number ^ letters, FACTOR)
  return mixed ^ (mixed >>> 15)
}
