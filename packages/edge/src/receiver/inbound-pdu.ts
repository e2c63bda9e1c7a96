import type { BindType, InboundPdu, SmscId } from '@smpp-connect/contracts'
import { type PduOf, rawTlvs } from '@smpp-connect/smpp'

/** Where an inbound PDU came from, and when. */
export interface InboundContext {
  readonly smscId: SmscId
  readonly bindType: BindType
  readonly atMs: number
}

/**
 * What crosses the link of a deliver_sm or data_sm (3.4 sections 4.6.1, 4.7.1). The text stands in short_message, or in
 * message_payload where that is empty: some SMSCs use the TLV even for short ones.
 */
export function inboundPdu(pdu: PduOf<'deliver_sm'> | PduOf<'data_sm'>, context: InboundContext): InboundPdu {
  const { tlvs } = pdu
  const { messagePayload, ...others } = tlvs
  const short = pdu.command === 'deliver_sm' ? pdu.shortMessage : undefined
  // A copy: the PDU is a view on the socket's memory, and this one lives on.
  const payload = Uint8Array.from(short && short.length > 0 ? short : (messagePayload ?? []))
  return {
    ...context,
    source: { ton: pdu.sourceAddrTon, npi: pdu.sourceAddrNpi, address: pdu.sourceAddr },
    destination: { ton: pdu.destAddrTon, npi: pdu.destAddrNpi, address: pdu.destinationAddr },
    esmClass: pdu.esmClass,
    dataCoding: pdu.dataCoding,
    payload,
    receiptedMessageId: tlvs.receiptedMessageId ?? null,
    messageState: tlvs.messageState ?? null,
    networkErrorCode: tlvs.networkErrorCode ? Uint8Array.from(tlvs.networkErrorCode) : null,
    userMessageReference: tlvs.userMessageReference ?? null,
    sarMsgRefNum: tlvs.sarMsgRefNum ?? null,
    sarTotalSegments: tlvs.sarTotalSegments ?? null,
    sarSegmentSeqnum: tlvs.sarSegmentSeqnum ?? null,
    tlvs: rawTlvs(others),
  }
}
