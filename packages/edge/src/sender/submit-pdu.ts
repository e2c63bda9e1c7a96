import type { SubmitOrder } from '@smpp-connect/contracts'
import type { PduInput } from '@smpp-connect/smpp'

/** The submit_sm of an order (3.4 section 4.4.1). A session that agreed on 3.3 knows no TLVs (3.4 section 2.9). */
export function submitPdu(order: SubmitOrder, takesTlvs: boolean): PduInput<'submit_sm'> {
  const reference = takesTlvs ? order.userMessageReference : null
  return {
    command: 'submit_sm',
    sourceAddrTon: order.source.ton,
    sourceAddrNpi: order.source.npi,
    sourceAddr: order.source.address,
    destAddrTon: order.destination.ton,
    destAddrNpi: order.destination.npi,
    destinationAddr: order.destination.address,
    esmClass: order.esmClass,
    dataCoding: order.dataCoding,
    registeredDelivery: order.registeredDelivery,
    validityPeriod: order.validityPeriod,
    shortMessage: order.shortMessage,
    tlvs: reference === null ? {} : { userMessageReference: reference },
  }
}
