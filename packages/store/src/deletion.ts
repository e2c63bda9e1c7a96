import type { MessageClass, PartState, SmscDefinition } from '@smpp-connect/contracts'
import type { RerouteCandidate } from './requests.ts'

/** What deleting an SMSC asks of the store, and what it is told. */

/** What is open at an SMSC. Counts are of parts. */
export interface SmscLoad {
  readonly queued: number
  readonly queuedByClass: Readonly<Record<MessageClass, number>>
  /** Of the queued ones, those of messages whose time has not come: counted up to `MOST_COUNTED`. */
  readonly scheduled: number
  /** Of the queued ones, those of messages whose SMSC the caller chose. */
  readonly fixed: number
  readonly sending: number
  readonly uncertain: number
  readonly held: number
  readonly submitted: number
  /** Whose they are, those with most first. */
  readonly owners: readonly { readonly owner: string; readonly parts: number }[]
}

/** Beyond that many, what is scheduled is not counted. */
export const MOST_COUNTED = 10_000

/** A message with a part that is queued or held, as whoever empties an SMSC needs it. */
export interface WaitingMessage extends RerouteCandidate {
  /** Chosen by the caller. */
  readonly smscFixed: boolean
  readonly parts: readonly WaitingPart[]
}
export interface WaitingPart {
  readonly number: number
  readonly state: PartState
  /** Whether an SMSC may have it: it was taken, or its answer was lost. */
  readonly mayHaveLeft: boolean
}

/** A definition and the routing rules, put in one step. */
export interface SmscWithRouting {
  readonly definition: SmscDefinition
  readonly expectedVersion: number
  readonly by: string
  readonly routing: unknown
  readonly expectedRoutingVersion: number
  readonly atMs: number
}
