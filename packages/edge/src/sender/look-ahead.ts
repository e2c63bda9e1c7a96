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
 * So much of the windows lies here besides what fills them: what an answer makes room for leaves at once, and not after the
 * answer and the lease of the next are durable. Over a way of 50 ms that is worth a tenth of the rate.
 */
const IN_HAND = 1 / 4

/**
 * How many parts the manager may have on their way at most: what is at the SMSC, and what may soon be. Never more than the
 * windows take and a quarter, so that no more is ever in doubt; and with a slow pace much less, because what lies here can
 * go no other way and is in the way of what is urgent.
 */
export function creditTarget({ windowSum, taken, ready, behind, ahead }: SenderSight): number {
  const left = taken - ready - behind
  const soon = Math.max(1, ahead)
  // What waits for its pair takes no room from the others, up to as much again.
  return Math.min(mostInDoubt(windowSum), left + soon + Math.min(behind, soon))
}

/** The least that a grant is worth: where the windows are the limit every one counts, with a pace a portion of what lies ahead. */
export function leastGrant(target: number, { windowSum, ahead }: SenderSight): number {
  return target === mostInDoubt(windowSum) ? 1 : Math.max(1, Math.floor(ahead / PORTIONS))
}

/** How many parts of one SMSC are on their way at most, with windows of so many: what is in doubt after a crash. */
export function mostInDoubt(windowSum: number): number {
  return windowSum + Math.floor(windowSum * IN_HAND)
}
