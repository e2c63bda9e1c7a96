/** A tick that comes later than this was held up by a blocked process. */
const lateTickMs = 250

/** Who wakes a session. */
export interface Waker {
  /** Replaces what was asked before. */
  wakeAt(atMs: number): void
}

/**
 * The one timer of a session, as a value. Asks to be woken only when something is due earlier than what was asked
 * before; whoever is woken too early just asks again, so traffic costs no timer.
 */
export class Alarm {
  readonly #waker: Waker
  #askedAtMs = Number.POSITIVE_INFINITY
  #heldUp = false

  constructor(waker: Waker) {
    this.#waker = waker
  }

  /** Something is due at that time; Infinity: nothing is. */
  set(dueAtMs: number): void {
    if (dueAtMs >= this.#askedAtMs) return
    this.#askedAtMs = dueAtMs
    this.#waker.wakeAt(dueAtMs)
  }

  /**
   * The time asked for has come. False: much too late, so the process was blocked, and what the peer sent meanwhile lies
   * in the kernel unread; it is read first, and the alarm rings again a moment later.
   */
  ring(nowMs: number): boolean {
    const late = nowMs - this.#askedAtMs >= lateTickMs && !this.#heldUp
    this.#askedAtMs = Number.POSITIVE_INFINITY
    this.#heldUp = late
    if (late) this.set(nowMs + 1)
    return !late
  }
}
