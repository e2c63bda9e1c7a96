import type { SubmitOrder } from '@smpp-connect/contracts'
import type { PduInput } from '@smpp-connect/smpp'

/** The submit_sm of an order (3.4 section 4.4.1). */
export function submitPdu(order: SubmitOrder): PduInput<'submit_sm'> {
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
    tlvs: order.userMessageReference === null ? {} : { userMessageReference: order.userMessageReference },
  }
}
