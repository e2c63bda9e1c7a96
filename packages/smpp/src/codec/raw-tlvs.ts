import type { RawTlv } from './model/parts.ts'
import type { Tlvs } from './model/pdus.generated.ts'
import { STANDARD_TLVS, type TlvDefinition, type TlvDictionary } from './tlv-dictionary.ts'

/**
 * The TLVs of a PDU as tag and octets, whether the codec has a name for them or not: for keeping or handing on all that
 * came. Named ones are written again, a text with its NUL and an integer in as many octets as its definition asks for at
 * least; limits are not enforced, so that whatever was read comes out. The octets are copies.
 */
export function rawTlvs(tlvs: Tlvs, dictionary: TlvDictionary = STANDARD_TLVS): RawTlv[] {
  const raw: RawTlv[] = []
  for (const [key, value] of Object.entries(tlvs)) {
    if (value === undefined || key === 'unknown') continue
    const definition = dictionary.ofKey(key)
    if (definition === undefined) continue
    const values: readonly unknown[] = definition.repeatable && Array.isArray(value) ? value : [value]
    for (const single of values) raw.push({ tag: definition.tag, value: octetsOf(definition, single) })
  }
  for (const { tag, value } of tlvs.unknown ?? []) raw.push({ tag, value: Uint8Array.from(value) })
  return raw
}

function octetsOf({ minOctets }: TlvDefinition, value: unknown): Uint8Array {
  if (typeof value === 'number') return integerOctets(value, minOctets)
  if (typeof value === 'string') return textOctets(value)
  return Uint8Array.from(value as Uint8Array)
}

/** One octet a character, and a NUL. */
function textOctets(text: string): Uint8Array {
  const octets = new Uint8Array(text.length + 1)
  for (let index = 0; index < text.length; index++) octets[index] = text.charCodeAt(index)
  return octets
}

function integerOctets(value: number, least: number): Uint8Array {
  let length = least
  while (value >= 256 ** length) length++
  const octets = new Uint8Array(length)
  for (let rest = value, at = length - 1; at >= 0; rest = Math.floor(rest / 256), at--) octets[at] = rest
  return octets
}
