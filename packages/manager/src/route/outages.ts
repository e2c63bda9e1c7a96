import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Standing } from './route-question.ts'

/** For how long at most new messages still queue up behind what waits at an SMSC that is out. */
const MOST_CLEARING_MS = 60_000

/**
 * Since when an SMSC takes no submits. Times are monotonic milliseconds. An SMSC is
 *
 * - bound: it takes submits now.
 * - lost: it took some and does not now, since a moment; or Connect has just started, and it has not bound yet. What is
 *   its own waits for it.
 * - out: it was lost for as long as is waited for it, or has never been bound since it was defined or switched on (then
 *   nothing is its own yet). What waits there goes to others, and then so does what is new: `cleared` comes between, so
 *   that nothing new overtakes what waits. Left when it is bound again.
 */
export class Outages {
  /** Since when it is lost; null while it is bound. What is not here has never been bound. */
  readonly #lostAtMs = new Map<SmscId, number | null>()
  /** Those that are out and at which nothing waits any more that could go elsewhere. */
  readonly #cleared = new Set<SmscId>()

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
      this.#cleared.delete(id)
    }
  }

  /** Notes whether it takes submits. */
  note(id: SmscId, takes: boolean, nowMs: number): void {
    if (takes) {
      this.#lostAtMs.set(id, null)
      this.#cleared.delete(id)
    } else if (this.#lostAtMs.get(id) === null) this.#lostAtMs.set(id, nowMs)
  }

  /** All that waited there and could go elsewhere has gone. */
  cleared(id: SmscId): void {
    this.#cleared.add(id)
  }

  /** How they stand for what waits, when one that is lost for `patienceMs` is out. */
  forWaiting(nowMs: number, patienceMs: number): Standing {
    return {
      takes: (id) => this.#lostAtMs.get(id) === null,
      isOut: (id) => this.#lostForMs(id, nowMs) >= patienceMs,
    }
  }

  /** How they stand for what is new. */
  forNew(nowMs: number, patienceMs: number): Standing {
    const { takes, isOut } = this.forWaiting(nowMs, patienceMs)
    const isLeft = (id: SmscId): boolean =>
      this.#cleared.has(id) || this.#lostForMs(id, nowMs) >= patienceMs + MOST_CLEARING_MS
    return { takes, isOut: (id) => isOut(id) && isLeft(id) }
  }

  #lostForMs(id: SmscId, nowMs: number): number {
    const lostAtMs = this.#lostAtMs.get(id)
    if (lostAtMs === undefined) return Number.POSITIVE_INFINITY
    return lostAtMs === null ? -1 : nowMs - lostAtMs
  }
}
