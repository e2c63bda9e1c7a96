import assert from 'node:assert/strict'
import { type CommandName, decodePdu, type PduOf, parseHex } from '../../src/index.ts'

/** command_ids, so that the tests do not lean on the tables they test. */
export const ID = {
  nack: 0x80000000,
  bindReceiver: 0x00000001,
  submitSm: 0x00000004,
  submitSmResp: 0x80000004,
  deliverSm: 0x00000005,
  deliverSmResp: 0x80000005,
  bindTransceiver: 0x00000009,
  bindTransceiverResp: 0x80000009,
  querySmResp: 0x80000003,
  enquireLink: 0x00000015,
  enquireLinkResp: 0x80000015,
  dataSm: 0x00000103,
} as const

/** Octets of hexadecimal digits; blanks and line breaks between them are for the reader. */
export function octetsOf(hex: string): Uint8Array {
  const octets = parseHex(hex)
  if (octets === undefined) throw new Error(`not hexadecimal: ${hex}`)
  return octets
}

/** Hexadecimal digits of a text, one octet a character. */
export function textHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex')
}

/** A PDU put together octet by octet: nothing checks the body. */
export function wirePdu(commandId: number, body = '', status = 0, sequence = 7): Uint8Array {
  const octets = Buffer.concat([Buffer.alloc(16), octetsOf(body)])
  octets.writeUInt32BE(octets.length, 0)
  octets.writeUInt32BE(commandId, 4)
  octets.writeUInt32BE(status, 8)
  octets.writeUInt32BE(sequence, 12)
  return Uint8Array.from(octets)
}

/**
 * A submit_sm or deliver_sm body up to data_coding and sm_default_msg_id: from 447700900123 to 60777, esm_class and
 * data_coding as given. What follows begins with sm_length.
 */
export function messageHead(esmClass = '00', dataCoding = '00'): string {
  const addresses = `0101${textHex('447700900123')}00 0300${textHex('60777')}00`
  return `00 ${addresses} ${esmClass} 00 00 00 00 00 00 ${dataCoding} 00`
}

/** sm_length and short_message of a text. */
export function messageText(text: string): string {
  return text.length.toString(16).padStart(2, '0') + textHex(text)
}

/** A TLV: tag, length, value in hexadecimal. */
export function tlv(tag: number, value: string): string {
  const length = octetsOf(value).length
  return tag.toString(16).padStart(4, '0') + length.toString(16).padStart(4, '0') + value
}

/** Reads octets that must be a sound PDU of the command. */
export function readPdu<C extends CommandName>(command: C, octets: Uint8Array): PduOf<C> {
  const outcome = decodePdu(octets)
  assert.ok(outcome.kind === 'pdu' && outcome.pdu.command === command, JSON.stringify(outcome))
  return outcome.pdu as PduOf<C>
}

/** Octets as text, one character an octet. */
export function latin1(octets: Uint8Array): string {
  return Buffer.from(octets).toString('latin1')
}
