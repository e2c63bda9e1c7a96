import type { SubmitOutcome } from '@smpp-connect/contracts'
import type { RequestOutcome } from '@smpp-connect/smpp'

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
