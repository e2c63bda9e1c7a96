import type { SubmitOrder, SubmitOutcome } from '@smpp-connect/contracts'
import type { Log, LogFields } from '@smpp-connect/kernel'
import { type Pdu, type RequestOutcome, statusName } from '@smpp-connect/smpp'

// One line for each step of a part, all of them with its message id. Callers look at `log.isVerbose` first.

export function sayCame(log: Log, order: SubmitOrder): void {
  log.debug('part came', fieldsOf(order))
}

export function saySent(log: Log, order: SubmitOrder, bind: string, sequence: number): void {
  log.debug('part sent', { ...fieldsOf(order), bind, sequence })
}

/** How the request of a part ended. */
export function sayEnded(log: Log, order: SubmitOrder, bind: string, result: RequestOutcome<'submit_sm'>): void {
  const sequence = result.kind === 'notSent' ? undefined : result.sequenceNumber
  log.debug('part answered', { ...fieldsOf(order), bind, sequence, outcome: result.kind, ...answerFields(result) })
}

/** It goes back, or ends, without having left. */
export function sayNotSent(log: Log, order: SubmitOrder, { kind }: SubmitOutcome): void {
  log.debug('part not sent', { ...fieldsOf(order), outcome: kind })
}

/** An answer to a request that had been called uncertain. */
export function sayLate(log: Log, order: SubmitOrder, response: Pdu): void {
  const { sequenceNumber: sequence, commandStatus } = response
  const smscMessageId = response.command === 'submit_sm_resp' ? response.messageId : undefined
  log.debug('part answered late', { ...fieldsOf(order), sequence, status: statusName(commandStatus), smscMessageId })
}

function fieldsOf({ part, attempt, smscId }: SubmitOrder): LogFields {
  return { messageId: part.messageId, part: part.number, attempt, smscId }
}

function answerFields(result: RequestOutcome<'submit_sm'>): LogFields {
  switch (result.kind) {
    case 'answered':
      return { status: 'ESME_ROK', smscMessageId: result.response.messageId, tookMs: Math.round(result.latencyMs) }
    case 'refused':
      return { status: statusName(result.status), tookMs: Math.round(result.latencyMs) }
    default:
      return {}
  }
}
