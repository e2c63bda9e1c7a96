import type { SubmitOrder } from '@smpp-connect/contracts'
import type { PduInput } from '@smpp-connect/smpp'

/** The submit_sm of an order (3.4 section 4.4.1). A session that agreed on 3.3 knows no TLVs (3.4 section 2.9). */
export function submitPdu(order: SubmitOrder, takesTlvs: boolean): PduInput<'submit_sm'> {
  return {
    command: 'submit_sm',
    serviceType: order.serviceType,
    sourceAddrTon: order.source.ton,
    sourceAddrNpi: order.source.npi,
    sourceAddr: order.source.address,
    destAddrTon: order.destination.ton,
    destAddrNpi: order.destination.npi,
    destinationAddr: order.destination.address,
    esmClass: order.esmClass,
    protocolId: order.protocolId,
    priorityFlag: order.priorityFlag,
    scheduleDeliveryTime: order.scheduleDeliveryTime,
    validityPeriod: order.validityPeriod,
    registeredDelivery: order.registeredDelivery,
    replaceIfPresentFlag: order.replaceIfPresent ? 1 : 0,
    dataCoding: order.dataCoding,
    shortMessage: order.shortMessage,
    tlvs: takesTlvs && order.tlvs.length > 0 ? { unknown: order.tlvs } : {},
  }
}
