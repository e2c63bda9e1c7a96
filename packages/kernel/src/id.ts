import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Makes identifiers that sort by time: a prefix, `_`, ten characters of milliseconds and sixteen of randomness
 * (Crockford's base 32, lower case). Within one millisecond the random part counts up, so that ids made by one
 * process never run backwards, even when the wall clock does.
 */
export class IdSource {
  readonly #clock: Clock
  readonly #random: Random
  #lastMs = 0
  readonly #tail = new Uint8Array(16)

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** A new id such as `msg_01jv5w0d3k8q6r2m4n7p9s1t3v`. */
  next<Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` {
    const nowMs = this.#clock.nowMs()
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs
      const fresh = this.#random.octets(16)
      for (let i = 0; i < 16; i++) this.#tail[i] = (fresh[i] ?? 0) & 31
    } else {
      this.#countUp()
    }
    let time = ''
    let rest = this.#lastMs
    for (let i = 0; i < 10; i++) {
      time = ALPHABET.charAt(rest % 32) + time
      rest = Math.floor(rest / 32)
    }
    let tail = ''
    for (const digit of this.#tail) tail += ALPHABET.charAt(digit)
    return `${prefix}_${time}${tail}`
  }

  #countUp(): void {
    for (let i = 15; i >= 0; i--) {
      const digit = this.#tail[i] ?? 0
      if (digit < 31) {
        this.#tail[i] = digit + 1
        return
      }
      this.#tail[i] = 0
    }
    // All 80 bits wrapped within one millisecond: borrow the next one.
    this.#lastMs += 1
  }
}
