import { performance } from 'node:perf_hooks'

/** A timer that can be cancelled; cancelling twice, or after it fired, does nothing. */
export interface ClockTimer {
  cancel(): void
}

/**
 * Where a session gets its time from. Hand in another one and a whole world of clients and servers runs on virtual
 * time. Has the same shape as the clock of `@smpp-connect/kernel`, so either can be used for the other.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since the Unix epoch; only for what people read. */
  nowMs(): number
  /** Monotonic time in milliseconds from an arbitrary origin; every timer of a session counts on it. */
  monotonicMs(): number
  /** Runs `fire` once, `delayMs` from now. The timer does not keep the process alive. */
  after(delayMs: number, fire: () => void): ClockTimer
}

class MachineTimer implements ClockTimer {
  readonly #handle: NodeJS.Timeout

  constructor(handle: NodeJS.Timeout) {
    this.#handle = handle
  }

  cancel(): void {
    clearTimeout(this.#handle)
  }
}

/** The machine's own clock. */
export const machineClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, fire) {
    const handle = setTimeout(fire, Math.max(0, Math.min(delayMs, 0x7fff_ffff)))
    handle.unref()
    return new MachineTimer(handle)
  },
}
