import type { NewMessage, NewPart } from '../../port.ts'
import { joinOctets, type Packed, Unpacker } from './packed.ts'
import { packTlvs, unpackTlvs } from './tlvs.ts'
import { packWire, unpackWire } from './wire.ts'

export function packMessages(messages: readonly NewMessage[]): Packed {
  const values: unknown[] = []
  const pieces: Uint8Array[] = []
  for (const message of messages) {
    const { id, from, to, text, encoding, smscId, conversationId, reference, expiresAtMs, parts } = message
    const { messageClass, owner, sendAtMs, smscFixed, optOutExempt } = message
    values.push(id, from, to, text, encoding, smscId, conversationId, reference, expiresAtMs)
    values.push(messageClass, owner, sendAtMs, smscFixed, optOutExempt)
    packWire(message.wire, values)
    packTlvs(message.tlvs, values, pieces)
    values.push(parts.length)
    for (const { esmClass, shortMessage, userMessageReference, tlvs } of parts) {
      values.push(esmClass, shortMessage.length, userMessageReference)
      pieces.push(shortMessage)
      packTlvs(tlvs, values, pieces)
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
      messageClass: from.take(),
      owner: from.take(),
      sendAtMs: from.take(),
      smscFixed: from.take(),
      optOutExempt: from.take(),
      wire: unpackWire(from),
      tlvs: unpackTlvs(from),
      parts: Array.from({ length: from.take() }, (): NewPart => {
        const esmClass = from.take<number>()
        const shortMessage = from.octets(from.take())
        return { esmClass, shortMessage, userMessageReference: from.take(), tlvs: unpackTlvs(from) }
      }),
    })
  }
  return messages
}
