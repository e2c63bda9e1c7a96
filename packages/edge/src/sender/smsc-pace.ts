import type { SmscDefinition } from '@smpp-connect/contracts'
import { Pacer, statusInfo } from '@smpp-connect/smpp'
import { RateControl } from './rate-control.ts'

export type PaceSettings = Pick<SmscDefinition, 'perSecond' | 'burst'>

/** The SMSC asked for less. */
export interface Slowed {
  /** Parts a second. */
  readonly to: number
  /** Why, in a sentence. */
  readonly reason: string
}

/** While the rate grows, what waits for it is looked at this often. */
const LOOK_AGAIN_MS = 200

/**
 * How fast parts leave for one SMSC, over all its binds: the pace of the definition, or less while the SMSC asks for less.
 * Pure: time is passed in, monotonic.
 */
export class SmscPace {
  readonly #control: RateControl
  readonly #pacer: Pacer
  #burst: number
  #reason = ''

  constructor(settings: PaceSettings, nowMs: number) {
    this.#control = new RateControl(limitOf(settings))
    this.#burst = settings.burst
    this.#pacer = new Pacer(this.#pace(), nowMs)
  }

  /** Parts a second, Infinity for no limit. */
  get perSecond(): number {
    return this.#control.perSecond
  }

  /** Undefined: the SMSC did not ask for less. */
  slowed(nowMs: number): Slowed | undefined {
    const { perSecond } = this.#control
    if (!this.#control.isSlowed(nowMs) || perSecond === Number.POSITIVE_INFINITY) return undefined
    return { to: Number(perSecond.toPrecision(3)), reason: this.#reason }
  }

  update(settings: PaceSettings, nowMs: number): void {
    this.#burst = settings.burst
    this.#control.setLimit(limitOf(settings))
    this.#pacer.update(this.#pace(), nowMs)
  }

  setRoundTrip(roundTripMs: number): void {
    this.#control.setRoundTrip(roundTripMs)
  }

  /** How many may leave within `ms`. */
  within(ms: number, nowMs: number): number {
    return this.#pacer.within(ms, nowMs)
  }

  /** Whether one may leave now; then it counts as left. */
  take(nowMs: number): boolean {
    return this.#pacer.take(nowMs)
  }

  /** When to look again for what waits. */
  lookAgainAtMs(nowMs: number): number {
    const readyAtMs = this.#pacer.readyAtMs(nowMs)
    return this.#control.isSlowed(nowMs) ? Math.min(readyAtMs, nowMs + LOOK_AGAIN_MS) : readyAtMs
  }

  /** Time has passed; `waited`: something waited for the pace. */
  tick(waited: boolean, nowMs: number): void {
    if (this.#control.tick(waited, nowMs)) this.#pacer.update(this.#pace(), nowMs)
  }

  /**
   * The SMSC took a request; `unanswered` were with it. Returns whether others leave more slowly from now on.
   */
  answered(sentAtMs: number, nowMs: number, unanswered: number, congestion: number | undefined): boolean {
    const before = this.#control.perSecond
    this.#control.answered(sentAtMs, nowMs, unanswered, congestion)
    if (this.#control.perSecond >= before) return false
    this.#slow('it says that it is congested', nowMs)
    return true
  }

  /** The SMSC refused a request because it is too much. Returns whether others leave more slowly from now on. */
  throttled(status: number, sentAtMs: number, nowMs: number, unanswered: number): boolean {
    const before = this.#control.perSecond
    this.#control.throttled(sentAtMs, nowMs, unanswered)
    if (this.#control.perSecond >= before) return false
    this.#slow(`it answered ${statusInfo(status).name}`, nowMs)
    return true
  }

  #slow(why: string, nowMs: number): void {
    this.#pacer.update(this.#pace(), nowMs)
    this.#reason = `The SMSC takes less than its definition allows (${why}): Connect sends more slowly until it takes more.`
  }

  #pace(): { readonly perSecond: number; readonly burst: number } | undefined {
    const { perSecond } = this.#control
    return perSecond === Number.POSITIVE_INFINITY ? undefined : { perSecond, burst: this.#burst }
  }
}

function limitOf({ perSecond }: PaceSettings): number {
  return perSecond ?? Number.POSITIVE_INFINITY
}
