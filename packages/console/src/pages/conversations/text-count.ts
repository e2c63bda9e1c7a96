import { countText, type TextCount, transliterate } from '@smpp-connect/smpp/text'

/** Counts a text just as the manager cuts it: the same function with the same options. */
export function countFor(text: string): TextCount {
  return countText(text)
}

/** The text with typographic characters made plain, if that alone makes it fit GSM 7-bit. */
export function plainAlternative(text: string, count: TextCount): { text: string; replaced: number } | undefined {
  if (count.forcedBy === undefined || count.alphabet === 'gsm7') return undefined
  const plain = transliterate(text)
  if (plain.replaced.length === 0 || countText(plain.text).alphabet !== 'gsm7') return undefined
  return { text: plain.text, replaced: plain.replaced.length }
}
