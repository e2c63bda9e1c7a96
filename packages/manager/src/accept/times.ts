import { type Outcome, ok, refuse, type SendMessage } from '@smpp-connect/contracts'

/** How far ahead a message may be scheduled. */
export const MOST_AHEAD_MS = 400 * 86_400_000
/** A time that has just passed is no mistake of the caller's: clocks differ. */
const CLOCK_SKEW_MS = 60_000

export interface MessageTimes {
  /** Not to be sent before; null for at once. */
  readonly sendAtMs: number | null
  readonly expiresAtMs: number
}

/** When a message is to be sent, and until when that is worth it. */
export function timesOf(message: SendMessage, usualValidityMs: number, nowMs: number): Outcome<MessageTimes> {
  const { validitySeconds } = message
  const sendAtMs = message.sendAt === undefined ? null : Date.parse(message.sendAt)
  if (sendAtMs !== null && sendAtMs < nowMs - CLOCK_SKEW_MS) return unfit('sendAt', 'it has passed')
  if (sendAtMs !== null && sendAtMs > nowMs + MOST_AHEAD_MS) return unfit('sendAt', 'it is more than 400 days ahead')
  const begins = Math.max(sendAtMs ?? nowMs, nowMs)
  const scheduled = sendAtMs !== null && sendAtMs > nowMs ? sendAtMs : null
  if (message.expiresAt === undefined) {
    const validityMs = validitySeconds === undefined ? usualValidityMs : validitySeconds * 1_000
    return ok({ sendAtMs: scheduled, expiresAtMs: begins + validityMs })
  }
  if (validitySeconds !== undefined) return unfit('expiresAt', 'validitySeconds is given too; give one of the two')
  const expiresAtMs = Date.parse(message.expiresAt)
  if (expiresAtMs <= begins) return unfit('expiresAt', sendAtMs === null ? 'it has passed' : 'it is not after sendAt')
  if (expiresAtMs > begins + MOST_AHEAD_MS) return unfit('expiresAt', 'it is more than 400 days ahead')
  return ok({ sendAtMs: scheduled, expiresAtMs })
}

function unfit(field: 'sendAt' | 'expiresAt', why: string): Outcome<never> {
  return refuse('time-invalid', `${field}: ${why}`, [{ pointer: `/${field}`, detail: why }])
}
