import type { LeasedPart } from '../../records.ts'
import { address } from './messages.ts'
import { joinOctets, type Packed, Unpacker } from './packed.ts'

export function packLeased(parts: readonly LeasedPart[]): Packed {
  const values: unknown[] = []
  for (const leased of parts) {
    const { part, attempt, smscId, esmClass, dataCoding, userMessageReference, expiresAtMs, shortMessage } = leased
    values.push(part.messageId, part.number, attempt, smscId, esmClass, dataCoding, userMessageReference, expiresAtMs)
    for (const { ton, npi, address } of [leased.source, leased.destination]) values.push(ton, npi, address)
    values.push(shortMessage.length)
  }
  return { values, octets: joinOctets(parts.map((leased) => leased.shortMessage)) }
}

export function unpackLeased(packed: Packed): readonly LeasedPart[] {
  const from = new Unpacker(packed)
  const parts: LeasedPart[] = []
  while (!from.isEmpty) {
    parts.push({
      part: { messageId: from.take(), number: from.take() },
      attempt: from.take(),
      smscId: from.take(),
      esmClass: from.take(),
      dataCoding: from.take(),
      userMessageReference: from.take(),
      expiresAtMs: from.take(),
      source: address(from),
      destination: address(from),
      shortMessage: from.octets(from.take()),
    })
  }
  return parts
}
