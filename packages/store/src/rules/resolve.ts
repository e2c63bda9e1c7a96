import { mayFollow } from '@smpp-connect/contracts/states'
import type { ResolveRequest } from '../port.ts'
import { move } from './move.ts'
import type { MessageHead, PartChange, PartRow } from './rows.ts'

const RESOLVABLE: readonly string[] = ['queued', 'uncertain', 'held']

/**
 * How a decision (by policy, or by a person) changes the part; undefined when it may not. What is with the Sender is not
 * ours to decide, and what is at the SMSC only ends where the SMSC cancelled it. A part that may have left is marked as
 * perhaps sent twice when it is queued again, also when it was held in between.
 */
export function applyResolve(part: PartRow, request: ResolveRequest, head: MessageHead): PartChange | undefined {
  const { to, reason, atMs } = request
  const { sendAtMs } = head
  const isResolvable = RESOLVABLE.includes(part.state) || (part.state === 'submitted' && request.bySmsc === true)
  if (!isResolvable || !mayFollow(part.state, to)) return undefined
  switch (to) {
    case 'queued':
      return {
        part: {
          ...move(part, 'queued'),
          mayBeDuplicate: part.mayBeDuplicate || part.uncertainSinceMs !== null,
          dueAtMs: sendAtMs !== null && sendAtMs > atMs ? sendAtMs : 0,
        },
        events: [{ kind: part.state === 'uncertain' ? 'message.resent' : 'message.released', detail: { reason } }],
      }
    case 'held':
      return {
        part: { ...move(part, 'held'), uncertainSinceMs: part.uncertainSinceMs },
        events: [{ kind: 'message.held', detail: { reason } }],
      }
    case 'uncertain-closed':
      return { part: { ...move(part, to), errorCode: 'uncertain-closed' }, events: [] }
    case 'cancelled':
      return { part: { ...move(part, to), errorCode: request.errorCode ?? null }, events: [] }
  }
}
