import { GSM7_DEFAULT, GSM7_EXTENSION } from './gsm7-tables.ts'
import {
  LOCKING_SHIFT_TABLES,
  NATIONAL_LANGUAGE_IDS,
  type NationalLanguage,
  SINGLE_SHIFT_TABLES,
} from './national-tables.ts'

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
  /** UTF-16 code unit to code: below 0x80 one septet, 0x80 and above escape plus septet. All GSM characters are in the BMP. */
  readonly #codes = new Map<number, number>()
  readonly #locking: readonly number[]
  readonly #single: ReadonlyMap<number, number>

  constructor(shift: NationalShift) {
    this.shift = shift
    this.#locking = (shift.locking && LOCKING_SHIFT_TABLES[shift.locking]) ?? GSM7_DEFAULT
    this.#single = new Map(shift.single ? SINGLE_SHIFT_TABLES[shift.single] : GSM7_EXTENSION)
    for (const [septet, codePoint] of this.#single)
      if (!this.#codes.has(codePoint)) this.#codes.set(codePoint, septet | 0x80)
    // One septet beats two: the locking table is entered last. Within it the first position of a character counts.
    for (const [septet, codePoint] of [...this.#locking.entries()].reverse()) {
      if (codePoint >= 0) this.#codes.set(codePoint, septet)
    }
  }

  /** Septets that a UTF-16 code unit takes: 1 or 2; 0 when the tables do not have it. */
  cost(codeUnit: number): number {
    const code = this.#codes.get(codeUnit)
    return code === undefined ? 0 : code < 0x80 ? 1 : 2
  }

  /** Unpacked septets, one an octet, of text that the caller found to be in the tables. */
  encode(text: string): Uint8Array {
    const septets = new Uint8Array(text.length * 2)
    let length = 0
    for (let index = 0; index < text.length; index++) {
      const code = this.#codes.get(text.charCodeAt(index))
      if (code === undefined) throw new RangeError(`character ${index} is not in the GSM 7-bit tables`)
      if (code >= 0x80) septets[length++] = ESCAPE
      septets[length++] = code & 0x7f
    }
    return septets.slice(0, length)
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
        text += character(this.#locking[septet]!)
        continue
      }
      index++
      const shifted = index < septets.length ? septets[index]! & 0x7f : ESCAPE
      text += shifted === ESCAPE ? ' ' : character(this.#single.get(shifted) ?? this.#locking[shifted]!)
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
