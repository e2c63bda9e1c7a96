import { decodeLatin1 } from './alphabets.ts'
import type { DataCodingOptions } from './data-coding.ts'
import { isFinalState, type MessageState, messageStateOf, messageStateOfStat } from './message-state.ts'
import type { ReceiptFields } from './receipt-fields.ts'
import { readOtherForms, readReceiptText } from './receipt-text.ts'
import type { MessageFields } from './user-data.ts'

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
  /** When it was submitted and when it ended, as they stand there: see `parseReceiptDate`. */
  readonly submitDate?: string
  readonly doneDate?: string
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
    readonly receiptedMessageId?: string | undefined
    readonly messageState?: number | undefined
    readonly networkErrorCode?: Uint8Array | undefined
  }
}

/** How to read receipts on a link. */
export type ReceiptOptions = DataCodingOptions & {
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
  const text = readReceiptText(pdu, options)
  const fields = text.fields ?? (marked ? readOtherForms(text.raw) : undefined)
  if (!marked && !byTlv && !isConvincing(fields)) return undefined
  return assemble(pdu, type, text.raw, fields)
}

/** A text taken for a receipt on its looks alone must have an id, a state that is known, and a date. */
function isConvincing(fields: ReceiptFields | undefined): boolean {
  if (fields?.id === undefined || fields.stat === undefined) return false
  return messageStateOfStat(fields.stat) !== undefined && (fields.doneDate ?? fields.submitDate) !== undefined
}

/** What is not there is left out, so that a receipt shows what it has. */
function assemble({ tlvs }: ReceiptPdu, type: MessageType, raw: string, fields: ReceiptFields = NO_FIELDS): Receipt {
  const tlvState = tlvs?.messageState === undefined ? undefined : messageStateOf(tlvs.messageState)
  const state = tlvState ?? (fields.stat === undefined ? undefined : messageStateOfStat(fields.stat))
  const id = tlvs?.receiptedMessageId || fields.id
  const sub = numberOf(fields.sub)
  const dlvrd = numberOf(fields.dlvrd)
  const networkError = readNetworkError(tlvs?.networkErrorCode)
  const isFromTlv = tlvState !== undefined || Boolean(tlvs?.receiptedMessageId)
  const final = state !== undefined && isFinalState(state) && type !== 'intermediate_notification'
  const source = isFromTlv ? 'tlv' : fields === NO_FIELDS ? 'none' : 'text'
  const { extra, stat, err, submitDate, doneDate, text } = fields
  // Most have all of this: written as one they take a third of the memory that they take as they grow.
  if (id && stat !== undefined && state !== undefined && err !== undefined && networkError === undefined) {
    if (submitDate !== undefined && doneDate !== undefined && sub !== undefined && dlvrd !== undefined) {
      if (text === undefined) {
        return { final, extra, source, raw, id, stat, state, err, submitDate, doneDate, sub, dlvrd }
      }
      return { final, extra, source, raw, id, stat, state, err, submitDate, doneDate, sub, dlvrd, text }
    }
  }
  const receipt: { -readonly [Name in keyof Receipt]: Receipt[Name] } = { final, extra, source, raw }
  if (id) receipt.id = id
  if (stat !== undefined) receipt.stat = stat
  if (state !== undefined) receipt.state = state
  if (err !== undefined) receipt.err = err
  if (networkError !== undefined) receipt.networkError = networkError
  if (submitDate !== undefined) receipt.submitDate = submitDate
  if (doneDate !== undefined) receipt.doneDate = doneDate
  if (sub !== undefined) receipt.sub = sub
  if (dlvrd !== undefined) receipt.dlvrd = dlvrd
  if (text !== undefined) receipt.text = text
  return receipt
}

const NO_FIELDS: ReceiptFields = { extra: {} }

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
