import { decodeLatin1, decodeUtf16 } from './alphabets.ts'
import type { Alphabet } from './data-coding.ts'
import { decodeText } from './decode-text.ts'
import { isFinalState, type MessageState, messageStateOf, messageStateOfStat } from './message-state.ts'
import { parseReceiptDate, type ReceiptDate } from './receipt-date.ts'
import { type ReceiptFields, readReceiptFields } from './receipt-fields.ts'
import { hasUserDataHeader, type MessageFields, userDataOctets } from './user-data.ts'

/** What the esm_class of a deliver_sm or data_sm says it is (3.4 section 5.2.12, 5.0 section 4.7.12). */
export type MessageType =
  | 'message'
  | 'receipt'
  | 'delivery_acknowledgement'
  | 'user_acknowledgement'
  | 'conversation_abort'
  | 'intermediate_notification'
  | 'reserved'

/** The message type of an esm_class. */
export function messageTypeOf(esmClass: number): MessageType {
  return MESSAGE_TYPES[(esmClass & 0x3c) >> 2] ?? 'reserved'
}

const MESSAGE_TYPES: Readonly<Record<number, MessageType>> = {
  0: 'message',
  1: 'receipt',
  2: 'delivery_acknowledgement',
  4: 'user_acknowledgement',
  6: 'conversation_abort',
  8: 'intermediate_notification',
}

/** A delivery receipt, whatever form it came in. */
export type Receipt = {
  /** The id of the message it is about; absent when it says none. Compare with `messageIdForms`. */
  readonly id?: string
  /** What it calls the state; absent when only TLVs gave it. */
  readonly stat?: string
  /** The state; absent when `stat` is a word nobody knows. */
  readonly state?: MessageState
  /** Whether no other receipt should follow. False for intermediate notifications, and when the state is not known. */
  readonly final: boolean
  /** The error as it stands in the text. */
  readonly err?: string
  /** The error of the network_error_code TLV. */
  readonly networkError?: { readonly network: number; readonly code: number }
  readonly submitDate?: ReceiptDate
  readonly doneDate?: ReceiptDate
  /** How many short messages the original was, and how many were delivered. */
  readonly sub?: number
  readonly dlvrd?: number
  /** The beginning of the original's text. */
  readonly text?: string
  readonly extra: Readonly<Record<string, string>>
  /** Where id and state came from: the TLVs win over the text. */
  readonly source: 'tlv' | 'text' | 'none'
  /** The whole text of the receipt. */
  readonly raw: string
}

/** The fields of a deliver_sm or data_sm that a receipt is read from. Any such PDU is one. */
export type ReceiptPdu = MessageFields & {
  readonly tlvs?: MessageFields['tlvs'] & {
    readonly receiptedMessageId?: string
    readonly messageState?: number
    readonly networkErrorCode?: Uint8Array
  }
}

/** How to read receipts on a link. */
export type ReceiptOptions = {
  /** What data_coding 0 means there. */
  readonly default?: Alphabet
  /** The time zone of the dates, in minutes east of UTC; UTC unless told. */
  readonly offsetMinutes?: number
  /**
   * Take a text that reads like a receipt for one although the esm_class says that it is a message. Only for message
   * centres known to forget the bit: it lets any person who can send to you forge receipts.
   */
  readonly trustText?: boolean
}

/**
 * Reads a delivery receipt (3.4 appendix B and sections 5.3.2.12, 5.3.2.31, 5.3.2.35). Undefined when the PDU is none: when
 * its esm_class says that it is a message, its text is never looked at (unless the link is set to), and only a
 * receipted_message_id TLV, which no person can write, makes it one. A PDU marked as a receipt always is one, however
 * little can be read in it.
 */
export function parseReceipt(pdu: ReceiptPdu, options: ReceiptOptions = {}): Receipt | undefined {
  const type = messageTypeOf(pdu.esmClass)
  const marked = type === 'receipt' || type === 'intermediate_notification'
  const byTlv = pdu.tlvs?.receiptedMessageId !== undefined
  // Some message centres mark receipts as an SME's acknowledgement; a person's acknowledgement has a text of its own.
  const perhaps = type === 'delivery_acknowledgement' || (type === 'message' && options.trustText === true)
  if (!marked && !byTlv && !perhaps) return undefined
  const { raw, fields: usual } = readText(pdu, options)
  const fields = usual ?? (marked ? readOtherForms(raw) : undefined)
  if (!marked && !byTlv && !isConvincing(fields)) return undefined
  return assemble(pdu, type, raw, fields, options)
}

