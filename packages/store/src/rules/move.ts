import { isFinal, mayFollow, type PartState } from '@smpp-connect/contracts/states'
import { invariant } from '@smpp-connect/kernel'
import type { PartRow } from './rows.ts'

/** Asking for a state that may not follow is a bug of the caller. */
export function expectMove(from: PartState, to: PartState): void {
  if (!mayFollow(from, to)) invariant(false, `a part that is ${from} may not become ${to}`)
}

/**
 * The part in another state, due at once and without doubt; a rule says what else there is to say. The rules of the steps
 * that every part takes write it out, for a row is large and each copy of it is one more to collect.
 */
export function move(part: PartRow, state: PartState): PartRow {
  expectMove(part.state, state)
  const deadlineMs = isFinal(state) ? null : part.deadlineMs
  return { ...part, state, dueAtMs: 0, uncertainSinceMs: null, deadlineMs }
}

/**
 * Whether an answer or a receipt may still tell what became of it: it is with the Sender, or its answer was lost (and
 * perhaps it is held for that reason). A part that is queued, or held before it was sent, waits for neither.
 */
export function awaitsAnswer(part: PartRow): boolean {
  return part.state === 'sending' || part.uncertainSinceMs !== null
}
