/** The states of a message (3.4 section 5.2.28, 5.0 section 4.7.15). */
export type MessageState =
  | 'SCHEDULED'
  | 'ENROUTE'
  | 'DELIVERED'
  | 'EXPIRED'
  | 'DELETED'
  | 'UNDELIVERABLE'
  | 'ACCEPTED'
  | 'UNKNOWN'
  | 'REJECTED'
  | 'SKIPPED'

/** States by their number on the wire. */
export const MESSAGE_STATES: readonly MessageState[] = [
  'SCHEDULED',
  'ENROUTE',
  'DELIVERED',
  'EXPIRED',
  'DELETED',
  'UNDELIVERABLE',
  'ACCEPTED',
  'UNKNOWN',
  'REJECTED',
  'SKIPPED',
]

/** What receipts call the states: seven letters by the book (3.4 appendix B), and what is seen besides. */
const STATS: ReadonlyMap<string, MessageState> = new Map([
  ['DELIVRD', 'DELIVERED'],
  ['DELIVERED', 'DELIVERED'],
  ['EXPIRED', 'EXPIRED'],
  ['DELETED', 'DELETED'],
  ['UNDELIV', 'UNDELIVERABLE'],
  ['UNDELIVERABLE', 'UNDELIVERABLE'],
  ['FAILED', 'UNDELIVERABLE'],
  ['ACCEPTD', 'ACCEPTED'],
  ['ACCEPTED', 'ACCEPTED'],
  ['UNKNOWN', 'UNKNOWN'],
  ['REJECTD', 'REJECTED'],
  ['REJECTED', 'REJECTED'],
  ['DND_REJECTED', 'REJECTED'],
  ['ENROUTE', 'ENROUTE'],
  ['BUFFRED', 'ENROUTE'],
  ['BUFFERD', 'ENROUTE'],
  ['BUFFERED', 'ENROUTE'],
  ['ACKED', 'ENROUTE'],
  ['SCHEDULED', 'SCHEDULED'],
  ['SKIPPED', 'SKIPPED'],
])

const STAT_OF: Readonly<Record<MessageState, string>> = {
  SCHEDULED: 'SCHEDULED',
  ENROUTE: 'ENROUTE',
  DELIVERED: 'DELIVRD',
  EXPIRED: 'EXPIRED',
  DELETED: 'DELETED',
  UNDELIVERABLE: 'UNDELIV',
  ACCEPTED: 'ACCEPTD',
  UNKNOWN: 'UNKNOWN',
  REJECTED: 'REJECTD',
  SKIPPED: 'SKIPPED',
}

/** The state a number stands for; undefined outside 0 to 9. */
export function messageStateOf(value: number): MessageState | undefined {
  return MESSAGE_STATES[value]
}

/** The number of a state. */
export function messageStateValue(state: MessageState): number {
  return MESSAGE_STATES.indexOf(state)
}

/** The state that a receipt's `stat` stands for, in any case and spelling seen; undefined when nobody has said. */
export function messageStateOfStat(stat: string): MessageState | undefined {
  return STATS.get(stat) ?? STATS.get(stat.toUpperCase())
}

/** The `stat` of a receipt for a state. The specification has no seven letters for SCHEDULED and SKIPPED: the name it is. */
export function statOf(state: MessageState): string {
  return STAT_OF[state]
}

/**
 * Whether nothing follows a state. ACCEPTED is final by the book, but most who send ACCEPTD mean "taken by the operator"
 * and send another receipt later: not final here. UNKNOWN is neither by 5.0; it is reported when no more can be learnt.
 */
export function isFinalState(state: MessageState): boolean {
  return state !== 'SCHEDULED' && state !== 'ENROUTE' && state !== 'ACCEPTED'
}
