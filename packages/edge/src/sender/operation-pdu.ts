import type { OperationAnswer, OperationOrder } from '@smpp-connect/contracts'
import type { PduInput, PduOf, RequestOutcome } from '@smpp-connect/smpp'

export type OperationName = 'cancel_sm' | 'query_sm' | 'replace_sm'

/**
 * The request of an operation (3.4 sections 4.8 to 4.10). With a message id the destination and the service type of a
 * cancel_sm may be left out; SMSCs compare them where they are given, and they are those of the submit.
 */
export function operationPdu(order: OperationOrder): PduInput<OperationName> {
  const { source, destination, smscMessageId: messageId } = order
  const from = { sourceAddrTon: source.ton, sourceAddrNpi: source.npi, sourceAddr: source.address }
  switch (order.kind) {
    case 'query':
      return { command: 'query_sm', messageId, ...from }
    case 'cancel':
      return {
        command: 'cancel_sm',
        serviceType: order.serviceType,
        messageId,
        ...from,
        destAddrTon: destination.ton,
        destAddrNpi: destination.npi,
        destinationAddr: destination.address,
      }
    case 'replace':
      return {
        command: 'replace_sm',
        messageId,
        ...from,
        scheduleDeliveryTime: order.scheduleDeliveryTime,
        validityPeriod: order.validityPeriod,
        registeredDelivery: order.registeredDelivery,
        shortMessage: order.shortMessage,
      }
  }
}

/** What the manager is told of how an operation ended. */
export function operationAnswer(outcome: RequestOutcome<OperationName>): OperationAnswer {
  switch (outcome.kind) {
    case 'answered':
      return answerOf(outcome.response)
    case 'refused':
      return { kind: 'refused', status: outcome.status }
    case 'notSent':
      return { kind: 'not-sent', reason: outcome.reason }
    case 'uncertain':
    case 'expired':
      return { kind: 'uncertain', reason: outcome.reason }
  }
}

function answerOf(response: PduOf<'cancel_sm_resp' | 'query_sm_resp' | 'replace_sm_resp'>): OperationAnswer {
  if (response.command !== 'query_sm_resp') return { kind: 'done' }
  const { messageState, finalDate, errorCode } = response
  return { kind: 'state', messageState, finalDate, errorCode }
}
