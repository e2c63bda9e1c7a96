/** How one Sender stands. */
export interface SenderSight {
  /** Requests that may be unanswered over all binds. */
  readonly windowSum: number
  /** Parts that came and whose end is not durable. */
  readonly taken: number
  /** Of these, those that may go and have not. */
  readonly ready: number
  /** Of these, those that wait behind another message of their pair. */
  readonly behind: number
  /** Parts that the pace lets go soon; Infinity where there is none. */
  readonly ahead: number
}

/** Credit for a pace is granted in so many portions of what lies ahead: each costs the manager a durable write. */
const PORTIONS = 5

/**
 * How many parts the manager may have on their way at most: what is at the SMSC, and what may soon be. Never more than the
 * windows take, so that no more is ever in doubt; and with a slow pace much less, because what lies here can go no other
 * way and is in the way of what is urgent.
 */
export function creditTarget({ windowSum, taken, ready, behind, ahead }: SenderSight): number {
  const left = taken - ready - behind
  const soon = Math.max(1, ahead)
  // What waits for its pair takes no room from the others, up to as much again.
  return Math.min(windowSum, left + soon + Math.min(behind, soon))
}

/** The least that a grant is worth: with full windows every one counts, with a pace a portion of what lies ahead. */
export function leastGrant(target: number, { windowSum, ahead }: SenderSight): number {
  return target === windowSum ? 1 : Math.max(1, Math.floor(ahead / PORTIONS))
}
