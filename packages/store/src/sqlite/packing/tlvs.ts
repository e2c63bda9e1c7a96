import type { WireTlv } from '@smpp-connect/contracts'
import type { Packer, Unpacker } from './packed.ts'

const NO_TLVS: readonly WireTlv[] = []

/** How many, and of each its tag and its value. */
export function packTlvs(to: Packer, tlvs: readonly WireTlv[]): void {
  to.putSmall(tlvs.length)
  if (tlvs.length === 0) return
  for (const { tag, value } of tlvs) {
    to.putSmall(tag)
    to.octets(value)
  }
}

export function unpackTlvs(from: Unpacker): readonly WireTlv[] {
  const count = from.takeSmall<number>()
  if (count === 0) return NO_TLVS
  return Array.from({ length: count }, () => ({ tag: from.takeSmall(), value: from.octets() }))
}
