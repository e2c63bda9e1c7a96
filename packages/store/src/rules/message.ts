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
  const state = stateOf(verdicts)
  const final = isFinal(state)
  const reason = final && state !== 'delivered' ? reasonOf(verdicts, state) : null
  return {
    ...head,
    state,
    mayBeDuplicate: head.mayBeDuplicate || changed.mayBeDuplicate,
    errorCode: reason,
    updatedAtMs: atMs,
    finalAtMs: final ? (head.finalAtMs ?? atMs) : null,
  }
}

/** Most messages have one part, and are in its state. */
function stateOf(verdicts: readonly PartVerdict[]): MessageState {
  const [only] = verdicts
  if (only && verdicts.length === 1) return only.state === 'queued' ? 'accepted' : only.state
  return rollUp(verdicts.map(({ state }) => state))
}

function reasonOf(verdicts: readonly PartVerdict[], state: MessageState): string | null {
  return verdicts.find((verdict) => verdict.state === state && verdict.errorCode !== null)?.errorCode ?? null
}
