import type { TlvDefinition } from './tlv-dictionary.ts'

/** A TLV's value as people and JSON write it: a number, a text, or octets in hexadecimal after `0x`. */
export type TlvText = number | string

/** The octets of a value, or what is wrong with it. */
export type TlvOctets =
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'invalid'; readonly found: string; readonly allowed: string }

/** What decides about the octets of a value; of a definition, or of a tag that nobody declared. */
export type TlvShape = Pick<TlvDefinition, 'type' | 'minOctets' | 'maxOctets'>

/** A tag that nobody declared carries any octets. */
export const ANY_OCTETS: TlvShape = { type: 'octet_string', minOctets: 0, maxOctets: 65535 }

const HEXADECIMAL = /^0x(?:[0-9a-fA-F]{2})*$/

/**
 * The octets of a TLV's value (3.4 section 5.3.2) as written for people. Integers: a number, or its octets after `0x`,
 * in as many octets as the definition says. C-octet strings: a text, to which the NUL is added. Octet strings: octets
 * after `0x`, or a text of Latin-1. Never throws.
 */
export function tlvOctets({ type, minOctets, maxOctets }: TlvShape, value: TlvText): TlvOctets {
  const size = minOctets === maxOctets ? `${minOctets}` : `${minOctets} to ${maxOctets}`
  if (type === 'integer') return integerOctets(value, maxOctets, minOctets)
  if (typeof value === 'number') return { kind: 'invalid', found: `the number ${value}`, allowed: 'a text' }
  const body = HEXADECIMAL.test(value) ? Uint8Array.fromHex(value.slice(2)) : latin1(value)
  if (!body) return { kind: 'invalid', found: 'a character beyond Latin-1', allowed: 'Latin-1, or octets after 0x' }
  const octets = type === 'c_octet_string' ? terminated(body) : body
  if (!octets) return { kind: 'invalid', found: 'a NUL within', allowed: 'a text without NUL' }
  if (octets.length < minOctets || octets.length > maxOctets) {
    const nul = type === 'c_octet_string' ? ', its NUL counted' : ''
    return { kind: 'invalid', found: `${octets.length} octets${nul}`, allowed: `${size} octets` }
  }
  return { kind: 'octets', octets }
}

function integerOctets(value: TlvText, most: number, least: number): TlvOctets {
  if (typeof value === 'string' && HEXADECIMAL.test(value)) {
    const octets = Uint8Array.fromHex(value.slice(2))
    if (octets.length >= least && octets.length <= most) return { kind: 'octets', octets }
    return {
      kind: 'invalid',
      found: `${octets.length} octets`,
      allowed: least === most ? `${most}` : `${least} to ${most}`,
    }
  }
  const number = typeof value === 'number' ? value : /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  const limit = 2 ** (8 * most) - 1
  if (!Number.isInteger(number) || number < 0 || number > limit) {
    return { kind: 'invalid', found: JSON.stringify(value), allowed: `a whole number, 0 to ${limit}` }
  }
  const octets = new Uint8Array(most)
  let rest = number
  for (let at = most - 1; at >= 0; at--) {
    octets[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return { kind: 'octets', octets }
}

/** A TLV's value for people: an integer as a number, a string as its text where it is printable, else octets after `0x`. */
export function tlvText(shape: TlvShape, octets: Uint8Array): string {
  if (shape.type === 'integer' && octets.length > 0 && octets.length <= 6) {
    return String(octets.reduce((number, octet) => number * 256 + octet, 0))
  }
  const end = shape.type === 'c_octet_string' ? octets.indexOf(0) : -1
  const body = end < 0 ? octets : octets.subarray(0, end)
  const printable = body.length > 0 && body.every((octet) => octet >= 0x20 && octet < 0x7f)
  if (!printable) return body.length === 0 && shape.type === 'c_octet_string' ? '' : `0x${octets.toHex()}`
  const text = String.fromCharCode(...body)
  // Read back it has to be the same octets.
  return HEXADECIMAL.test(text) ? `0x${octets.toHex()}` : text
}

function latin1(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0xff) return undefined
    octets[index] = code
  }
  return octets
}

function terminated(body: Uint8Array): Uint8Array | undefined {
  const end = body.indexOf(0)
  if (end >= 0 && end < body.length - 1) return undefined
  if (end >= 0) return body
  const octets = new Uint8Array(body.length + 1)
  octets.set(body)
  return octets
}
