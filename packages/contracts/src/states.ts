/**
 * Life of an outbound part, in prose.
 *
 * - `queued`: stored, waiting for its turn at its SMSC. Entered when the message is accepted, when an SMSC refused it
 *   with a retryable status, or when an uncertain part is resent. Left by a lease (`sending`) or to a final state.
 * - `sending`: the intent to send is durable and the part is with the Sender. Left by the answer (`submitted`,
 *   `queued` for a retry, `rejected`, `failed`), by a receipt that came before the answer, or, when the link broke with
 *   the bytes already gone, to `uncertain`; parts that never left the socket's buffer go back to `queued`.
 * - `uncertain`: it left the socket and its answer never came. Left when a late answer or a receipt resolves it, or by
 *   the policy of its traffic: `queued` again (resend), `held`, or `uncertain-closed` (fail).
 * - `held`: waits for a person. Left when the person releases it (`queued`) or closes it (`cancelled`).
 * - `submitted`: the SMSC answered OK and gave its message id. Left by the receipt.
 * - The rest are final, and never left: `delivered`, `undelivered`, `expired`, `rejected` (by the SMSC's answer or
 *   receipt), `failed` (by us: attempts used up), `cancelled`, `blocked` (opt-out), `uncertain-closed`.
 */
export const PART_STATES = [
  'queued',
  'sending',
  'uncertain',
  'held',
  'submitted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'failed',
  'cancelled',
  'blocked',
  'uncertain-closed',
] as const
export type PartState = (typeof PART_STATES)[number]

export const FINAL_STATES = [
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'failed',
  'cancelled',
  'blocked',
  'uncertain-closed',
] as const satisfies readonly PartState[]
export type FinalState = (typeof FINAL_STATES)[number]

/** A whole outbound message is in one of its parts' states, or `accepted` while no part has been sent; inbound ones are `received`. */
export const MESSAGE_STATES = ['accepted', 'received', ...PART_STATES.filter((state) => state !== 'queued')] as const
export type MessageState = 'accepted' | 'received' | Exclude<PartState, 'queued'>

const NEXT: Readonly<Record<PartState, readonly PartState[]>> = {
  queued: ['sending', 'held', 'expired', 'cancelled', 'blocked', 'failed'],
  sending: [
    'queued',
    'submitted',
    'uncertain',
    'held',
    'rejected',
    'failed',
    'expired',
    'blocked',
    'delivered',
    'undelivered',
  ],
  uncertain: [
    'queued',
    'submitted',
    'held',
    'delivered',
    'undelivered',
    'expired',
    'rejected',
    'cancelled',
    'uncertain-closed',
  ],
  held: ['queued', 'submitted', 'cancelled', 'expired', 'delivered', 'undelivered', 'rejected', 'uncertain-closed'],
  submitted: ['delivered', 'undelivered', 'expired', 'rejected', 'cancelled'],
  delivered: [],
  undelivered: [],
  expired: [],
  rejected: [],
  failed: [],
  cancelled: [],
  blocked: [],
  'uncertain-closed': [],
}

/** Whether a part may go from one state to another. A final state never changes (PROMISE I7). */
export function mayFollow(from: PartState, to: PartState): boolean {
  return NEXT[from].includes(to)
}

export function isFinal(state: PartState | MessageState): state is FinalState {
  return (FINAL_STATES as readonly string[]).includes(state)
}

/** From the one that most wants attention to the one that least does: the first that any part is in is the message's. */
const OPEN_BY_WEIGHT = ['held', 'uncertain', 'sending', 'queued', 'submitted'] as const satisfies readonly PartState[]
const FINAL_BY_WEIGHT: readonly FinalState[] = [
  'rejected',
  'failed',
  'undelivered',
  'expired',
  'blocked',
  'cancelled',
  'uncertain-closed',
  'delivered',
]

/**
 * The state of a whole outbound message from the states of its parts (at least one). While a part is open the message
 * is; it is final when all are, and `delivered` only when all are: a text of which a part is missing has not arrived.
 */
export function rollUp(parts: readonly PartState[]): MessageState {
  const open = OPEN_BY_WEIGHT.find((state) => parts.includes(state))
  if (open === 'queued') return parts.every((state) => state === 'queued') ? 'accepted' : 'sending'
  if (open) return open
  return FINAL_BY_WEIGHT.find((state) => parts.includes(state)) ?? 'accepted'
}
