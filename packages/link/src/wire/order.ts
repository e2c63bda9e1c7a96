import type { LinkAddress, MessageClass, MessageId, SmscId, SubmitOrder, WireTlv } from '@smpp-connect/contracts'
import type { Address, Order, Tlv } from './link.generated.ts'

export function orderToWire(order: SubmitOrder): Order {
  return {
    $typeName: 'connect.link.v1.Order',
    messageId: order.part.messageId,
    part: order.part.number,
    attempt: order.attempt,
    smscId: order.smscId,
    messageClass: order.messageClass,
    serviceType: order.serviceType,
    source: addressToWire(order.source),
    destination: addressToWire(order.destination),
    esmClass: order.esmClass,
    protocolId: order.protocolId,
    priorityFlag: order.priorityFlag,
    scheduleDeliveryTime: order.scheduleDeliveryTime,
    validityPeriod: order.validityPeriod,
    registeredDelivery: order.registeredDelivery,
    replaceIfPresent: order.replaceIfPresent,
    dataCoding: order.dataCoding,
    shortMessage: order.shortMessage as Uint8Array<ArrayBuffer>,
    tlvs: tlvsToWire(order.tlvs),
  }
}

export function orderFromWire(order: Order): SubmitOrder {
  return {
    part: { messageId: order.messageId as MessageId, number: order.part },
    attempt: order.attempt,
    smscId: order.smscId as SmscId,
    messageClass: messageClassOf(order.messageClass),
    serviceType: order.serviceType,
    source: addressFromWire(order.source),
    destination: addressFromWire(order.destination),
    esmClass: order.esmClass,
    protocolId: order.protocolId,
    priorityFlag: order.priorityFlag,
    scheduleDeliveryTime: order.scheduleDeliveryTime,
    validityPeriod: order.validityPeriod,
    registeredDelivery: order.registeredDelivery,
    replaceIfPresent: order.replaceIfPresent,
    dataCoding: order.dataCoding,
    shortMessage: order.shortMessage.slice(),
    tlvs: tlvsFromWire(order.tlvs),
  }
}

/** A class that this edge does not know yet waits behind nobody and pushes nobody aside. */
function messageClassOf(name: string): MessageClass {
  return name === 'code' || name === 'bulk' ? name : 'transactional'
}

export function addressToWire({ ton, npi, address }: LinkAddress): Address {
  return { $typeName: 'connect.link.v1.Address', ton, npi, address }
}

export function addressFromWire(address: Address | undefined): LinkAddress {
  return { ton: address?.ton ?? 0, npi: address?.npi ?? 0, address: address?.address ?? '' }
}

export function tlvsToWire(tlvs: readonly WireTlv[]): Tlv[] {
  return tlvs.map(({ tag, value }) => ({
    $typeName: 'connect.link.v1.Tlv',
    tag,
    value: value as Uint8Array<ArrayBuffer>,
  }))
}

/** Values are copied: as they come they hold on to the whole piece that arrived with them. */
export function tlvsFromWire(tlvs: readonly Tlv[]): readonly WireTlv[] {
  return tlvs.map(({ tag, value }) => ({ tag, value: value.slice() }))
}
