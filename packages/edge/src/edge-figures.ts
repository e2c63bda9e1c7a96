import type { BindStatus, BindType, SmscId } from '@smpp-connect/contracts'
import type { BindResult } from './binds/bind-counts.ts'
import type { InboundCount } from './receiver/inbound-counts.ts'
import type { SenderFigures } from './sender/sender.ts'

/** How an edge stands with one SMSC, for people and for what watches the process. No secret, number or text is in it. */
export interface SmscFigures {
  readonly smscId: SmscId
  readonly name: string
  /** Version of its definition, as it is carried out. */
  readonly version: number
  /** The binds that this edge is to hold, whether they are there or not. */
  readonly binds: readonly BindFigures[]
  /** What came of binding, by the name of the bind. */
  readonly bindCounts: ReadonlyMap<string, ReadonlyMap<BindResult, number>>
  readonly sender: SenderFigures
  readonly inbound: InboundCount
}

export interface BindFigures {
  /** Its type and number, `transmitter-1` say. */
  readonly name: string
  readonly status: BindStatus
  /** Wall clock; null where it has not begun. */
  readonly sinceMs: number | null
  /** Why it is so, in a sentence; empty when there is nothing to say. */
  readonly reason: string
  /** How long answers to submits took lately, the median; null before there was one. */
  readonly roundTripMs: number | null
}

/** The name of a bind among those of its SMSC. */
export function bindName(bindType: BindType, number: number): string {
  return `${bindType}-${number}`
}