/** A text taken for a receipt on its looks alone must have an id, a state that is known, and a date. */
function isConvincing(fields: ReceiptFields | undefined): boolean {
  if (fields?.id === undefined || fields.stat === undefined) return false
  return messageStateOfStat(fields.stat) !== undefined && (fields.doneDate ?? fields.submitDate) !== undefined
}

function assemble(
  pdu: ReceiptPdu,
  type: MessageType,
  raw: string,
  fields: ReceiptFields | undefined,
  options: ReceiptOptions,
): Receipt {
  const tlvState = pdu.tlvs?.messageState === undefined ? undefined : messageStateOf(pdu.tlvs.messageState)
  const tlvId = pdu.tlvs?.receiptedMessageId
  const stat = fields?.stat
  const state = tlvState ?? (stat === undefined ? undefined : messageStateOfStat(stat))
  const id = (tlvId === undefined || tlvId === '' ? undefined : tlvId) ?? (fields?.id === '' ? undefined : fields?.id)
  const final = state !== undefined && isFinalState(state) && type !== 'intermediate_notification'
  const networkError = readNetworkError(pdu.tlvs?.networkErrorCode)
  const fromTlv = tlvState !== undefined || (tlvId !== undefined && tlvId !== '')
  return present({
    id,
    stat,
    state,
    final,
    err: fields?.err,
    networkError,
    submitDate: dateOf(fields?.submitDate, options),
    doneDate: dateOf(fields?.doneDate, options),
    sub: numberOf(fields?.sub),
    dlvrd: numberOf(fields?.dlvrd),
    text: fields?.text,
    extra: fields?.extra ?? {},
    source: fromTlv ? 'tlv' : fields === undefined ? 'none' : 'text',
    raw,
  })
}

/** Leaves out what is undefined, so that a receipt shows what it has. */
function present<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}

function dateOf(raw: string | undefined, options: ReceiptOptions): ReceiptDate | undefined {
  return raw === undefined ? undefined : parseReceiptDate(raw, options.offsetMinutes)
}

function numberOf(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}

/** Three octets: network and a 16-bit code; some send the code as ASCII digits. */
function readNetworkError(value: Uint8Array | undefined): { network: number; code: number } | undefined {
  if (value === undefined || value.length < 3) return undefined
  const digits = decodeLatin1(value)
  if (/^\d+$/.test(digits)) return { network: Number(digits.charAt(0)), code: Number(digits.slice(1)) }
  return { network: value[0]!, code: (value[1]! << 8) | value[2]! }
}

/**
 * The text of a receipt and its fields. Message centres write receipts in ASCII whatever the data_coding says, so what is
 * not the beginning of a person's text is read so. UCS-2 some use without saying so and some say without using it: the
 * octets tell.
 */
function readText(pdu: ReceiptPdu, options: ReceiptOptions): { raw: string; fields: ReceiptFields | undefined } {
  const octets = userDataOctets(pdu)
  if (octets.length >= 4 && octets[0] === 0 && octets[2] === 0) {
    const raw = decodeUtf16(octets).toWellFormed()
    return { raw, fields: readReceiptFields(raw) }
  }
  // Receipts are written in ASCII, so that a NUL at the end is a terminator that was counted, and not the `@` of GSM 7-bit.
  const text = withoutNuls(octets)
  const raw = decodeText(text, pdu.dataCoding, { ...options, udhi: hasUserDataHeader(pdu.esmClass) })
  const fields = readReceiptFields(raw)
  // 0x11 is the underscore of the GSM alphabet, and in ASCII nothing that would stand in a receipt.
  const ascii = readReceiptFields(decodeLatin1(text).replaceAll('\x11', '_'))
  if (ascii === undefined || fields === undefined) return { raw, fields: ascii ?? fields }
  return { raw, fields: fields.text === undefined ? ascii : { ...ascii, text: fields.text } }
}

function withoutNuls(octets: Uint8Array): Uint8Array {
  let end = octets.length
  while (end > 0 && octets[end - 1] === 0) end--
  return octets.subarray(0, end)
}

/** Forms of single products: `<hex id> <state number>` and the comma form of a large operator. */
function readOtherForms(text: string): ReceiptFields | undefined {
  const short = /^\s*([0-9a-fA-F]{1,32}) (\d)[\s\0]*$/.exec(text)
  if (short !== null) return { id: short[1]!, stat: messageStateOf(Number(short[2]))!, extra: {} }
  const columns = text.replace(/\0+$/, '').split(',')
  if (columns.length !== 7 || !/^\d{1,3}$/.test(columns[0]!) || !/^\d{10,14}$/.test(columns[1]!)) return undefined
  const [stat, doneDate, submitDate, err, destination, originator, reserved] = columns as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return { stat, doneDate, submitDate, err, extra: { destination, originator, reserved } }
}
