import { isFinal, mayFollow, type PartState } from '@smpp-connect/contracts/states'
import { invariant } from '@smpp-connect/kernel'
import { RECEIPT_GRACE_MS } from '../port.ts'
import type { PartRow } from './rows.ts'

/** The part in another state. Asking for one that may not follow is a bug of the caller. */
export function move(part: PartRow, state: PartState, expiresAtMs: number, fields: Partial<PartRow> = {}): PartRow {
  invariant(mayFollow(part.state, state), `a part that is ${part.state} may not become ${state}`)
  return {
    ...part,
    dueAtMs: 0,
    uncertainSinceMs: null,
    ...fields,
    state,
    deadlineMs: deadlineOf(part, state, expiresAtMs),
  }
}

/**
 * When a part in this state runs out of time: at the end of its validity while it is with us, a day later while its
 * receipt may still come. What is being sent keeps its deadline, and `expire` passes it over: its answer decides.
 */
function deadlineOf(part: PartRow, state: PartState, expiresAtMs: number): number | null {
  if (isFinal(state)) return null
  if (state === 'sending') return part.deadlineMs
  return state === 'submitted' ? expiresAtMs + RECEIPT_GRACE_MS : expiresAtMs
}

/**
 * Whether an answer or a receipt may still tell what became of it: it is with the Sender, or its answer was lost (and
 * perhaps it is held for that reason). A part that is queued, or held before it was sent, waits for neither.
 */
export function awaitsAnswer(part: PartRow): boolean {
  return part.state === 'sending' || part.uncertainSinceMs !== null
}
