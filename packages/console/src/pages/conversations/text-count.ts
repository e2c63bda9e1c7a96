import type { SmscSettings } from '@smpp-connect/contracts'
import { countText, type TextCount, type TextOptions, transliterate } from '@smpp-connect/smpp/text'

export type DefaultAlphabet = SmscSettings['defaultAlphabet']

/** Counts a text as the manager will cut it for an SMSC whose data_coding 0 means this alphabet. */
export function countFor(text: string, alphabet: DefaultAlphabet | undefined): TextCount {
  return countText(text, optionsFor(alphabet))
}

/** The text with typographic characters made plain, if that alone makes it fit GSM 7-bit. */
export function plainAlternative(text: string, count: TextCount): { text: string; replaced: number } | undefined {
  if (count.forcedBy === undefined || count.alphabet === 'gsm7') return undefined
  const plain = transliterate(text)
  if (plain.replaced.length === 0 || countText(plain.text).alphabet !== 'gsm7') return undefined
  return { text: plain.text, replaced: plain.replaced.length }
}

function optionsFor(alphabet: DefaultAlphabet | undefined): TextOptions {
  return alphabet === undefined || alphabet === 'utf8' ? {} : { defaultAlphabet: alphabet }
}
