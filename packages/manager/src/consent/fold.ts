/** Controls, joiners, direction marks, soft hyphens, variation selectors: what a text may hold unseen. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}]/gu
/** Left out wherever they stand: d'arrêt, d’arrêt and darrêt are one. */
const APOSTROPHES = /['’‘`´ʼ]/g
/** Vowel points, tatweel and hamzas on carriers in Arabic, points in Hebrew: mostly not typed. */
const POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g
/**
 * Accents of Latin and Greek letters, which phones drop because GSM 7-bit lacks most of them; and of the Cyrillic е, for
 * which ё is commonly written. Elsewhere (й, が, कि) a mark makes another letter.
 */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}е])[\u0300-\u036f]+/gu
/** White space of every kind, controls, hyphens, underscores. */
const BETWEEN_WORDS = /[\s\p{Z}\p{Cc}\p{Pd}\p{Pc}]+/gu
/** Quotes, full stops, emoji: what stands around a text. A mark after the last letter belongs to it. */
const BEFORE = /^[^\p{L}\p{N}]+/u
const AFTER = /[^\p{L}\p{N}\p{M}][^\p{L}\p{N}]*$/u

/** Letters that no decomposition leads to the ones that people type instead. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
}
const LETTERS_TYPED_OTHERWISE = new RegExp(`[${Object.keys(TYPED_AS).join('')}]`, 'gu')

/**
 * A text as it is compared: without case, accents, full-width and other look-alike forms, invisible characters, and
 * without what stands around it; one space between words. Two texts with the same result are the same word. Folding
 * what is folded changes nothing.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(POINTS, '')
    .replace(ACCENTED, '$1')
    .replace(LETTERS_TYPED_OTHERWISE, (letter) => TYPED_AS[letter] ?? letter)
    .normalize('NFC')
    .replace(BETWEEN_WORDS, ' ')
    .replace(BEFORE, '')
    .replace(AFTER, '')
}

/** The words of a folded text. */
export function wordsOf(folded: string): readonly string[] {
  return folded.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
}
