import type { Alphabet } from './data-coding.ts'
import { GSM7, type Gsm7Table } from './gsm7.ts'

/** The first character of a text that an alphabet does not have. */
export type ForcingCharacter = {
  /** UTF-16 index in the text. */
  readonly index: number
  readonly char: string
  readonly codePoint: number
}

/** One octet per character for ISO 8859 alphabets; the tables come with the platform. */
const eightBitCodes = new Map<Alphabet, ReadonlyMap<string, number>>()

function eightBitCodesOf(alphabet: 'iso-8859-5' | 'iso-8859-8'): ReadonlyMap<string, number> {
  let codes = eightBitCodes.get(alphabet)
  if (codes === undefined) {
    const characters = new TextDecoder(alphabet).decode(Uint8Array.from({ length: 256 }, (_, octet) => octet))
    codes = new Map([...characters].flatMap((char, octet) => (char === '\ufffd' ? [] : [[char, octet] as const])))
    eightBitCodes.set(alphabet, codes)
  }
  return codes
}

/** Alphabets a text can be written in. */
export type WritableAlphabet = 'gsm7' | 'ascii' | 'latin1' | 'iso-8859-5' | 'iso-8859-8' | 'ucs2'

/** Units (septets, octets or 16-bit units) that a UTF-16 code unit takes; 0 when the alphabet does not have it. */
export function unitCost(alphabet: WritableAlphabet, codeUnit: number, table: Gsm7Table = GSM7): number {
  switch (alphabet) {
    case 'gsm7':
      return table.cost(codeUnit)
    case 'ascii':
      return codeUnit < 0x80 ? 1 : 0
    case 'latin1':
      return codeUnit < 0x100 ? 1 : 0
    case 'ucs2':
      return 1
    default:
      return eightBitCodesOf(alphabet).has(String.fromCharCode(codeUnit)) ? 1 : 0
  }
}

/**
 * Writes a text that the caller found to be in the alphabet, from `at` on: at most two octets a character; GSM 7-bit
 * unpacked. Returns where it ends.
 */
export function writeAlphabet(alphabet: WritableAlphabet, text: string, to: Uint8Array, at: number): number {
  if (alphabet === 'gsm7') return GSM7.write(text, to, at, to.length)
  if (alphabet === 'ucs2') return writeUtf16(text, to, at)
  const codes = alphabet === 'iso-8859-5' || alphabet === 'iso-8859-8' ? eightBitCodesOf(alphabet) : undefined
  for (let index = 0; index < text.length; index++) {
    to[at + index] = codes === undefined ? text.charCodeAt(index) : codes.get(text.charAt(index))!
  }
  return at + text.length
}

/** The first character that an alphabet does not have; undefined when it has them all. */
export function firstForeign(
  text: string,
  alphabet: WritableAlphabet,
  table: Gsm7Table = GSM7,
): ForcingCharacter | undefined {
  for (let index = 0; index < text.length; index++) {
    if (unitCost(alphabet, text.charCodeAt(index), table) > 0) continue
    const codePoint = text.codePointAt(index)!
    return { index, char: String.fromCodePoint(codePoint), codePoint }
  }
  return undefined
}

/** The index of the first surrogate without its partner, or -1. Such a text is no sequence of characters. */
export function loneSurrogateIndex(text: string): number {
  if (text.isWellFormed()) return -1
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(index + 1)
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return index
    index++
  }
  return -1
}

/** UTF-16, high octet first, which is what UCS-2 is on the air today. Lone surrogates are written as they are. */
export function writeUtf16(text: string, to: Uint8Array, at: number): number {
  let end = at
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    to[end++] = unit >> 8
    to[end++] = unit
  }
  return end
}

/** Text of UTF-16 octets, high octet first. An odd octet at the end is dropped; lone surrogates are kept. */
export function decodeUtf16(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < octets.length; at += 2) text += String.fromCharCode((octets[at]! << 8) | octets[at + 1]!)
  return text
}

/** Text of octets that are the first 256 code points. */
export function decodeLatin1(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += MOST_ARGUMENTS) {
    text += fromCodes(octets.subarray(at, at + MOST_ARGUMENTS))
  }
  return text
}

/** One call for many characters takes half the time of one for each. Engines take some 65,000 arguments. */
const MOST_ARGUMENTS = 4_096
const fromCodes = (codes: Uint8Array): string => Reflect.apply(String.fromCharCode, undefined, codes)
