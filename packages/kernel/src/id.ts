import type { Clock } from './clock.ts'
import type { Random } from './random.ts'

const DIGITS = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz')
const TIME_DIGITS = 10
const TAIL_DIGITS = 16
/** Five digits of base 32: what a shift can take out of a whole number of 32 bits. */
const HALF = 32 ** 5

/**
 * Makes identifiers that sort by time: a prefix, `_`, ten characters of milliseconds and sixteen of randomness
 * (Crockford's base 32, lower case). Within one millisecond the random part counts up, so that ids made by one
 * process never run backwards, even when the wall clock does.
 */
export class IdSource {
  readonly #clock: Clock
  readonly #random: Random
  #lastMs = 0
  readonly #tail = new Uint8Array(TAIL_DIGITS)
  /** The last id; the next one with its prefix is written over it. */
  #written = Buffer.alloc(0)
  #prefix: string | undefined

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** A new id such as `msg_01jv5w0d3k8q6r2m4n7p9s1t3v`. */
  next<Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` {
    const nowMs = this.#clock.nowMs()
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs
      const fresh = this.#random.octets(TAIL_DIGITS)
      for (let i = 0; i < TAIL_DIGITS; i++) this.#tail[i] = (fresh[i] ?? 0) & 31
    } else {
      this.#countUp()
    }
    if (prefix !== this.#prefix) {
      this.#prefix = prefix
      this.#written = Buffer.from(`${prefix}_${'0'.repeat(TIME_DIGITS + TAIL_DIGITS)}`)
    }
    const written = this.#written
    const begin = written.length - TAIL_DIGITS
    writeDigits(written, begin - 5, this.#lastMs % HALF)
    writeDigits(written, begin - TIME_DIGITS, Math.floor(this.#lastMs / HALF))
    for (let i = 0; i < TAIL_DIGITS; i++) written[begin + i] = DIGITS[this.#tail[i] ?? 0] ?? 0
    return written.toString('latin1') as `${Prefix}_${string}`
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

/** Writes the last five digits of a number. */
function writeDigits(to: Buffer, at: number, value: number): void {
  for (let i = 0; i < 5; i++) to[at + i] = DIGITS[(value >>> (20 - 5 * i)) & 31] ?? 0
}
