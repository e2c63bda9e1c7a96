import { Alarm, type Waker } from './alarm.ts'
import { KeepAlive, type KeepAliveAction } from './keep-alive.ts'
import type { SessionTimers } from './timers.ts'

const never = Number.POSITIVE_INFINITY

/**
 * The timers of a session but for the response timer, as one value (3.4 section 7.2, 5.0 section 2.7).
 *
 * - Session-init: from the connection to the bind's answer.
 * - Keep-alive and inactivity: from then on, until unbind goes out or comes.
 * - Unbind: from unbind on; it alone counts then.
 *
 * One alarm wakes the session for all of them, and for what its request lane waits for.
 */
export class SessionDeadlines {
  readonly #alarm: Alarm
  readonly #keepAlive: KeepAlive
  #timers: SessionTimers
  #initDueAtMs: number
  #unbindDueAtMs = never
  #watching = false

  constructor(timers: SessionTimers, nowMs: number, waker: Waker) {
    this.#alarm = new Alarm(waker)
    this.#keepAlive = new KeepAlive(timers, nowMs)
    this.#timers = timers
    this.#initDueAtMs = timers.sessionInitTimeoutMs > 0 ? nowMs + timers.sessionInitTimeoutMs : never
  }

  get timers(): SessionTimers {
    return this.#timers
  }

  updateTimers(timers: SessionTimers): void {
    this.#timers = timers
    this.#keepAlive.updateTimers(timers)
  }

  /** PDUs came. */
  heard(nowMs: number): void {
    this.#keepAlive.heard(nowMs)
  }

  /** Something other than enquire_link passed, in either direction. */
  worked(nowMs: number): void {
    this.#keepAlive.worked(nowMs)
  }

  /** The session is bound. */
  bound(nowMs: number): void {
    this.#initDueAtMs = never
    this.#keepAlive.heard(nowMs)
    this.#keepAlive.worked(nowMs)
    this.#watching = true
  }

  /** Unbind went out, or came while answers are awaited: the peer has until the unbind timer runs out. */
  unbinding(nowMs: number): void {
    this.#watching = false
    this.#unbindDueAtMs = Math.min(this.#unbindDueAtMs, nowMs + this.#timers.unbindTimeoutMs)
  }

  /** Asks to be woken when something is due; `laneDueAtMs` is when the request lane has something to do. */
  arm(laneDueAtMs: number): void {
    const dueAtMs = Math.min(laneDueAtMs, this.#initDueAtMs, this.#unbindDueAtMs)
    this.#alarm.set(this.#watching ? Math.min(dueAtMs, this.#keepAlive.dueAtMs()) : dueAtMs)
  }

  /** Asks to be woken for the request lane; what else is due was asked for before. */
  armFor(laneDueAtMs: number): void {
    this.#alarm.set(laneDueAtMs)
  }

  /** The time asked for has come. False: too late to be believed; the alarm rings again in a moment. */
  ring(nowMs: number): boolean {
    return this.#alarm.ring(nowMs)
  }

  /** Whether the unbind timer has run out. */
  unbindOver(nowMs: number): boolean {
    return nowMs >= this.#unbindDueAtMs
  }

  /** What else is due. An `enquire` counts as sent. */
  check(nowMs: number): KeepAliveAction | 'not_bound' {
    if (nowMs >= this.#initDueAtMs) return 'not_bound'
    if (!this.#watching) return 'none'
    const action = this.#keepAlive.check(nowMs)
    if (action === 'enquire') this.#keepAlive.asked(nowMs)
    return action
  }
}
