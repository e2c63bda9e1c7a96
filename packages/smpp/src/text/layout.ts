import { type ForcingCharacter, loneSurrogateIndex } from './alphabets.ts'
import { type Coding, capacity, defaultCoding, firstUnwritable, nationalCodings, plainCoding } from './coding.ts'
import type { Replacement, TextOptions, TextRefusal } from './text-options.ts'
import { transliterate } from './transliteration.ts'

/** Where a text is cut, in which coding, and why in that one. */
export type Layout = {
  readonly kind: 'layout'
  /** The text to be written: the one given, unless transliteration was asked for and changed it. */
  readonly text: string
  readonly coding: Coding
  /** Indexes into `text`: part n runs from `cuts[n]` to `cuts[n + 1]`. */
  readonly cuts: readonly number[]
  /** Units of the whole text. */
  readonly units: number
  /** Units that one part may have; that of a single message when there is one part. */
  readonly unitsPerPart: number
  readonly forcedBy?: ForcingCharacter
  readonly replaced: readonly Replacement[]
}

/** Chooses the coding that takes the fewest parts, and cuts. Of equals the plainest wins. */
export function layOut(text: string, options: TextOptions): Layout | TextRefusal {
  const lone = loneSurrogateIndex(text)
  if (lone >= 0) return { kind: 'refused', problem: 'lone_surrogate', index: lone }
  const wanted = options.alphabet ?? 'auto'
  if (wanted !== 'auto') {
    const coding = plainCoding(wanted, options)
    const foreign = firstUnwritable(text, coding)
    if (foreign === undefined) return cut(text, coding, options, [])
    const plain = wanted === 'gsm7' ? transliterated(text, coding, options) : undefined
    return plain ?? { kind: 'refused', problem: 'not_in_alphabet', alphabet: wanted, ...foreign }
  }
  const coding = defaultCoding(options)
  const forcedBy = firstUnwritable(text, coding)
  if (forcedBy === undefined) return cut(text, coding, options, [])
  const plain = transliterated(text, coding, options)
  if (plain !== undefined) return { ...plain, forcedBy }
  // UCS-2 comes first: every handset has it, so a national table must save a part to be worth it.
  const candidates = [plainCoding('ucs2', options), ...nationalCodings(text, options)]
  const layouts = candidates.map((candidate) => cut(text, candidate, options, []))
  return { ...layouts.reduce((best, layout) => (layout.cuts.length < best.cuts.length ? layout : best)), forcedBy }
}

function transliterated(text: string, coding: Coding, options: TextOptions): Layout | undefined {
  if (options.transliterate !== true) return undefined
  const plain = transliterate(text)
  if (firstUnwritable(plain.text, coding) !== undefined) return undefined
  return cut(plain.text, coding, options, plain.replaced)
}

/** Octets of the element that says which part a part is. SAR leaves the header to the message centre: the usual one. */
const CONCATENATION_OCTETS = { udh8: 5, udh16: 6, sar: 5, payload: 0 } as const

function cut(text: string, coding: Coding, options: TextOptions, replaced: readonly Replacement[]): Layout {
  let units = 0
  for (let index = 0; index < text.length; index++) units += coding.cost(text.charCodeAt(index))
  const mode = options.concatenation ?? 'udh8'
  const shiftOctets = coding.elements.length * 3
  // A packed part that ends in a carriage return may need a second one behind it.
  const kept = options.septets === 'packed' && coding.alphabet === 'gsm7' && text.includes('\r') ? 1 : 0
  const single = capacity(coding, shiftOctets === 0 ? 0 : 1 + shiftOctets) - kept
  const found = { kind: 'layout', text, coding, units, replaced } as const
  if (units <= single || mode === 'payload') return { ...found, cuts: [0, text.length], unitsPerPart: single }
  const unitsPerPart = capacity(coding, 1 + shiftOctets + CONCATENATION_OCTETS[mode]) - kept
  return { ...found, cuts: cutAt(text, coding, unitsPerPart), unitsPerPart }
}

/** Fills part after part, and steps back to where a grapheme starts; only a grapheme longer than a part is cut itself. */
function cutAt(text: string, coding: Coding, unitsPerPart: number): readonly number[] {
  const segments = MAY_CLUSTER.test(text) ? segmenter().segment(text) : undefined
  const cuts = [0]
  let start = 0
  let units = 0
  for (let index = 0; index < text.length; index++) {
    const cost = coding.cost(text.charCodeAt(index))
    if (units + cost > unitsPerPart) {
      index = stepBack(text, segments, start, index)
      cuts.push(index)
      start = index
      units = coding.cost(text.charCodeAt(index))
    } else {
      units += cost
    }
  }
  cuts.push(text.length)
  return cuts
}

function stepBack(text: string, segments: Intl.Segments | undefined, start: number, end: number): number {
  const grapheme = segments?.containing(end)?.index ?? end
  if (grapheme > start) return grapheme
  const insidePair = isLowSurrogate(text.charCodeAt(end)) && isHighSurrogate(text.charCodeAt(end - 1))
  return insidePair && end - 1 > start ? end - 1 : end
}

function isHighSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xd800 && codeUnit <= 0xdbff
}

function isLowSurrogate(codeUnit: number): boolean {
  return codeUnit >= 0xdc00 && codeUnit <= 0xdfff
}

/** Below U+0300 the only cluster of more than one character is CR LF, so plain texts need no segmenter. */
const MAY_CLUSTER = /\r|[\u0300-\uffff]/

let shared: Intl.Segmenter | undefined
function segmenter(): Intl.Segmenter {
  shared ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return shared
}
