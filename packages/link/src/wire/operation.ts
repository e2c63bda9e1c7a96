import type { OperationAnswer, OperationOrder, SmscId } from '@smpp-connect/contracts'
import type { Operate, OperationDone } from './link.generated.ts'
import { addressFromWire, addressToWire } from './order.ts'

export function operationToWire(order: OperationOrder): Operate {
  return {
    $typeName: 'connect.link.v1.Operate',
    smscId: order.smscId,
    smscMessageId: order.smscMessageId,
    source: addressToWire(order.source),
    destination: addressToWire(order.destination),
    serviceType: order.serviceType,
    operation: kindToWire(order),
  }
}

function kindToWire(order: OperationOrder): Operate['operation'] {
  if (order.kind !== 'replace') return { case: order.kind, value: { $typeName: 'connect.link.v1.Nothing' } }
  return {
    case: 'replace',
    value: {
      $typeName: 'connect.link.v1.Replace',
      scheduleDeliveryTime: order.scheduleDeliveryTime,
      validityPeriod: order.validityPeriod,
      registeredDelivery: order.registeredDelivery,
      shortMessage: order.shortMessage as Uint8Array<ArrayBuffer>,
    },
  }
}

/** Undefined for an operation that this edge does not know. */
export function operationFromWire(wire: Operate): OperationOrder | undefined {
  const { operation } = wire
  const common = {
    smscId: wire.smscId as SmscId,
    smscMessageId: wire.smscMessageId,
    source: addressFromWire(wire.source),
    destination: addressFromWire(wire.destination),
    serviceType: wire.serviceType,
  }
  if (operation.case === undefined) return undefined
  if (operation.case !== 'replace') return { ...common, kind: operation.case }
  const { scheduleDeliveryTime, validityPeriod, registeredDelivery, shortMessage } = operation.value
  return {
    ...common,
    kind: 'replace',
    scheduleDeliveryTime,
    validityPeriod,
    registeredDelivery,
    shortMessage: shortMessage.slice(),
  }
}

export function operationAnswerToWire(answer: OperationAnswer): OperationDone {
  return { $typeName: 'connect.link.v1.OperationDone', answer: answerToWire(answer) }
}

function answerToWire(answer: OperationAnswer): OperationDone['answer'] {
  switch (answer.kind) {
    case 'done':
      return { case: 'done', value: { $typeName: 'connect.link.v1.Nothing' } }
    case 'state': {
      const { messageState, finalDate, errorCode } = answer
      return { case: 'state', value: { $typeName: 'connect.link.v1.MessageState', messageState, finalDate, errorCode } }
    }
    case 'refused':
      return { case: 'refused', value: answer.status }
    case 'not-sent':
      return { case: 'notSent', value: answer.reason }
    case 'uncertain':
      return { case: 'uncertain', value: answer.reason }
  }
}

export function operationAnswerFromWire({ answer }: OperationDone): OperationAnswer {
  switch (answer.case) {
    case 'done':
      return { kind: 'done' }
    case 'state': {
      const { messageState, finalDate, errorCode } = answer.value
      return { kind: 'state', messageState, finalDate, errorCode }
    }
    case 'refused':
      return { kind: 'refused', status: answer.value }
    case 'notSent':
      return { kind: 'not-sent', reason: answer.value }
    case 'uncertain':
      return { kind: 'uncertain', reason: answer.value }
    case undefined:
      return { kind: 'uncertain', reason: 'the edge told an answer that this version of the manager does not know' }
  }
}
