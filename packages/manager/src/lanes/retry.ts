import { statusInfo } from '@smpp-connect/smpp/status'

/** What to do about a status that the SMSC answered a submit with. */
export type RetryVerdict =
  | { readonly kind: 'retry'; readonly afterMs: number; readonly slowLink: boolean }
  | { readonly kind: 'final'; readonly state: 'rejected' | 'failed'; readonly errorCode: string }

/** A temporary refusal is tried again this often; throttling is the link's trouble and does not count so quickly. */
export const MOST_ATTEMPTS = 12
const MOST_THROTTLED_ATTEMPTS = 1000
const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 300_000
const FIRST_THROTTLE_DELAY_MS = 1_000
const LONGEST_THROTTLE_DELAY_MS = 15_000

/**
 * Judges a refusal: permanent ones end the part, temporary ones come again after a delay that doubles, and throttling
 * (ESME_RTHROTTLED, ESME_RMSGQFUL) slows the link rather than punish the message. `jitter` is in [0, 1).
 */
export function judgeRefusal(status: number, attempt: number, jitter: number): RetryVerdict {
  const { name, class: kind, retryMessage } = statusInfo(status)
  const spread = 0.75 + jitter / 2
  const delay = (first: number, longest: number): number =>
    Math.round(Math.min(longest, first * 2 ** Math.min(attempt - 1, 30)) * spread)
  if (kind === 'throttle' || name === 'ESME_RMSGQFUL') {
    if (attempt >= MOST_THROTTLED_ATTEMPTS) return { kind: 'final', state: 'failed', errorCode: name }
    return { kind: 'retry', afterMs: delay(FIRST_THROTTLE_DELAY_MS, LONGEST_THROTTLE_DELAY_MS), slowLink: true }
  }
  if (kind === 'temporary' || kind === 'bind_temporary' || retryMessage) {
    if (attempt >= MOST_ATTEMPTS) return { kind: 'final', state: 'failed', errorCode: name }
    return { kind: 'retry', afterMs: delay(FIRST_DELAY_MS, LONGEST_DELAY_MS), slowLink: false }
  }
  return { kind: 'final', state: 'rejected', errorCode: name }
}
