import type { Tlvs } from '../model/pdus.generated.ts'
import type { TlvDictionary } from '../tlv-dictionary.ts'
import { readText } from './octet-text.ts'
import type { TlvsInProgress } from './tlv-setters.generated.ts'

/** Most PDUs have none: they share these. */
export const NO_TLVS: Tlvs = Object.freeze({})

/**
 * Reads the TLVs from `from` to `end`, where the frame ends. Undefined when anything about them is out of the ordinary (a cut one,
 * an unknown one, a second copy, an odd length): the interpreter then reads them.
 */
export function readTlvs(f: Uint8Array, from: number, end: number, dictionary: TlvDictionary): Tlvs | undefined {
  if (from === end) return NO_TLVS
  const tlvs: TlvsInProgress = {}
  let seen = 0
  for (let at = from; at < end; ) {
    if (at + 4 > end) return undefined
    const reader = dictionary.readerOf((f[at]! << 8) | f[at + 1]!)
    const length = (f[at + 2]! << 8) | f[at + 3]!
    at += 4
    const next = at + length
    if (reader === undefined || next > end) return undefined
    if (reader.repeatable) return undefined
    // A bit for each TLV, as far as 31 bits tell them apart: where two share one the interpreter looks closer.
    if ((seen & reader.bit) !== 0) return undefined
    seen |= reader.bit
    switch (reader.kind) {
      case 0: {
        if (length === 1) reader.set(tlvs, f[at]! as never)
        else if (length === 2) reader.set(tlvs, ((f[at]! << 8) | f[at + 1]!) as never)
        else if (length === 4) reader.set(tlvs, readUint32(f, at) as never)
        else return undefined
        break
      }
      case 1: {
        let nul = at
        while (nul < next && f[nul] !== 0) nul++
        reader.set(tlvs, readText(f, at, nul) as never)
        break
      }
      default:
        reader.set(tlvs, new Uint8Array(f.buffer, f.byteOffset + at, length) as never)
    }
    at = next
  }
  return tlvs
}

function readUint32(f: Uint8Array, at: number): number {
  return ((f[at]! << 24) | (f[at + 1]! << 16) | (f[at + 2]! << 8) | f[at + 3]!) >>> 0
}
