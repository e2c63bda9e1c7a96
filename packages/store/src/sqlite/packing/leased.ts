import type { LeasedPart } from '../../records.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'
import { packTlvs, unpackTlvs } from './tlvs.ts'
import { WirePacker, WireUnpacker } from './wire.ts'

const [SMSC, CLASS, EXPIRES] = [0, 1, 2] as const

export function packLeased(parts: readonly LeasedPart[]): Packed {
  const to = new Packer()
  const wires = new WirePacker()
  for (const leased of parts) {
    to.put(leased.part.messageId)
    to.putSmall(leased.part.number)
    to.putSmall(leased.attempt)
    to.putSmall(leased.failedBefore)
    to.putAgain(SMSC, leased.smscId)
    to.putAgain(CLASS, leased.messageClass)
    wires.pack(to, leased.wire)
    to.putSmall(leased.esmClass)
    to.octets(leased.shortMessage)
    packTlvs(to, leased.tlvs)
    to.putSmall(leased.userMessageReference)
    to.putAgain(EXPIRES, leased.expiresAtMs)
  }
  return to.packed()
}

export function unpackLeased(packed: Packed): readonly LeasedPart[] {
  const from = new Unpacker(packed)
  const wires = new WireUnpacker()
  const parts: LeasedPart[] = []
  while (!from.isEmpty) {
    parts.push({
      part: { messageId: from.take(), number: from.takeSmall() },
      attempt: from.takeSmall(),
      failedBefore: from.takeSmall(),
      smscId: from.takeAgain(SMSC),
      messageClass: from.takeAgain(CLASS),
      wire: wires.unpack(from),
      esmClass: from.takeSmall(),
      shortMessage: from.octets(),
      tlvs: unpackTlvs(from),
      userMessageReference: from.takeSmall(),
      expiresAtMs: from.takeAgain(EXPIRES),
    })
  }
  return parts
}
