import { type ForcingCharacter, firstForeign, unitCost, type WritableAlphabet, writeAlphabet } from './alphabets.ts'
import { dataCodingOf } from './data-coding.ts'
import { GSM7, type Gsm7Table, gsm7Table, type NationalShift } from './gsm7.ts'
import { LOCKING_SHIFT_TABLES, NATIONAL_LANGUAGE_IDS, type NationalLanguage } from './national-tables.ts'
import type { TextOptions } from './text-options.ts'
import { ELEMENT, type InformationElement } from './user-data-header.ts'

/** Octets of user data that one short message carries on the air (3GPP TS 23.040 section 9.2.3.16). */
export const USER_DATA_OCTETS = 140

/** One way to write a text: an alphabet, the cost of each character in it, and what must be announced. */
export type Coding = {
  readonly alphabet: WritableAlphabet
  readonly dataCoding: number
  /** Bits of a unit on the air: 7, 8 or 16. */
  readonly bits: 7 | 8 | 16
  /** Elements that every part's user data header must have: the national shift tables. */
  readonly elements: readonly InformationElement[]
  readonly shift: NationalShift
  /** Units that a UTF-16 code unit takes; 0 when it cannot be written. */
  readonly cost: (codeUnit: number) => number
  /** Writes a text that it can write, from `at` on, GSM 7-bit unpacked: at most two octets a code unit. Returns the end. */
  readonly write: (text: string, to: Uint8Array, at: number) => number
}

/** Units that fit beside a header of some octets, its length octet included. */
export function capacity(coding: Coding, headerOctets: number): number {
  return Math.floor(((USER_DATA_OCTETS - headerOctets) * 8) / coding.bits)
}

/** Writes in an alphabet as it is. */
export function plainCoding(alphabet: WritableAlphabet, options: TextOptions): Coding {
  if (alphabet === 'gsm7') return gsm7Coding(GSM7, options)
  return {
    alphabet,
    dataCoding: dataCodingOf(alphabet, options.messageClass),
    bits: alphabet === 'ucs2' ? 16 : 8,
    elements: [],
    shift: {},
    cost: (codeUnit) => unitCost(alphabet, codeUnit),
    write: (text, to, at) => writeAlphabet(alphabet, text, to, at),
  }
}

/** Writes in GSM 7-bit with the tables given. */
export function gsm7Coding(table: Gsm7Table, options: TextOptions): Coding {
  const { locking, single } = table.shift
  const elements: InformationElement[] = []
  if (single) elements.push({ id: ELEMENT.singleShift, data: Uint8Array.of(NATIONAL_LANGUAGE_IDS[single]) })
  if (locking) elements.push({ id: ELEMENT.lockingShift, data: Uint8Array.of(NATIONAL_LANGUAGE_IDS[locking]) })
  return {
    alphabet: 'gsm7',
    dataCoding:
      options.messageClass === undefined
        ? (options.defaultDataCoding ?? 0)
        : dataCodingOf('gsm7', options.messageClass),
    bits: 7,
    elements,
    shift: table.shift,
    cost: (codeUnit) => table.cost(codeUnit),
    write: (text, to, at) => table.write(text, to, at, to.length),
  }
}

/**
 * What data_coding 0 stands for on the link. Where the message centre itself turns Latin-1 or ASCII into GSM 7-bit, a
 * character must be in both, and costs what it will cost on the air.
 */
export function defaultCoding(options: TextOptions): Coding {
  const alphabet = options.defaultAlphabet ?? 'gsm7'
  const gsm7 = gsm7Coding(GSM7, options)
  if (alphabet === 'gsm7') return gsm7
  return {
    ...gsm7,
    alphabet,
    cost: (codeUnit) => (unitCost(alphabet, codeUnit) > 0 ? GSM7.cost(codeUnit) : 0),
    write: (text, to, at) => writeAlphabet(alphabet, text, to, at),
  }
}

/** The first character that a coding cannot write; undefined when it can write them all. */
export function firstUnwritable(text: string, coding: Coding): ForcingCharacter | undefined {
  if (coding.alphabet === 'gsm7' && coding.elements.length === 0) return firstForeign(text, 'gsm7')
  for (let index = 0; index < text.length; index++) {
    if (coding.cost(text.charCodeAt(index)) > 0) continue
    const codePoint = text.codePointAt(index)!
    return { index, char: String.fromCodePoint(codePoint), codePoint }
  }
  return undefined
}

/** GSM 7-bit with the tables of the languages given that can write the text: single, locking and both, in that order. */
export function nationalCodings(text: string, options: TextOptions): readonly Coding[] {
  const wanted = options.nationalLanguages ?? []
  const languages = wanted === 'all' ? (Object.keys(NATIONAL_LANGUAGE_IDS) as NationalLanguage[]) : wanted
  const shifts: NationalShift[] = languages.flatMap((language) => {
    const single = { single: language }
    if (LOCKING_SHIFT_TABLES[language] === undefined) return [single]
    return [single, { locking: language }, { locking: language, single: language }]
  })
  const codings = shifts.map((shift) => gsm7Coding(gsm7Table(shift), options))
  return codings.filter((coding) => firstUnwritable(text, coding) === undefined)
}
