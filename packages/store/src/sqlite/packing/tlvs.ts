import type { WireTlv } from '@smpp-connect/contracts'
import type { Packer, Unpacker } from './packed.ts'

/** How many, and of each its tag and its value. */
export function packTlvs(to: Packer, tlvs: readonly WireTlv[]): void {
  to.put(tlvs.length)
  for (const { tag, value } of tlvs) {
    to.put(tag)
    to.octets(value)
  }
}

export function unpackTlvs(from: Unpacker): readonly WireTlv[] {
  const count = from.take<number>()
  if (count === 0) return []
  return Array.from({ length: count }, () => ({ tag: from.take(), value: from.octets() }))
}
