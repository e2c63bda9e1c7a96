import { GSM7_DEFAULT, GSM7_EXTENSION } from './gsm7-tables.ts'
import {
  LOCKING_SHIFT_TABLES,
  NATIONAL_LANGUAGE_IDS,
  type NationalLanguage,
  SINGLE_SHIFT_TABLES,
} from './national-tables.ts'
import { slab } from './payload-slab.ts'

/** The septet that announces a character of the extension table (3GPP TS 23.038 section 6.2.1). */
export const ESCAPE = 0x1b

/** Which national tables apply to a part: announced in its user data header, each part on its own. */
export type NationalShift = {
  readonly locking?: NationalLanguage
  readonly single?: NationalLanguage
}

/** One pair of tables, ready in both directions. Septets above 0x7f in `#codes` stand for an escape and the low 7 bits. */
export class Gsm7Table {
  readonly shift: NationalShift
  /**
   * By UTF-16 code unit: below 0x80 one septet, 0x80 and above escape plus septet, -1 what is in neither table. All GSM
   * characters are in the BMP, and the last of them are currency signs, so that the array is short.
   */
  readonly #codes: Int16Array
  /** What septets stand for: alone, and behind an escape. */
  readonly #locking: readonly string[]
  readonly #single: readonly string[]

  constructor(shift: NationalShift) {
    this.shift = shift
    const locking = (shift.locking && LOCKING_SHIFT_TABLES[shift.locking]) ?? GSM7_DEFAULT
    const single = shift.single ? SINGLE_SHIFT_TABLES[shift.single] : GSM7_EXTENSION
    this.#codes = new Int16Array(Math.max(...locking, ...single.map(([, codePoint]) => codePoint)) + 1).fill(-1)
    // Of the positions of a character the first counts, and one septet beats two: what is entered last stays.
    for (const [septet, codePoint] of single.toReversed()) this.#codes[codePoint] = septet | 0x80
    for (const [septet, codePoint] of [...locking.entries()].reverse()) {
      if (codePoint >= 0) this.#codes[codePoint] = septet
    }
    this.#locking = locking.map(character)
    const shifted = new Map(single)
    this.#single = locking.map((codePoint, septet) =>
      septet === ESCAPE ? ' ' : character(shifted.get(septet) ?? codePoint),
    )
  }

  /** Septets that a UTF-16 code unit takes: 1 or 2; 0 when the tables do not have it. */
  cost(codeUnit: number): number {
    const code = this.#codes[codeUnit] ?? -1
    return code < 0 ? 0 : code < 0x80 ? 1 : 2
  }

  /**
   * Writes a text as unpacked septets, one an octet, from `at` on. Returns where it ends; -1 when it would be behind
   * `limit`, or a character is not in the tables.
   */
  write(text: string, to: Uint8Array, at: number, limit: number): number {
    let end = at
    for (let index = 0; index < text.length; index++) {
      const code = this.#codes[text.charCodeAt(index)] ?? -1
      if (code < 0x80) {
        if (code < 0 || end >= limit) return -1
        to[end++] = code
      } else {
        if (end + 1 >= limit) return -1
        to[end++] = ESCAPE
        to[end++] = code & 0x7f
      }
    }
    return end
  }

  /** Unpacked septets, one an octet, of text that the caller found to be in the tables. */
  encode(text: string): Uint8Array {
    slab.reserve(text.length * 2)
    const end = this.write(text, slab.octets, slab.at, slab.octets.length)
    if (end < 0) throw new RangeError('a character is not in the GSM 7-bit tables')
    return slab.take(end)
  }

  /**
   * Text of unpacked septets. Tolerant as TS 23.038 asks: an escape before a position that the extension table leaves free
   * means the default character there; a second escape, or one at the end, means a space; bit 7 is ignored.
   */
  decode(septets: Uint8Array): string {
    let text = ''
    for (let index = 0; index < septets.length; index++) {
      const septet = septets[index]! & 0x7f
      if (septet !== ESCAPE) {
        text += this.#locking[septet]!
        continue
      }
      index++
      text += index < septets.length ? this.#single[septets[index]! & 0x7f]! : ' '
    }
    return text
  }
}

function character(codePoint: number): string {
  return codePoint < 0 ? ' ' : String.fromCharCode(codePoint)
}

/** The default alphabet with its extension table. */
export const GSM7: Gsm7Table = new Gsm7Table({})

const tables = new Map<string, Gsm7Table>([['/', GSM7]])

/** The tables of a shift, built once each. */
export function gsm7Table(shift: NationalShift): Gsm7Table {
  const key = `${shift.locking ?? ''}/${shift.single ?? ''}`
  let table = tables.get(key)
  if (table === undefined) {
    table = new Gsm7Table(shift)
    tables.set(key, table)
  }
  return table
}

/** The language that an identifier in a user data header stands for, if the tables have it. */
export function nationalLanguageOfId(id: number): NationalLanguage | undefined {
  return languagesById.get(id)
}

const languagesById = new Map(
  Object.entries(NATIONAL_LANGUAGE_IDS).map(([language, id]) => [id, language as NationalLanguage]),
)
