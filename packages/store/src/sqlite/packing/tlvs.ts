import type { WireTlv } from '@smpp-connect/contracts'
import type { Unpacker } from './packed.ts'

/** How many, and of each its tag and the length of its value, whose octets go to `pieces`. */
export function packTlvs(tlvs: readonly WireTlv[], values: unknown[], pieces: Uint8Array[]): void {
  values.push(tlvs.length)
  for (const { tag, value } of tlvs) {
    values.push(tag, value.length)
    pieces.push(value)
  }
}

export function unpackTlvs(from: Unpacker): readonly WireTlv[] {
  const count = from.take<number>()
  if (count === 0) return []
  return Array.from({ length: count }, () => ({ tag: from.take(), value: from.octets(from.take()) }))
}
