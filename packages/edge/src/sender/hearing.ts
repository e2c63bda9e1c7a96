import type { Clock, Log, Timer } from '@smpp-connect/kernel'

export interface HearingParts {
  /** Asks the manager; true when it has replied, and all that it had said before has been carried out here. */
  readonly ask: () => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}

/** What there is of the edge that submits. */
export interface Hearer {
  /** Whether there are parts that came and have not ended. */
  readonly isBusy: boolean
  /** Submits may begin again. */
  goOn(): void
  /** Gives back the parts that have not left. */
  giveBack(reason: string): void
}

/** How it stands between an edge and what its manager says. */
export interface HearingFigures {
  /** How long the manager has not been heard though there was something to submit; 0: submits go on. */
  readonly unheardMs: number
  /** How long that was in all, since this process started. */
  readonly pausedMs: number
}

/** How often the manager is asked while there is anything on its way. */
const ASK_MS = 200
/** How old the newest question that has a reply may be, unless the link itself takes longer. */
const FRESH_MS = 700
/** What the round trip leaves of that, at the least: the next reply may be one question late. */
const SLACK_MS = 2 * ASK_MS
/** After so long, and a round trip, what waits goes back: its time may be over soon, and the manager watches that. */
const PATIENCE_MS = 500
/** Of so many round trips the least is that of the link. They do not overlap: one stall spoils one of them. */
const ROUND_TRIPS = 3

/**
 * Whether this edge has heard everything that its manager committed until just now, so that nothing leaves for somebody who
 * has opted out. That frames arrive proves nothing: they may have been on their way for seconds. That the manager replies to
 * a question does, because it replies behind all that it has said: what was committed before the question is known here.
 * Ages are those of questions, by the clocks of this machine alone, both of them: the monotonic one stands still while some
 * machines are suspended.
 *
 * - quiet: nothing is on its way, and nobody asks, but three times when a link begins. Left when a Sender wants to submit.
 * - heard: the newest question that has a reply is young enough. Submits begin; the manager is asked again and again.
 * - unheard: it is not. Submits wait; left with the next reply that is young enough, a round trip after silence. What waits
 *   for long is given back.
 *
 * Young enough is 0.7 s, or the round trip and two questions where that is more: a satellite in the link makes the limit
 * wider and does not stop the texts.
 */
export class Hearing {
  readonly #parts: HearingParts
  #edge: Hearer | undefined
  /** Runs while anything is on its way. */
  #timer: Timer | undefined
  /** When the newest question was asked that has a reply, by both clocks. */
  #heardOfMs = Number.NEGATIVE_INFINITY
  #heardOfWallMs = Number.NEGATIVE_INFINITY
  #roundTrips: readonly number[] = []
  /** Replies to questions from then on make the next round trip. */
  #measuresFromMs = Number.NEGATIVE_INFINITY
  #linkMs = 0
  #unheardSinceMs: number | undefined
  #giveBackAtMs = Number.POSITIVE_INFINITY
  #pausedMs = 0
  #hasGivenBack = false

  constructor(parts: HearingParts) {
    this.#parts = parts
  }

  /** Once, before the edge takes anything. */
  join(edge: Hearer): void {
    this.#edge = edge
  }

  get figures(): HearingFigures {
    const sinceMs = this.#unheardSinceMs
    const unheardMs = sinceMs === undefined ? 0 : this.#parts.clock.monotonicMs() - sinceMs
    return { unheardMs, pausedMs: this.#pausedMs + unheardMs }
  }

  /** A link begins: how long its way is gets known before there is anything to submit. */
  async linked(): Promise<void> {
    for (let trip = 0; trip < ROUND_TRIPS; trip++) if (!(await this.#ask(this.#parts.clock.monotonicMs()))) return
  }

  /** Whether a submit may begin now (monotonic). If not, `goOn` is called when it may. */
  maySubmit(nowMs: number): boolean {
    if (this.#timer === undefined) this.#askAgain(nowMs)
    if (this.#isFresh(nowMs)) return true
    if (this.#unheardSinceMs === undefined) {
      this.#unheardSinceMs = nowMs
      this.#giveBackAtMs = nowMs + PATIENCE_MS + this.#linkMs
    }
    return false
  }

  #isFresh(nowMs: number): boolean {
    const limitMs = Math.max(FRESH_MS, this.#linkMs + SLACK_MS)
    return nowMs - this.#heardOfMs < limitMs && this.#parts.clock.nowMs() - this.#heardOfWallMs < limitMs
  }

  #askAgain(nowMs: number): void {
    this.#ask(nowMs)
    this.#timer = this.#parts.clock.after(ASK_MS, () => this.#look())
  }

  async #ask(nowMs: number): Promise<boolean> {
    const wallMs = this.#parts.clock.nowMs()
    const isHeard = await this.#parts.ask()
    if (isHeard) this.#heard(nowMs, wallMs)
    return isHeard
  }

  #look(): void {
    this.#timer = undefined
    const nowMs = this.#parts.clock.monotonicMs()
    if (!this.#edge?.isBusy) {
      this.#endPause(nowMs)
      return
    }
    this.#askAgain(nowMs)
    if (nowMs < this.#giveBackAtMs) return
    this.#giveBackAtMs = nowMs + PATIENCE_MS + this.#linkMs
    const reason = 'the manager is not heard'
    if (!this.#hasGivenBack) this.#parts.log.warn('submits pause', { reason })
    this.#hasGivenBack = true
    this.#edge.giveBack(reason)
  }

  /** A question that was asked then has its reply. */
  #heard(askedAtMs: number, askedAtWallMs: number): void {
    const nowMs = this.#parts.clock.monotonicMs()
    this.#heardOfMs = Math.max(this.#heardOfMs, askedAtMs)
    this.#heardOfWallMs = askedAtWallMs
    if (askedAtMs >= this.#measuresFromMs) {
      this.#measuresFromMs = nowMs
      this.#roundTrips = [...this.#roundTrips, nowMs - askedAtMs].slice(-ROUND_TRIPS)
      if (this.#roundTrips.length === ROUND_TRIPS) this.#linkMs = Math.min(...this.#roundTrips)
    }
    if (this.#unheardSinceMs === undefined || !this.#isFresh(nowMs)) return
    this.#endPause(nowMs)
    this.#edge?.goOn()
  }

  #endPause(nowMs: number): void {
    if (this.#unheardSinceMs === undefined) return
    this.#pausedMs += nowMs - this.#unheardSinceMs
    this.#unheardSinceMs = undefined
    this.#giveBackAtMs = Number.POSITIVE_INFINITY
    if (this.#hasGivenBack) this.#parts.log.info('submits go on')
    this.#hasGivenBack = false
  }
}
