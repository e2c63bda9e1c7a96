import { move } from './move.ts'
import type { PartChange, PartRow } from './rows.ts'

/** The part on its way to the Sender, with one more attempt. */
export function leasePart(part: PartRow, expiresAtMs: number): PartChange {
  const attempts = part.attempts + 1
  return {
    part: move(part, 'sending', expiresAtMs, { attempts }),
    events: [{ kind: 'message.sending', detail: { attempt: attempts } }],
  }
}

/** The part out of time: `expired` while it was with us, `no-receipt` when the SMSC had it. */
export function expirePart(part: PartRow, expiresAtMs: number): PartChange {
  const errorCode = part.state === 'submitted' ? 'no-receipt' : 'expired'
  return { part: move(part, 'expired', expiresAtMs, { errorCode }), events: [] }
}

/** The person wants nothing from us: it does not leave. */
export function blockPart(part: PartRow, expiresAtMs: number): PartChange {
  return { part: move(part, 'blocked', expiresAtMs, { errorCode: 'opted-out' }), events: [] }
}

/** The answer was lost, or nobody is left to bring it. */
export function loseAnswer(part: PartRow, reason: string, atMs: number, expiresAtMs: number): PartChange {
  return {
    part: move(part, 'uncertain', expiresAtMs, { uncertainSinceMs: atMs }),
    events: [{ kind: 'message.uncertain', detail: { reason, attempt: part.attempts } }],
  }
}
