import type { LeasedPart } from '../../records.ts'
import { joinOctets, type Packed, Unpacker } from './packed.ts'
import { packTlvs, unpackTlvs } from './tlvs.ts'
import { packWire, unpackWire } from './wire.ts'

export function packLeased(parts: readonly LeasedPart[]): Packed {
  const values: unknown[] = []
  const pieces: Uint8Array[] = []
  for (const leased of parts) {
    const { part, attempt, smscId, messageClass, esmClass, userMessageReference, expiresAtMs, shortMessage } = leased
    values.push(part.messageId, part.number, attempt, smscId, messageClass, esmClass, userMessageReference, expiresAtMs)
    packWire(leased.wire, values)
    values.push(shortMessage.length)
    pieces.push(shortMessage)
    packTlvs(leased.tlvs, values, pieces)
  }
  return { values, octets: joinOctets(pieces) }
}

export function unpackLeased(packed: Packed): readonly LeasedPart[] {
  const from = new Unpacker(packed)
  const parts: LeasedPart[] = []
  while (!from.isEmpty) {
    parts.push({
      part: { messageId: from.take(), number: from.take() },
      attempt: from.take(),
      smscId: from.take(),
      messageClass: from.take(),
      esmClass: from.take(),
      userMessageReference: from.take(),
      expiresAtMs: from.take(),
      wire: unpackWire(from),
      shortMessage: from.octets(from.take()),
      tlvs: unpackTlvs(from),
    })
  }
  return parts
}
