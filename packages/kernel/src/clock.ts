/** A timer that can be cancelled; cancelling twice, or after it fired, does nothing. */
export interface Timer {
  cancel(): void
}

/**
 * Where time comes from. Rules never read the machine's clock themselves: they are handed one of these, so that a
 * whole world can run on virtual time.
 */
export interface Clock {
  /** Wall-clock time, milliseconds since the Unix epoch. May jump; only for what people read and for dates in PDUs. */
  nowMs(): number
  /** Monotonic time in milliseconds, from an arbitrary origin. For every interval, time-out and lease. */
  monotonicMs(): number
  /** Runs `fire` once, `delayMs` from now (at least 0). The timer does not keep the process alive on its own. */
  after(delayMs: number, fire: () => void): Timer
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, fire) {
    const handle = setTimeout(fire, Math.max(0, Math.min(delayMs, 0x7fffffff)))
    handle.unref()
    return { cancel: () => clearTimeout(handle) }
  },
}
