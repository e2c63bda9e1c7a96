import type { PartRow } from './rows.ts'

/**
 * Messages of one class between the same two addresses keep their order.
 *
 * When a part is to be tried again later, what is queued behind it in its conversation and class waits as long. The
 * conversation remembers that in a mark: from which place in the queue on, and until when. It is set when a part is to
 * be tried again, looked at when a part is about to be leased (which then gets the mark's time as its own), and void once
 * that time has come. Several marks of one class are one: from the foremost place, until the latest time. A message that
 * is scheduled sets none: it is not late, and holds nobody up.
 */
export interface HoldBack {
  /** Parts behind this place wait. See `placeInQueue`. */
  readonly behind: number
  readonly untilMs: number
}

/** Parts are queued in the order of their messages, then of their numbers, of which there are at most 255. */
export function placeInQueue(part: Pick<PartRow, 'messageSeq' | 'number'>): number {
  return part.messageSeq * 256 + part.number
}

/** Until when a part waits for those before it; 0 when it does not. */
export function waitsUntilMs(mark: HoldBack | undefined, part: PartRow, nowMs: number): number {
  const isHeldBack = mark !== undefined && mark.untilMs > nowMs && placeInQueue(part) > mark.behind
  return isHeldBack ? mark.untilMs : 0
}

/** The mark when this part is to be tried again at that time. */
export function holdBackBehind(mark: HoldBack | undefined, part: PartRow, untilMs: number, nowMs: number): HoldBack {
  const behind = placeInQueue(part)
  if (mark === undefined || mark.untilMs <= nowMs) return { behind, untilMs }
  return { behind: Math.min(mark.behind, behind), untilMs: Math.max(mark.untilMs, untilMs) }
}
