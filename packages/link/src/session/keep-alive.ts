/** How often each side says that it is there. */
export const PING_EVERY_MS = 2_000
/** So long nothing may come, or our own number not come back, before the peer counts as gone. */
export const SILENCE_MS = 8_000
/** How often the two are looked at: a dead peer is found within 10 s. */
export const LOOK_EVERY_MS = 1_000

export type KeepAliveVerdict = 'alive' | 'silent' | 'unheard'

/**
 * Whether the peer is there, as a value that is told the time. Two things are watched, because a network can be cut in one
 * direction only: that something comes, and that what we say arrives. For the second each side numbers its pings and
 * tells the highest number that it has heard.
 *
 * - alive.
 * - silent: nothing has come for `SILENCE_MS`.
 * - unheard: what comes does not confirm the oldest of our pings for as long. This is also how a peer that no longer reads
 *   looks.
 *
 * Time in which our own process did not run counts for nothing: what came meanwhile has not been read yet.
 */
export class KeepAlive {
  #number = 0
  #heard = 0
  #confirmed = 0
  #lastCameMs: number
  /** When the oldest ping that is not confirmed was made; undefined if there is none. */
  #unconfirmedSinceMs: number | undefined
  /** When each unconfirmed ping was made, in order. */
  readonly #made: { readonly number: number; readonly atMs: number }[] = []
  #lastLookMs: number

  constructor(nowMs: number) {
    this.#lastCameMs = nowMs
    this.#lastLookMs = nowMs
  }

  /** The next ping to send. */
  ping(nowMs: number): { readonly number: number; readonly heard: number } {
    this.#number += 1
    this.#made.push({ number: this.#number, atMs: nowMs })
    this.#unconfirmedSinceMs ??= nowMs
    return { number: this.#number, heard: this.#heard }
  }

  /** Anything at all came. */
  came(nowMs: number): void {
    this.#lastCameMs = nowMs
  }

  /** A ping of the peer came. */
  pinged(number: number, heard: number): void {
    this.#heard = number
    // A number that was never said confirms nothing.
    if (heard > this.#number) return
    this.#confirmed = Math.max(this.#confirmed, heard)
    while (this.#made[0] && this.#made[0].number <= this.#confirmed) this.#made.shift()
    this.#unconfirmedSinceMs = this.#made[0]?.atMs
  }

  /** The number of the last ping that was made, and of the last that the peer has confirmed. */
  get number(): number {
    return this.#number
  }
  get confirmed(): number {
    return this.#confirmed
  }

  /** How long ago anything came. */
  quietMs(nowMs: number): number {
    return nowMs - this.#lastCameMs
  }

  /** How long nothing has come, or our oldest ping has not been confirmed, whichever is longer. */
  silentMs(nowMs: number): number {
    return Math.max(this.quietMs(nowMs), nowMs - (this.#unconfirmedSinceMs ?? nowMs))
  }

  look(nowMs: number): KeepAliveVerdict {
    const lostMs = nowMs - this.#lastLookMs - 2 * LOOK_EVERY_MS
    this.#lastLookMs = nowMs
    if (lostMs > 0) {
      this.#lastCameMs += lostMs
      if (this.#unconfirmedSinceMs !== undefined) this.#unconfirmedSinceMs += lostMs
      return 'alive'
    }
    if (nowMs - this.#lastCameMs >= SILENCE_MS) return 'silent'
    const sinceMs = this.#unconfirmedSinceMs
    return sinceMs !== undefined && nowMs - sinceMs >= SILENCE_MS ? 'unheard' : 'alive'
  }
}
