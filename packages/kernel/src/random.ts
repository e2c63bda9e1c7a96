import { randomBytes } from 'node:crypto'

/** Where chance comes from, so that a run can be repeated from one seed. */
export interface Random {
  /** A number in [0, 1). For jitter and sampling, never for secrets. */
  fraction(): number
  /** `length` random octets. From `systemRandom` they are fit for secrets. */
  octets(length: number): Uint8Array
}

/** The machine's randomness; `octets` is cryptographically strong. */
export const systemRandom: Random = {
  fraction: () => Math.random(),
  octets: (length) => randomBytes(length),
}

/** Repeatable randomness for tests and simulations (mulberry32); never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  return {
    fraction,
    octets: (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256)),
  }
}
