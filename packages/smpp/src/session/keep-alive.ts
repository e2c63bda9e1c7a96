import type { SessionTimers } from './timers.ts'

/** What the keep-alive wants now. */
export type KeepAliveAction = 'none' | 'enquire' | 'dead' | 'inactive'

/**
 * The enquire_link and inactivity timers as a value (3.4 section 7.2, 5.0 section 2.7). Silence is what counts: only a
 * whole PDU from the peer proves that the link lives, so a link that only swallows what we send is asked as well, and
 * a peer that sends one octet a second is not taken for alive.
 */
export class KeepAlive {
  #timers: SessionTimers
  #heardAtMs: number
  #workedAtMs: number
  #askedAtMs: number | undefined

  constructor(timers: SessionTimers, nowMs: number) {
    this.#timers = timers
    this.#heardAtMs = nowMs
    this.#workedAtMs = nowMs
  }

  updateTimers(timers: SessionTimers): void {
    this.#timers = timers
  }

  /** PDUs came. */
  heard(nowMs: number): void {
    this.#heardAtMs = nowMs
    this.#askedAtMs = undefined
  }

  /** Something other than enquire_link passed, in either direction. */
  worked(nowMs: number): void {
    this.#workedAtMs = nowMs
  }

  /** An enquire_link was sent. */
  asked(nowMs: number): void {
    this.#askedAtMs = nowMs
  }

  /** What is due. */
  check(nowMs: number): KeepAliveAction {
    const { enquireLinkIntervalMs, enquireLinkTimeoutMs, inactivityTimeoutMs } = this.#timers
    if (this.#askedAtMs !== undefined) {
      if (enquireLinkTimeoutMs > 0 && nowMs - this.#askedAtMs >= enquireLinkTimeoutMs) return 'dead'
    } else if (enquireLinkIntervalMs > 0 && nowMs - this.#heardAtMs >= enquireLinkIntervalMs) return 'enquire'
    return inactivityTimeoutMs > 0 && nowMs - this.#workedAtMs >= inactivityTimeoutMs ? 'inactive' : 'none'
  }

  /** When `check` can first say something else than `none`. */
  dueAtMs(): number {
    const { enquireLinkIntervalMs, enquireLinkTimeoutMs, inactivityTimeoutMs } = this.#timers
    let dueAtMs = Number.POSITIVE_INFINITY
    if (this.#askedAtMs !== undefined) {
      if (enquireLinkTimeoutMs > 0) dueAtMs = this.#askedAtMs + enquireLinkTimeoutMs
    } else if (enquireLinkIntervalMs > 0) dueAtMs = this.#heardAtMs + enquireLinkIntervalMs
    return inactivityTimeoutMs > 0 ? Math.min(dueAtMs, this.#workedAtMs + inactivityTimeoutMs) : dueAtMs
  }
}
