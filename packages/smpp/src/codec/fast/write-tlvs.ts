import type { RawTlv } from '../model/parts.ts'
import type { TlvDictionary } from '../tlv-dictionary.ts'
import { writeText } from './octet-text.ts'

/**
 * Writes TLVs in the order of their keys. Returns the offset behind them, or -1 when anything about them is out of the
 * ordinary (a broken limit, a list, no room): the interpreter then writes them, or says what is wrong.
 */
export function writeTlvs(
  o: Uint8Array,
  start: number,
  tlvs: object,
  version: number,
  dictionary: TlvDictionary,
): number {
  let at = start
  const room = o.length
  for (const key in tlvs) {
    const value: unknown = (tlvs as Readonly<Record<string, unknown>>)[key]
    if (value === undefined) continue
    if (key === 'unknown') {
      // 3.3 knows no TLVs.
      at = version === 1 ? -1 : writeRaw(o, at, value as readonly RawTlv[])
      if (at < 0) return -1
      continue
    }
    const writer = dictionary.writerOf(key)
    if (writer === undefined || ((writer.versionMask >> version) & 1) === 0) return -1
    const lengthAt = at + 2
    if (lengthAt + 2 + writer.maxRoom > room) return -1
    o[at] = writer.tag >> 8
    o[at + 1] = writer.tag
    at += 4
    let length: number
    if (writer.kind === 0) {
      if (typeof value !== 'number') return -1
      length = writer.octets
      if (length === 1) {
        if ((value & 0xff) !== value) return -1
        o[at] = value
      } else if (length === 2) {
        if ((value & 0xffff) !== value) return -1
        o[at] = value >> 8
        o[at + 1] = value
      } else {
        if (value >>> 0 !== value) return -1
        o[at] = value >>> 24
        o[at + 1] = value >>> 16
        o[at + 2] = value >>> 8
        o[at + 3] = value
      }
    } else if (writer.kind === 1) {
      const end = writeText(o, at, value, writer.maxOctets - 1)
      if (end < 0) return -1
      length = end - at
      if (length < writer.minOctets) return -1
    } else {
      if (!(value instanceof Uint8Array)) return -1
      length = value.length
      if (length < writer.minOctets || length > writer.maxOctets || at + length > room) return -1
      o.set(value, at)
    }
    o[lengthAt] = length >> 8
    o[lengthAt + 1] = length
    at += length
  }
  return at
}

/** TLVs given as tag and octets. */
function writeRaw(o: Uint8Array, start: number, list: readonly RawTlv[]): number {
  let at = start
  for (const { tag, value } of list) {
    if ((tag & 0xffff) !== tag || !(value instanceof Uint8Array)) return -1
    const { length } = value
    if (length > 0xffff || at + 4 + length > o.length) return -1
    o[at] = tag >> 8
    o[at + 1] = tag
    o[at + 2] = length >> 8
    o[at + 3] = length
    o.set(value, at + 4)
    at += 4 + length
  }
  return at
}
