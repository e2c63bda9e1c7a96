import type { Replacement } from './text-options.ts'

/** Typographic characters and the plain ones that stand for them in GSM 7-bit. Letters are never changed. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...each('\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4\u0060\u2035', "'"),
  ...each('\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2036', '"'),
  ...each('\u2039', '<'),
  ...each('\u203a', '>'),
  ...each('\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043', '-'),
  ...each('\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t', ' '),
  ...each('\u200b\u2060\ufeff\u00ad', ''),
  ...each('\u2028\u2029\u0085', '\n'),
  ...each('\u2022\u00b7\u2027\u25cf', '*'),
  ['\u2026', '...'],
  ['\u2044', '/'],
  ['\u2122', '(TM)'],
  ['\u00a9', '(C)'],
  ['\u00ae', '(R)'],
])

function each(characters: string, plain: string): readonly (readonly [string, string])[] {
  return [...characters].map((character) => [character, plain] as const)
}

/** Replaces typographic characters by plain ones and says which. The caller decides whether the result is worth it. */
export function transliterate(text: string): { readonly text: string; readonly replaced: readonly Replacement[] } {
  const replaced: Replacement[] = []
  let plain = ''
  let index = 0
  for (const character of text) {
    const to = PLAIN.get(character)
    if (to !== undefined) replaced.push({ index, from: character, to })
    plain += to ?? character
    index += character.length
  }
  return { text: plain, replaced }
}
