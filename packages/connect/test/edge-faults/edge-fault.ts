import type { Random } from '@smpp-connect/kernel'
import type { FaultSite } from './fault-site.ts'

/** `short`: as the tests do it. `full`: with the minutes and rounds that the promise speaks of. */
export type FaultScale = 'short' | 'full'

/** What to measure, in milliseconds. */
export type Measure =
  /** From the end of the fault, or from its beginning where something else takes over, until texts flow both ways. */
  | 'recovered'
  /** From the beginning until every bind stands with another edge. */
  | 'taken over'
  /** The longest time in which a bind was missing. */
  | 'without a bind'
  /** Until the other side is known to be gone. */
  | 'noticed'
  /** Until a changed definition is carried out at the edge, and confirmed. */
  | 'changed'
  /** From the signal until the manager takes texts again. */
  | 'no intake'

export interface Round {
  readonly site: FaultSite
  readonly scale: FaultScale
  readonly random: Random
  /** Which time it is, from 0. */
  readonly nth: number
  readonly measured: (measure: Measure, ms: number) => void
}

export interface EdgeFault {
  /** What is done, in a few words for a table. */
  readonly what: string
  /** The edges that are there; the first one begins as the holder of all binds. */
  readonly edges: readonly string[]
  /** Link losses, ends of processes and the like in one round, each of which may leave a window in doubt. */
  readonly losses: number
  /** Binds above the usual that the SMSC may see: those of a process that is frozen, and therefore not closed. */
  readonly extraBinds?: number
  /** How many binds the SMSC allows above the usual; no limit is set unless told, so that the ledger sees all of them. */
  readonly spareBinds?: number
  /**
   * What was said before it comes after it, STOPs too, and the time by which they are judged is that at which they came to the
   * edge, not that of their commit; or the link takes seconds for all that it carries.
   */
  readonly isLate?: boolean
  /** So long the SMSC reads nothing: what left in time is late in its ledger. */
  readonly unreadMs?: number
  /** Nothing is sent twice, though the policy would allow it: what was in doubt is settled in time. */
  readonly neverDoubles?: boolean
  /** One round: breaks something under load, mends it, and waits until all is well again. */
  readonly inject: (round: Round) => Promise<void>
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
