/** Slots at first; a power of two, as always. */
const FIRST_SLOTS = 1 << 10
/** Stands for "all of our addresses"; no address holds it. */
const ALL = 1
const ONE = 2

/**
 * Which pairs of person and sender address may have an opt-out, as 64-bit hashes in one array: 17 MB for a million of
 * them, a fraction of a microsecond for a look-up. It may say yes where there is none (by equal hashes, or because the
 * opt-out was withdrawn since), never no where there is one; so a yes is confirmed with the store.
 */
export class OptOutIndex {
  readonly #seed: number
  /** The two halves of a hash in each slot, zeros in an empty one; open addressing. Half of the slots at most are full. */
  #slots = new Int32Array(FIRST_SLOTS * 2)
  #size = 0

  /** With a seed that nobody knows, nobody can choose numbers that collide. */
  constructor(seed: number) {
    this.#seed = seed | 0
  }

  /** How many it holds. */
  get size(): number {
    return this.#size
  }

  /** What it takes in memory. */
  get octets(): number {
    return this.#slots.byteLength
  }

  /** Canonical addresses; `ours` null for all of them. */
  add(person: string, ours: string | null): void {
    if (this.#size * 4 >= this.#slots.length) this.#grow()
    const high = hashOf(person, ours, FIRST_FACTOR, this.#seed)
    const low = hashOf(person, ours, SECOND_FACTOR, this.#seed)
    if (put(this.#slots, high, low)) this.#size += 1
  }

  /** Whether the person may have opted out of texts from this address, or from all. */
  mayHold(person: string, ours: string): boolean {
    return this.#has(person, null) || this.#has(person, ours)
  }

  #has(person: string, ours: string | null): boolean {
    const high = hashOf(person, ours, FIRST_FACTOR, this.#seed)
    const low = hashOf(person, ours, SECOND_FACTOR, this.#seed)
    return this.#slots[placeOf(this.#slots, high, low)] !== 0
  }

  #grow(): void {
    const before = this.#slots
    const larger = new Int32Array(before.length * 2)
    for (let at = 0; at < before.length; at += 2) {
      if (before[at] !== 0) put(larger, before[at] as number, before[at + 1] as number)
    }
    this.#slots = larger
  }
}

const FIRST_FACTOR = 2654435761
const SECOND_FACTOR = 1597334677

/** 32 bits of a hash, never 0 (multiply and mix, as murmur does). Names are compared without case, as conversations are. */
function hashOf(person: string, ours: string | null, factor: number, seed: number): number {
  let hash = seed ^ factor
  for (let index = 0; index < person.length; index++) hash = Math.imul(hash ^ person.charCodeAt(index), factor)
  hash = Math.imul(hash ^ (ours === null ? ALL : ONE), factor)
  if (ours !== null) {
    for (let index = 0; index < ours.length; index++) {
      const code = ours.charCodeAt(index)
      hash = Math.imul(hash ^ (code >= 0x41 && code <= 0x5a ? code + 0x20 : code), factor)
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash ^= hash >>> 16
  return hash === 0 ? 1 : hash
}

/** Where this hash stands, or where it would. */
function placeOf(slots: Int32Array, high: number, low: number): number {
  const mask = slots.length - 2
  let at = (low << 1) & mask
  while (slots[at] !== 0 && (slots[at] !== high || slots[at + 1] !== low)) at = (at + 2) & mask
  return at
}

/** Whether it was not there yet. */
function put(slots: Int32Array, high: number, low: number): boolean {
  const at = placeOf(slots, high, low)
  if (slots[at] !== 0) return false
  slots[at] = high
  slots[at + 1] = low
  return true
}
