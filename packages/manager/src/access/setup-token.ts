import { timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '@smpp-connect/kernel'
import { digest, newSecret } from './secret.ts'

const LIFETIME_MS = 60 * 60_000

/** The single-use token of the first run. Only its hash is kept, in memory only: a restart makes a new one. */
export class SetupToken {
  readonly #clock: Clock
  readonly #random: Random
  #current: { readonly hash: string; readonly untilMs: number } | undefined

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** A new token; the one before is void. */
  issue(): string {
    const token = newSecret(this.#random)
    this.#current = { hash: digest(token), untilMs: this.#clock.monotonicMs() + LIFETIME_MS }
    return token
  }

  fits(token: string): boolean {
    if (this.#current === undefined || this.#clock.monotonicMs() >= this.#current.untilMs) return false
    return timingSafeEqual(Buffer.from(digest(token)), Buffer.from(this.#current.hash))
  }

  burn(): void {
    this.#current = undefined
  }
}
