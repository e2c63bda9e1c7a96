import type { SmscId } from '@smpp-connect/contracts'

/** Work waits, the link is up and there is room: then something must move within this time. */
export const STALL_AFTER_MS = 5_000

/** An SMSC at which nothing moves although something should. Wall-clock milliseconds. */
export interface Stall {
  readonly smscId: SmscId
  readonly sinceMs: number
  readonly why: string
}

/** How an SMSC stands when it is looked at. */
export interface LaneSight {
  readonly smscId: SmscId
  /** Bound for submits. */
  readonly isUp: boolean
  /** Parts that are queued and due. */
  readonly due: number
  /** Parts that the edge said it has room for. */
  readonly credit: number
  /** Counts everything that moved: leases that brought something, answers, and credit. */
  readonly moves: number
  /** That nothing is heard of the edge that is bound, in a sentence; undefined: that is not so. */
  readonly silence?: string | undefined
}

/**
 * Watches over the promise that no lane stands still: an SMSC that is bound and for which something is due has to move
 * within `STALL_AFTER_MS`. It says so when not; that is a bug of ours, an SMSC that answers nothing at all, or a link that
 * stalls, and each is better known at night than found in the morning. Time is monotonic.
 */
export class Watchdog {
  readonly #seen = new Map<SmscId, Seen>()

  /** Looks at one SMSC; returns why it is stalled when this look is the first to find that. */
  look(sight: LaneSight, nowMs: number): string | undefined {
    const { smscId, moves } = sight
    const before = this.#seen.get(smscId)
    if (!sight.isUp || sight.due === 0) {
      this.#seen.delete(smscId)
      return undefined
    }
    if (!before || before.moves !== moves) {
      this.#seen.set(smscId, { moves, sinceMs: nowMs, why: null })
      return undefined
    }
    if (before.why !== null || nowMs - before.sinceMs < STALL_AFTER_MS) return undefined
    const why = whyOf(sight)
    this.#seen.set(smscId, { ...before, why })
    return why
  }

  /** The SMSCs that are stalled. */
  stalls(nowMs: number, wallMs: number): readonly Stall[] {
    return [...this.#seen].flatMap(([smscId, { sinceMs, why }]) =>
      why === null ? [] : [{ smscId, sinceMs: Math.round(wallMs - (nowMs - sinceMs)), why }],
    )
  }
}

interface Seen {
  readonly moves: number
  readonly sinceMs: number
  /** Why it is stalled, once that was found. */
  readonly why: string | null
}

function whyOf({ due, credit, silence }: LaneSight): string {
  const waiting = due === 1 ? 'one part is due' : `${due} parts are due`
  if (silence !== undefined) return `${waiting}, and ${silence}`
  return credit > 0
    ? `${waiting} and the Sender has room for ${credit}, but nothing is leased`
    : `${waiting}, and the Sender has had no room: the SMSC answers nothing`
}
