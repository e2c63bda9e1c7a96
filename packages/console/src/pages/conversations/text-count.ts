import { effectiveOptions, type SmppOptions, type SmscView, textOptions } from '@smpp-connect/contracts'
import { countText, type TextCount, type TextOptions, transliterate } from '@smpp-connect/smpp/text'

/** What decides how a text is cut: the SMSC, what was chosen for the message, and the limit on parts. */
export interface CountingRules {
  readonly smsc: Pick<SmscView, 'defaults' | 'defaultAlphabet'> | undefined
  readonly options: SmppOptions
  readonly maxParts: number | undefined
}

/** Counts a text just as the manager cuts it: the same function with the same options. */
export function countFor(text: string, rules: CountingRules): TextCount {
  return countText(text, optionsFor(rules))
}

/** The text with typographic characters made plain, if that alone makes it fit GSM 7-bit. */
export function plainAlternative(
  text: string,
  count: TextCount,
  rules: CountingRules,
): { text: string; replaced: number } | undefined {
  if (count.forcedBy === undefined || count.alphabet !== 'ucs2') return undefined
  const plain = transliterate(text)
  if (plain.replaced.length === 0 || countText(plain.text, optionsFor(rules)).alphabet === 'ucs2') return undefined
  return { text: plain.text, replaced: plain.replaced.length }
}

function optionsFor({ smsc, options, maxParts }: CountingRules): TextOptions {
  const chosen = smsc ? textOptions(effectiveOptions(smsc, options), smsc) : {}
  return { ...chosen, ...(maxParts === undefined ? {} : { maxParts }) }
}
