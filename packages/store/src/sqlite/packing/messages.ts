import type { NewMessage, NewPart } from '../../port.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'
import { packTlvs, unpackTlvs } from './tlvs.ts'
import { WirePacker, WireUnpacker } from './wire.ts'

type Common = Omit<NewMessage, 'id' | 'to' | 'conversationId' | 'text' | 'reference' | 'wire' | 'tlvs' | 'parts'>

export function packMessages(messages: readonly NewMessage[]): Packed {
  const to = new Packer()
  const wires = new WirePacker()
  let before: NewMessage | undefined
  for (const message of messages) {
    const isSame = before !== undefined && isSameCommon(message, before)
    to.putLike(true, isSame)
    if (!isSame) packCommon(to, message)
    before = message
    to.put(message.id)
    to.put(message.to)
    to.put(message.conversationId)
    to.put(message.text)
    to.putLike(null, message.reference)
    wires.pack(to, message.wire)
    packTlvs(to, message.tlvs)
    to.putSmall(message.parts.length)
    for (const { esmClass, shortMessage, userMessageReference, tlvs } of message.parts) {
      to.putSmall(esmClass)
      to.octets(shortMessage)
      to.putSmall(userMessageReference)
      packTlvs(to, tlvs)
    }
  }
  return to.packed()
}

export function unpackMessages(packed: Packed): readonly NewMessage[] {
  const from = new Unpacker(packed)
  const wires = new WireUnpacker()
  const messages: NewMessage[] = []
  let common: Common | undefined
  while (!from.isEmpty) {
    if (!from.takeLike(true) || !common) common = unpackCommon(from)
    const { from: ours, encoding, smscId, expiresAtMs, messageClass, owner, sendAtMs, smscFixed, optOutExempt } = common
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    messages.push({
      id: from.take(),
      from: ours,
      to: from.take(),
      encoding,
      smscId,
      conversationId: from.take(),
      text: from.take(),
      reference: from.takeLike<string | null>(null),
      expiresAtMs,
      messageClass,
      owner,
      sendAtMs,
      smscFixed,
      optOutExempt,
      wire: wires.unpack(from),
      tlvs: unpackTlvs(from),
      parts: Array.from({ length: from.takeSmall() }, () => unpackPart(from)),
    })
  }
  return messages
}

/** What messages that come together mostly have in common. */
function isSameCommon(one: Common, other: Common): boolean {
  return (
    one.smscId === other.smscId &&
    one.from === other.from &&
    one.encoding === other.encoding &&
    one.expiresAtMs === other.expiresAtMs &&
    one.messageClass === other.messageClass &&
    one.owner === other.owner &&
    one.sendAtMs === other.sendAtMs &&
    one.smscFixed === other.smscFixed &&
    one.optOutExempt === other.optOutExempt
  )
}

function packCommon(to: Packer, message: Common): void {
  const { from, encoding, smscId, expiresAtMs, messageClass, owner, sendAtMs, smscFixed, optOutExempt } = message
  for (const value of [from, encoding, smscId, expiresAtMs, messageClass, owner, sendAtMs]) to.put(value)
  to.put(smscFixed)
  to.put(optOutExempt)
}

function unpackCommon(from: Unpacker): Common {
  return {
    from: from.take(),
    encoding: from.take(),
    smscId: from.take(),
    expiresAtMs: from.take(),
    messageClass: from.take(),
    owner: from.take(),
    sendAtMs: from.take(),
    smscFixed: from.take(),
    optOutExempt: from.take(),
  }
}

function unpackPart(from: Unpacker): NewPart {
  const esmClass = from.takeSmall<number>()
  const shortMessage = from.octets()
  return { esmClass, shortMessage, userMessageReference: from.takeSmall(), tlvs: unpackTlvs(from) }
}
