import type { LinkAddress } from '@smpp-connect/contracts'
import type { NewMessage, NewPart } from '../../port.ts'
import { joinOctets, type Packed, Unpacker } from './packed.ts'

export function packMessages(messages: readonly NewMessage[]): Packed {
  const values: unknown[] = []
  const pieces: Uint8Array[] = []
  for (const message of messages) {
    const { id, from, to, text, encoding, smscId, conversationId, reference, expiresAtMs, dataCoding, parts } = message
    values.push(id, from, to, text, encoding, smscId, conversationId, reference, expiresAtMs, dataCoding)
    for (const { ton, npi, address } of [message.source, message.destination]) values.push(ton, npi, address)
    values.push(parts.length)
    for (const { esmClass, shortMessage, userMessageReference } of parts) {
      values.push(esmClass, shortMessage.length, userMessageReference)
      pieces.push(shortMessage)
    }
  }
  return { values, octets: joinOctets(pieces) }
}

export function unpackMessages(packed: Packed): readonly NewMessage[] {
  const from = new Unpacker(packed)
  const messages: NewMessage[] = []
  while (!from.isEmpty) {
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    messages.push({
      id: from.take(),
      from: from.take(),
      to: from.take(),
      text: from.take(),
      encoding: from.take(),
      smscId: from.take(),
      conversationId: from.take(),
      reference: from.take(),
      expiresAtMs: from.take(),
      dataCoding: from.take(),
      source: address(from),
      destination: address(from),
      parts: Array.from({ length: from.take() }, (): NewPart => {
        const esmClass = from.take<number>()
        const shortMessage = from.octets(from.take())
        return { esmClass, shortMessage, userMessageReference: from.take() }
      }),
    })
  }
  return messages
}

export function address(from: Unpacker): LinkAddress {
  return { ton: from.take(), npi: from.take(), address: from.take() }
}
