import type { BindType, InboundPdu, LinkAddress, SmscId, WireTlv } from '@smpp-connect/contracts'
import { type PduOf, rawTlvs } from '@smpp-connect/smpp'

type Incoming = PduOf<'deliver_sm'> | PduOf<'data_sm'>

/**
 * What crosses the link of a deliver_sm or data_sm (3.4 sections 4.6.1, 4.7.1). The text stands in short_message, or in
 * message_payload where that is empty: some SMSCs use the TLV even for short ones.
 *
 * Its octets are views of those that were read, which the session holds just as long: until the PDU is answered.
 */
export function inboundPdu(pdu: Incoming, smscId: SmscId, bindType: BindType, atMs: number): InboundPdu {
  return new ReceivedPdu(pdu, smscId, bindType, atMs)
}

class ReceivedPdu implements InboundPdu {
  readonly smscId: SmscId
  readonly bindType: BindType
  readonly atMs: number
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly esmClass: number
  readonly dataCoding: number
  readonly payload: Uint8Array
  readonly receiptedMessageId: string | null
  readonly messageState: number | null
  readonly networkErrorCode: Uint8Array | null
  readonly userMessageReference: number | null
  readonly sarMsgRefNum: number | null
  readonly sarTotalSegments: number | null
  readonly sarSegmentSeqnum: number | null
  readonly #carried: Incoming['tlvs']
  #tlvs: readonly WireTlv[] | undefined

  constructor(pdu: Incoming, smscId: SmscId, bindType: BindType, atMs: number) {
    const { tlvs } = pdu
    const short = pdu.command === 'deliver_sm' ? pdu.shortMessage : NO_OCTETS
    this.smscId = smscId
    this.bindType = bindType
    this.atMs = atMs
    this.source = { ton: pdu.sourceAddrTon, npi: pdu.sourceAddrNpi, address: pdu.sourceAddr }
    this.destination = { ton: pdu.destAddrTon, npi: pdu.destAddrNpi, address: pdu.destinationAddr }
    this.esmClass = pdu.esmClass
    this.dataCoding = pdu.dataCoding
    this.payload = short.length > 0 ? short : (tlvs.messagePayload ?? NO_OCTETS)
    this.receiptedMessageId = tlvs.receiptedMessageId ?? null
    this.messageState = tlvs.messageState ?? null
    this.networkErrorCode = tlvs.networkErrorCode ?? null
    this.userMessageReference = tlvs.userMessageReference ?? null
    this.sarMsgRefNum = tlvs.sarMsgRefNum ?? null
    this.sarTotalSegments = tlvs.sarTotalSegments ?? null
    this.sarSegmentSeqnum = tlvs.sarSegmentSeqnum ?? null
    this.#carried = tlvs
  }

  /** Made when somebody asks: of a receipt, which is most of what comes in, nobody in this process does. */
  get tlvs(): readonly WireTlv[] {
    if (this.#tlvs === undefined) {
      const { messagePayload, ...others } = this.#carried
      this.#tlvs = rawTlvs(others)
    }
    return this.#tlvs
  }
}

const NO_OCTETS = new Uint8Array(0)
