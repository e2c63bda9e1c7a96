import type { WireTlv } from '@smpp-connect/contracts'
import type { NewPart } from '../../port.ts'
import { OctetReader } from './octet-reader.ts'
import { OctetWriter } from './octet-writer.ts'

/** How many, and of each: tag, length, value. */
function writeTlvs(to: OctetWriter, tlvs: readonly WireTlv[]): void {
  to.count(tlvs.length)
  for (const { tag, value } of tlvs) {
    to.count(tag)
    to.count(value.length)
    to.octets(value)
  }
}

function readTlvs(from: OctetReader): readonly WireTlv[] {
  return Array.from({ length: from.count() }, () => ({ tag: from.count(), value: from.octets(from.count()) }))
}

/** TLVs as a column holds them; null when there are none. */
export function tlvsColumn(tlvs: readonly WireTlv[]): Uint8Array | null {
  if (tlvs.length === 0) return null
  const to = new OctetWriter()
  writeTlvs(to, tlvs)
  return to.slice()
}

export function tlvsOf(column: Uint8Array | null): readonly WireTlv[] {
  return column === null ? [] : readTlvs(new OctetReader(column))
}

const content = new OctetWriter()

/** What a part has to itself: its TLVs, then its octets. Good until the next call: a statement copies what it is given. */
export function contentColumn({ tlvs, shortMessage }: NewPart): Uint8Array {
  content.backTo(0)
  writeTlvs(content, tlvs)
  content.octets(shortMessage)
  return content.view()
}

export function contentOf(column: Uint8Array): Pick<NewPart, 'tlvs' | 'shortMessage'> {
  if (column[0] === 0) return { tlvs: [], shortMessage: column.subarray(1) }
  const from = new OctetReader(column)
  return { tlvs: readTlvs(from), shortMessage: from.rest() }
}
