import { ruleFor, type SmscDefinition, type StatusRule, usualAction } from '@smpp-connect/contracts'
import { statusInfo } from '@smpp-connect/smpp/status'

/** What to do about a status that the SMSC answered a submit with. */
export type RetryVerdict =
  /** Try again; `counts`: it counts against the part, which is not to blame where the link is only to go slower. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly counts: boolean }
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
 * ESME_RMSGQFUL) slows the link rather than punish the part: it never counts against it. `failure` counts, from 1, the attempts
 * that do, with this one. `jitter` is in [0, 1).
 */
export function judgeRefusal(
  status: number,
  failure: number,
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
      const allowed = rule?.attempts ?? null
      if (allowed !== null && failure >= allowed) return tooOften(failure, name)
      return { kind: 'retry', afterMs: delayOf(rule, THROTTLE_DELAY_MS * spread), counts: allowed !== null }
    }
    case 'retry': {
      if (failure >= most) return tooOften(failure, name)
      const doubling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failure - 1, 30)) * spread
      return { kind: 'retry', afterMs: delayOf(rule, doubling), counts: true }
    }
  }
}

function tooOften(failures: number, name: string): RetryVerdict {
  return { kind: 'hold', reason: `refused ${failures} times, last with ${name}` }
}

function delayOf(rule: StatusRule | undefined, usualMs: number): number {
  const seconds = rule?.afterSeconds ?? null
  return Math.round(seconds === null ? usualMs : seconds * 1_000)
}
