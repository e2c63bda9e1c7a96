import { type SmscDefinition, statusAction } from '@smpp-connect/contracts'
import { Pacer, type RequestOutcome, statusInfo } from '@smpp-connect/smpp'
import { RateControl } from './rate-control.ts'

export type PaceSettings = Pick<SmscDefinition, 'perSecond' | 'burst' | 'statusRules'>

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
  #settings: PaceSettings
  #reason = ''

  constructor(settings: PaceSettings, nowMs: number) {
    this.#control = new RateControl(limitOf(settings))
    this.#settings = settings
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
    this.#settings = settings
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
   * A request ended that had been sent then, while `unanswered` were with the SMSC. Returns whether others leave more
   * slowly from now on.
   */
  heard(result: RequestOutcome, sentAtMs: number, unanswered: number, nowMs: number): boolean {
    const before = this.#control.perSecond
    if (result.kind === 'answered') {
      this.#control.answered(sentAtMs, nowMs, unanswered, result.response.tlvs.congestionState)
      if (this.#control.perSecond < before) this.#slow('it says that it is congested', nowMs)
    } else if (result.kind === 'refused') {
      const status = statusInfo(result.status)
      if (statusAction(status, this.#settings.statusRules) !== 'slow-down') return false
      this.#control.throttled(sentAtMs, nowMs, unanswered)
      if (this.#control.perSecond < before) this.#slow(`it answered ${status.name}`, nowMs)
    }
    return this.#control.perSecond < before
  }

  #slow(why: string, nowMs: number): void {
    this.#pacer.update(this.#pace(), nowMs)
    this.#reason = `The SMSC takes less than its definition allows (${why}): Connect sends more slowly until it takes more.`
  }

  #pace(): { readonly perSecond: number; readonly burst: number } | undefined {
    const { perSecond } = this.#control
    return perSecond === Number.POSITIVE_INFINITY ? undefined : { perSecond, burst: this.#settings.burst }
  }
}

function limitOf({ perSecond }: PaceSettings): number {
  return perSecond ?? Number.POSITIVE_INFINITY
}
