import { RECEIPT_GRACE_MS } from '../port.ts'
import { expectMove, move } from './move.ts'
import type { PartChange, PartRow } from './rows.ts'

/** The part on its way to the Sender, with one more attempt. */
export function leasePart(part: PartRow): PartChange {
  const attempts = part.attempts + 1
  expectMove(part.state, 'sending')
  return {
    part: { ...part, state: 'sending', dueAtMs: 0, uncertainSinceMs: null, attempts },
    events: [{ kind: 'message.sending', detail: { attempt: attempts } }],
  }
}

/**
 * The part whose deadline has come. With us it is out of time: `expired`. What the SMSC has may get its receipt for another
 * day: its deadline moves on to then, and only then it is given up (`no-receipt`). The deadline stays where it is when a
 * part is submitted, because nearly all have their receipt before it comes.
 */
export function expirePart(part: PartRow, expiresAtMs: number, nowMs: number): PartChange {
  if (part.state !== 'submitted') return { part: { ...move(part, 'expired'), errorCode: 'expired' }, events: [] }
  const deadlineMs = expiresAtMs + RECEIPT_GRACE_MS
  if (deadlineMs > nowMs) return { part: { ...part, deadlineMs }, events: [] }
  return { part: { ...move(part, 'expired'), errorCode: 'no-receipt' }, events: [] }
}

/** The person wants nothing from us: it does not leave. */
export function blockPart(part: PartRow): PartChange {
  return { part: { ...move(part, 'blocked'), errorCode: 'opted-out' }, events: [] }
}

/** The answer was lost, or nobody is left to bring it. */
export function loseAnswer(part: PartRow, reason: string, atMs: number): PartChange {
  return {
    part: { ...move(part, 'uncertain'), uncertainSinceMs: atMs },
    events: [{ kind: 'message.uncertain', detail: { reason, attempt: part.attempts } }],
  }
}
