import type { SubmitOrder } from '@smpp-connect/contracts'
import type { PduInput } from '@smpp-connect/smpp'

/** TLVs without which the part would be another one: message_payload (3.4 section 5.3.2.32) and sar_* (5.3.2.22 to 24). */
const ESSENTIAL: ReadonlyMap<number, string> = new Map([
  [0x0424, 'message_payload'],
  [0x020c, 'sar_msg_ref_num'],
  [0x020e, 'sar_total_segments'],
  [0x020f, 'sar_segment_seqnum'],
])

/** A submit_sm that names the order it stands for, for as long as the session remembers it. */
export type SubmitPdu = PduInput<'submit_sm'> & { readonly order: SubmitOrder }

/**
 * Why an order cannot be sent at all; undefined: it can. A session that agreed on 3.3 knows no TLVs (3.4 section 2.9):
 * they are left out, unless the part means nothing without them.
 */
export function whyUnsendable(order: SubmitOrder, takesTlvs: boolean): string | undefined {
  if (takesTlvs) return undefined
  const essential = order.tlvs.find(({ tag }) => ESSENTIAL.has(tag))
  if (essential === undefined) return undefined
  const name = ESSENTIAL.get(essential.tag)
  return `the part needs the TLV ${name}, and the session agreed on SMPP 3.3, which has no TLVs`
}

/** The submit_sm of an order that can be sent (3.4 section 4.4.1). */
export function submitPdu(order: SubmitOrder, takesTlvs: boolean): SubmitPdu {
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
    tlvs: takesTlvs && order.tlvs.length > 0 ? { unknown: order.tlvs } : NO_TLVS,
    order,
  }
}

const NO_TLVS = Object.freeze({})
