import { decodeLatin1, decodeUtf16 } from './alphabets.ts'
import { alphabetOf, type DataCodingOptions } from './data-coding.ts'
import { decodeText } from './decode-text.ts'
import { messageStateOf } from './message-state.ts'
import { type ReceiptFields, type ReceiptText, readReceiptFields } from './receipt-fields.ts'
import { hasUserDataHeader, type MessageFields, userDataOctets } from './user-data.ts'
import { readUsualReceipt } from './usual-receipt.ts'

/** Reads the text of a receipt, in whatever form it is. */
export function readReceiptText(pdu: MessageFields, options: DataCodingOptions): ReceiptText {
  if (!hasUserDataHeader(pdu.esmClass)) {
    const usual = readUsualReceipt(withoutNuls(userDataOctets(pdu)), alphabetOf(pdu.dataCoding, options))
    if (usual !== undefined) return usual
  }
  return readAnyReceipt(pdu, options)
}

/**
 * Reads any form. Message centres write receipts in ASCII whatever the data_coding says, so what is not the beginning of a
 * person's text is read so. UCS-2 some use without saying so and some say without using it: the octets tell.
 */
export function readAnyReceipt(pdu: MessageFields, options: DataCodingOptions): ReceiptText {
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
  const latin1 = decodeLatin1(text).replaceAll('\x11', '_')
  if (latin1 === raw) return { raw, fields }
  const ascii = readReceiptFields(latin1)
  if (ascii === undefined || fields === undefined) return { raw, fields: ascii ?? fields }
  return { raw, fields: fields.text === undefined ? ascii : { ...ascii, text: fields.text } }
}

function withoutNuls(octets: Uint8Array): Uint8Array {
  let end = octets.length
  while (end > 0 && octets[end - 1] === 0) end--
  return end === octets.length ? octets : octets.subarray(0, end)
}

/** Forms of single products: `<hex id> <state number>` and the comma form of a large operator. */
export function readOtherForms(text: string): ReceiptFields | undefined {
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
