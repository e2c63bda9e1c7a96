import { type StatusRule, type SubmitOutcome, statusAction } from '@smpp-connect/contracts'
import { type RequestOutcome, statusInfo } from '@smpp-connect/smpp'

/**
 * What the manager is told of how a submit ended. A response timer that ran out is as uncertain as a broken link: the
 * SMSC may have taken it. What never left our buffer may be queued again, unless it can never be sent.
 */
export function submitOutcome(outcome: RequestOutcome<'submit_sm'>): SubmitOutcome {
  switch (outcome.kind) {
    case 'answered':
      return { kind: 'answered', smscMessageId: outcome.response.messageId }
    case 'refused':
      return { kind: 'refused', status: outcome.status }
    case 'notSent':
      return { kind: outcome.code === 'invalid' ? 'unsendable' : 'not-sent', reason: outcome.reason }
    case 'uncertain':
    case 'expired':
      return { kind: 'uncertain', reason: outcome.reason }
  }
}

/** Whether the order will be tried again soon, so that what comes after it between the same addresses has to wait. */
export function goesBack(outcome: SubmitOutcome, rules: readonly StatusRule[]): boolean {
  if (outcome.kind === 'not-sent') return true
  if (outcome.kind !== 'refused') return false
  const action = statusAction(statusInfo(outcome.status), rules)
  return action === 'retry' || action === 'slow-down'
}
