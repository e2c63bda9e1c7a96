import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Standing } from './route-question.ts'

/** For how long at most what is new still queues up behind what waits at an SMSC that is out. */
const MOST_CLEARING_MS = 60_000

/**
 * Since when an SMSC takes no submits. Times are monotonic milliseconds. An SMSC is
 *
 * - bound: it takes submits now.
 * - lost: it took some and does not now, since a moment; or Connect has just started, and it has not bound yet. What is
 *   its own waits for it.
 * - out: it was lost for as long as is waited for it, or has never been bound since it was defined or switched on (then
 *   nothing is its own yet). What waits there goes to others (`clearing`), and when it has gone (`cleared`) so does what
 *   is new: it does not overtake. Left when it is bound again.
 */
export class Outages {
  /** Since when it is lost; null while it is bound. What is not here has never been bound. */
  readonly #lostAtMs = new Map<SmscId, number | null>()
  /** Of those that are out: since when what waits there is being given to others; null when that is done. */
  readonly #clearingSinceMs = new Map<SmscId, number | null>()

  /** At start: those that are enabled get the time to bind. */
  begin(definitions: readonly SmscDefinition[], nowMs: number): void {
    for (const { id, enabled } of definitions) if (enabled) this.#lostAtMs.set(id, nowMs)
  }

  /** Forgets those that were deleted or switched off: when they come back, they begin anew. */
  defined(definitions: readonly SmscDefinition[]): void {
    const enabled = new Set(definitions.filter((definition) => definition.enabled).map(({ id }) => id))
    for (const id of this.#lostAtMs.keys()) {
      if (enabled.has(id)) continue
      this.#lostAtMs.delete(id)
      this.#clearingSinceMs.delete(id)
    }
  }

  /** Notes whether it takes submits. */
  note(id: SmscId, takes: boolean, nowMs: number): void {
    if (takes) {
      this.#lostAtMs.set(id, null)
      this.#clearingSinceMs.delete(id)
    } else if (this.#lostAtMs.get(id) === null) this.#lostAtMs.set(id, nowMs)
  }

  /** What waits there is being given to others. */
  clearing(id: SmscId, nowMs: number): void {
    this.#clearingSinceMs.set(id, nowMs)
  }

  /** All that waited there and could go elsewhere has gone. */
  cleared(id: SmscId): void {
    this.#clearingSinceMs.set(id, null)
  }

  /** There is nobody to give it to. */
  keeping(id: SmscId): void {
    this.#clearingSinceMs.delete(id)
  }

  /** How they stand for what waits, when one that is lost for `patienceMs` is out. */
  forWaiting(nowMs: number, patienceMs: number): Standing {
    return new Moment(this, nowMs, patienceMs, false)
  }

  /** How they stand for what is new. */
  forNew(nowMs: number, patienceMs: number): Standing {
    return new Moment(this, nowMs, patienceMs, true)
  }

  isBound(id: SmscId): boolean {
    return this.#lostAtMs.get(id) === null
  }

  /** What is new leaves it alone: nothing is its own yet, or all of that has gone elsewhere, or will take too long. */
  isLeft(id: SmscId, nowMs: number): boolean {
    if (!this.#lostAtMs.has(id)) return true
    const sinceMs = this.#clearingSinceMs.get(id)
    return sinceMs === null || (sinceMs !== undefined && nowMs - sinceMs >= MOST_CLEARING_MS)
  }

  /** Negative while it is bound. */
  lostForMs(id: SmscId, nowMs: number): number {
    const lostAtMs = this.#lostAtMs.get(id)
    if (lostAtMs === undefined) return Number.POSITIVE_INFINITY
    return lostAtMs === null ? -1 : nowMs - lostAtMs
  }
}

/** How they stand at one moment. */
class Moment implements Standing {
  readonly #outages: Outages
  readonly #nowMs: number
  readonly #patienceMs: number
  readonly #forNew: boolean

  constructor(outages: Outages, nowMs: number, patienceMs: number, forNew: boolean) {
    this.#outages = outages
    this.#nowMs = nowMs
    this.#patienceMs = patienceMs
    this.#forNew = forNew
  }

  takes(id: SmscId): boolean {
    return this.#outages.isBound(id)
  }

  isOut(id: SmscId): boolean {
    const isOut = this.#outages.lostForMs(id, this.#nowMs) >= this.#patienceMs
    return isOut && (!this.#forNew || this.#outages.isLeft(id, this.#nowMs))
  }
}
