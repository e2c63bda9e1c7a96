import { isFinal, type MessageState, type PartState, rollUp } from '@smpp-connect/contracts/states'
import type { MessageHead, PartRow } from './rows.ts'

/** What of each part decides about the whole, in the order of their numbers. */
export interface PartVerdict {
  readonly state: PartState
  readonly errorCode: string | null
}

/**
 * The message after one of its parts changed. Its error code is that of the first part that ended as the whole did:
 * the reason a person is given must be one for the state that is shown.
 */
export function rollUpHead(
  head: MessageHead,
  changed: PartRow,
  verdicts: readonly PartVerdict[],
  atMs: number,
): MessageHead {
  const state = rollUp(verdicts.map((verdict) => verdict.state))
  const reason = isFinal(state) && state !== 'delivered' ? reasonOf(verdicts, state) : null
  return headIn(state, reason, head, changed, atMs)
}

/** The same of a message that has this part only, as most have: it is in its state. */
export function rollUpOnly(head: MessageHead, part: PartRow, atMs: number): MessageHead {
  const state = part.state === 'queued' ? 'accepted' : part.state
  const reason = isFinal(state) && state !== 'delivered' ? part.errorCode : null
  return headIn(state, reason, head, part, atMs)
}

function headIn(
  state: MessageState,
  reason: string | null,
  head: MessageHead,
  changed: PartRow,
  atMs: number,
): MessageHead {
  return {
    ...head,
    state,
    mayBeDuplicate: head.mayBeDuplicate || changed.mayBeDuplicate,
    errorCode: reason,
    updatedAtMs: atMs,
    finalAtMs: isFinal(state) ? (head.finalAtMs ?? atMs) : null,
  }
}

function reasonOf(verdicts: readonly PartVerdict[], state: MessageState): string | null {
  return verdicts.find((verdict) => verdict.state === state && verdict.errorCode !== null)?.errorCode ?? null
}
