import { encodePdu, type PduInput } from '@smpp-connect/smpp'
import { NUMBER_OCTETS, SENDER } from './traffic.ts'

/** Octets of a message id: digits, so that nobody disputes about its radix. */
export const ID_OCTETS = 10

const SEQUENCE_AT = 12
const someNumber = '0'.repeat(NUMBER_OCTETS)
const someId = '1'.repeat(ID_OCTETS)

// Made once; for each message only its numbers are written into a copy.

const answer = Buffer.from(encodePdu({ command: 'submit_sm_resp', sequenceNumber: 1, messageId: someId }))
const answerIdAt = answer.indexOf(someId)

/** A receipt as most SMSCs write it: the text of appendix B, and the two TLVs (3.4 section 4.6.1). */
const receiptPdu: PduInput<'deliver_sm'> & { readonly sequenceNumber: number } = {
  command: 'deliver_sm',
  sequenceNumber: 1,
  sourceAddrTon: 1,
  sourceAddrNpi: 1,
  sourceAddr: someNumber,
  destAddrTon: 0,
  destAddrNpi: 0,
  destinationAddr: SENDER,
  esmClass: 0x04,
  shortMessage: Buffer.from(
    `id:${someId} sub:001 dlvrd:001 submit date:2611060900 done date:2611060900 stat:DELIVRD err:000 text:Your parcel`,
  ),
  tlvs: { receiptedMessageId: someId, messageState: 2 },
}
const receipt = Buffer.from(encodePdu(receiptPdu))
const receiptNumberAt = receipt.indexOf(someNumber)
const receiptIdInTextAt = receipt.indexOf(someId)
const receiptIdInTlvAt = receipt.lastIndexOf(someId)

export const ANSWER_OCTETS = answer.length
export const RECEIPT_OCTETS = receipt.length

/** Writes the answer to the request whose header begins at `requestAt`; `id` has `ID_OCTETS` digits. */
export function writeAnswer(to: Buffer, at: number, request: Buffer, requestAt: number, id: number): void {
  answer.copy(to, at)
  request.copy(to, at + SEQUENCE_AT, requestAt + SEQUENCE_AT, requestAt + SEQUENCE_AT + 4)
  writeDigits(to, at + answerIdAt, ID_OCTETS, id)
}

/** Writes the receipt of a message that went to `number`, digits without a plus. */
export function writeReceipt(to: Buffer, at: number, sequenceNumber: number, id: number, number: number): void {
  receipt.copy(to, at)
  to.writeUInt32BE(sequenceNumber, at + SEQUENCE_AT)
  writeDigits(to, at + receiptNumberAt, NUMBER_OCTETS, number)
  writeDigits(to, at + receiptIdInTextAt, ID_OCTETS, id)
  writeDigits(to, at + receiptIdInTlvAt, ID_OCTETS, id)
}

function writeDigits(to: Buffer, at: number, digits: number, value: number): void {
  let rest = value
  for (let place = at + digits - 1; place >= at; place--) {
    const next = Math.floor(rest / 10)
    to[place] = 0x30 + rest - next * 10
    rest = next
  }
}
