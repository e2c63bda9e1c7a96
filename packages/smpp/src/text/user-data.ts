import { type DecodeTextOptions, decodeText, splitUserData } from './decode-text.ts'
import { type Concatenation, isPlausible, type UserDataHeader } from './user-data-header.ts'

/** The fields of a submit_sm, deliver_sm or data_sm that its text depends on. Any such PDU is one. */
export type MessageFields = {
  readonly esmClass: number
  readonly dataCoding: number
  readonly shortMessage?: Uint8Array
  readonly tlvs?: {
    readonly messagePayload?: Uint8Array | undefined
    readonly sarMsgRefNum?: number | undefined
    readonly sarTotalSegments?: number | undefined
    readonly sarSegmentSeqnum?: number | undefined
  }
}

/** The user data of a PDU, taken apart. */
export type MessageUserData = {
  readonly header?: UserDataHeader
  /** What follows the header. */
  readonly body: Uint8Array
  /** Which part of which message it is; a user data header wins over SAR TLVs. */
  readonly concatenation?: Concatenation
}

/** The octets of a PDU's user data: message_payload where short_message is empty, which some send even for short texts. */
export function userDataOctets(pdu: MessageFields): Uint8Array {
  const { shortMessage } = pdu
  return shortMessage !== undefined && shortMessage.length > 0 ? shortMessage : (pdu.tlvs?.messagePayload ?? EMPTY)
}

/** Whether the esm_class says that the user data starts with a header (3.4 section 5.2.12). */
export function hasUserDataHeader(esmClass: number): boolean {
  return (esmClass & 0x40) !== 0
}

/** Takes the user data of a PDU apart. Never throws. */
export function userDataOf(pdu: MessageFields): MessageUserData {
  const data = splitUserData(userDataOctets(pdu), hasUserDataHeader(pdu.esmClass))
  const concatenation = data.header?.concatenation ?? sarConcatenation(pdu.tlvs)
  return concatenation === undefined ? data : { ...data, concatenation }
}

/** The text of one PDU, its header left out. Never throws. */
export function textOf(pdu: MessageFields, options: DecodeTextOptions = {}): string {
  return decodeText(userDataOctets(pdu), pdu.dataCoding, { ...options, udhi: hasUserDataHeader(pdu.esmClass) })
}

/** All three TLVs are needed, and must agree, or none counts (3.4 sections 5.3.2.22 to 5.3.2.24). */
function sarConcatenation(tlvs: MessageFields['tlvs']): Concatenation | undefined {
  const { sarMsgRefNum: reference, sarTotalSegments: total, sarSegmentSeqnum: sequence } = tlvs ?? {}
  if (reference === undefined || total === undefined || sequence === undefined) return undefined
  const concatenation: Concatenation = { reference, total, sequence, width: 'sar' }
  return isPlausible(concatenation) ? concatenation : undefined
}

const EMPTY = new Uint8Array(0)
