import type { PduInput, SmppVersion, Tlvs } from '@smpp-connect/smpp'
import { formatReceipt, joinParts, MESSAGE_STATES, userDataOf } from '@smpp-connect/smpp/text'
import type { Delivery } from '../centre/delivery.ts'
import type { SmscMessage } from '../centre/message.ts'
import { type IdForm, writeId } from '../centre/message-number.ts'
import { outcomeOf } from '../centre/outcome.ts'
import type { JournalAddress } from '../journal/record.ts'
import { messageFieldsOf } from '../phone/phone-text.ts'

/** esm_class of a delivery receipt and of an intermediate notification (3.4 section 5.2.12). */
const RECEIPT = 0x04
const INTERMEDIATE = 0x20
/** network_error_code: network type 3 is GSM (3.4 section 5.3.2.31). */
const GSM = 3

/** The deliver_sm of a delivery, in a form that a session of this version understands. */
export function deliverSmOf(delivery: Delivery, idForm: IdForm, version: SmppVersion): PduInput<'deliver_sm'> {
  if (delivery.kind === 'reply') {
    const { record } = delivery.reply
    const [esmClass, data] = record.parts[delivery.part - 1]!
    const shortMessage = Buffer.from(data, 'base64')
    return { ...between(record.src, record.dst), esmClass, dataCoding: record.dc, shortMessage }
  }
  const { message, kind } = delivery
  const { src, dst } = message.record
  return {
    // A receipt comes from where the message went, and goes to where it came from.
    ...between(dst, src),
    esmClass: kind === 'final' ? RECEIPT : INTERMEDIATE,
    dataCoding: 0,
    shortMessage: Buffer.from(receiptText(message, kind, idForm), 'latin1'),
    // SMPP 3.3 has no TLVs.
    ...(version === '3.3' ? {} : { tlvs: receiptTlvs(message, kind, idForm) }),
  }
}

/** The `err` that goes with a state. */
export function errOf({ state, record }: SmscMessage): string {
  if (state === 'DELIVERED' || state === 'DELETED' || state === 'ENROUTE') return '000'
  return record.expires === true ? '002' : outcomeOf(record.dst[2]).err
}

function receiptText(message: SmscMessage, kind: 'final' | 'intermediate', idForm: IdForm): string {
  const { record, finalAtMs } = message
  return formatReceipt({
    id: writeId(message.number, idForm),
    state: kind === 'final' ? message.state : 'ENROUTE',
    submitUtcMs: record.at,
    doneUtcMs: kind === 'final' ? finalAtMs : record.at,
    err: kind === 'final' ? errOf(message) : '000',
    text: excerptOf(message),
  })
}

/** Septets or octets that the first 20 characters can take, in pairs. */
const EXCERPT_OCTETS = 80

/** The beginning of the text, in characters that stand at the same place in ASCII and in GSM 7-bit. */
function excerptOf({ record }: SmscMessage): string {
  const { body, ...data } = userDataOf(messageFieldsOf(record))
  const text = joinParts([{ ...data, body: body.subarray(0, EXCERPT_OCTETS), dataCoding: record.dc }])
  return [...text]
    .slice(0, 20)
    .map((character) => (/[A-Za-z0-9 !"#%&'()*+,./:;<=>?-]/.test(character) ? character : '.'))
    .join('')
}

function receiptTlvs(message: SmscMessage, kind: 'final' | 'intermediate', idForm: IdForm): Tlvs {
  const err = kind === 'final' ? Number.parseInt(errOf(message), 10) : 0
  const { umr } = message.record
  return {
    receiptedMessageId: writeId(message.number, idForm),
    messageState: MESSAGE_STATES.indexOf(kind === 'final' ? message.state : 'ENROUTE'),
    ...(umr === undefined ? {} : { userMessageReference: umr }),
    ...(err === 0 ? {} : { networkErrorCode: Uint8Array.of(GSM, err >> 8, err & 0xff) }),
  }
}

function between(source: JournalAddress, destination: JournalAddress) {
  return {
    command: 'deliver_sm' as const,
    sourceAddrTon: source[0],
    sourceAddrNpi: source[1],
    sourceAddr: source[2],
    destAddrTon: destination[0],
    destAddrNpi: destination[1],
    destinationAddr: destination[2],
  }
}
