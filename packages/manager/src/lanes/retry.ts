import { ruleFor, type SmscDefinition, type StatusRule, usualAction } from '@smpp-connect/contracts'
import { statusInfo } from '@smpp-connect/smpp/status'

/** What to do about a status that the SMSC answered a submit with. */
export type RetryVerdict =
  /** Try again; `slowLink`: the link is to go slower, the part is not to blame. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly slowLink: boolean }
  /** A person decides: it was tried too often, or a rule says so. */
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'final'; readonly state: 'rejected'; readonly errorCode: string }

const FIRST_DELAY_MS = 2_000
const LONGEST_DELAY_MS = 300_000
/** A throttled part waits a moment only: it is the link that is slowed down, and this part is its next. */
const THROTTLE_DELAY_MS = 1_000

/**
 * Judges a refusal, by the SMSC's own rules where there is one for the status, else by what the specification suggests:
 * permanent ones end the part, temporary ones come again after a delay that doubles, and throttling (ESME_RTHROTTLED,
 * ESME_RMSGQFUL) slows the link rather than punish the part: it never counts against it. `jitter` is in [0, 1).
 */
export function judgeRefusal(
  status: number,
  attempt: number,
  jitter: number,
  definition: Pick<SmscDefinition, 'statusRules' | 'maxAttempts'>,
): RetryVerdict {
  const info = statusInfo(status)
  const { name } = info
  const rule = ruleFor(info, definition.statusRules)
  const action = rule?.action ?? usualAction(info)
  const most = rule?.attempts ?? definition.maxAttempts
  const spread = 0.75 + jitter / 2
  switch (action) {
    case 'reject':
      return { kind: 'final', state: 'rejected', errorCode: name }
    case 'hold':
      return { kind: 'hold', reason: `a rule of the SMSC holds what it refuses with ${name}` }
    case 'slow-down': {
      const isTooOften = rule?.attempts !== undefined && rule.attempts !== null && attempt >= rule.attempts
      if (isTooOften) return { kind: 'hold', reason: `refused ${attempt} times, last with ${name}` }
      return { kind: 'retry', afterMs: delayOf(rule, THROTTLE_DELAY_MS * spread), slowLink: true }
    }
    case 'retry': {
      if (attempt >= most) return { kind: 'hold', reason: `refused ${attempt} times, last with ${name}` }
      const doubling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 30)) * spread
      return { kind: 'retry', afterMs: delayOf(rule, doubling), slowLink: false }
    }
  }
}

function delayOf(rule: StatusRule | undefined, usualMs: number): number {
  const seconds = rule?.afterSeconds ?? null
  return Math.round(seconds === null ? usualMs : seconds * 1_000)
}
