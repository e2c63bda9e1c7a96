/** The alphabets that SMPP user data comes in. `binary` is not text. */
export type Alphabet =
  | 'gsm7'
  | 'ascii'
  | 'latin1'
  | 'ucs2'
  | 'utf8'
  | 'iso-8859-5'
  | 'iso-8859-8'
  | 'jis'
  | 'iso-2022-jp'
  | 'jis-x0212'
  | 'ks-c-5601'
  | 'pictogram'
  | 'binary'

/** 0 flash (shown at once, not kept), 1 the handset, 2 the SIM, 3 other equipment (3GPP TS 23.038 section 4). */
export type MessageClass = 0 | 1 | 2 | 3

/** Everything a data_coding octet says. */
export type DataCodingInfo = {
  readonly alphabet: Alphabet
  readonly messageClass?: MessageClass
  /** A message waiting indication: switch an icon on the handset on or off. */
  readonly waiting?: {
    readonly active: boolean
    readonly kind: 'voicemail' | 'fax' | 'email' | 'other'
    /** Whether the text itself is to be kept. */
    readonly store: boolean
  }
  readonly compressed: boolean
  /** Whether the value is one that SMPP leaves to GSM (`gsm`), one of its own list (`smpp`), or reserved by both. */
  readonly group: 'smpp' | 'gsm' | 'reserved'
}

/** How to read a data_coding on a link. */
export type DataCodingOptions = {
  /** What 0 means there: operators differ (GSM 7-bit, Latin-1, ASCII, even UTF-8). GSM 7-bit unless told. */
  readonly default?: Alphabet
}

const SMPP_ALPHABETS: Readonly<Record<number, Alphabet>> = {
  1: 'ascii',
  2: 'binary',
  3: 'latin1',
  4: 'binary',
  5: 'jis',
  6: 'iso-8859-5',
  7: 'iso-8859-8',
  8: 'ucs2',
  9: 'pictogram',
  10: 'iso-2022-jp',
  13: 'jis-x0212',
  14: 'ks-c-5601',
}

const WAITING_KINDS = ['voicemail', 'fax', 'email', 'other'] as const
const GENERAL_ALPHABETS = ['gsm7', 'binary', 'ucs2', 'gsm7'] as const

/**
 * Reads a data_coding (3.4 section 5.2.19, 5.0 section 4.7.7). Values that SMPP reserves and GSM uses are read as the GSM
 * data coding scheme (3GPP TS 23.038 section 4), since many message centres pass them through. Never fails.
 */
export function dataCodingInfo(dataCoding: number, options: DataCodingOptions = {}): DataCodingInfo {
  const fallback = options.default ?? 'gsm7'
  if (dataCoding === 0) return { alphabet: fallback, compressed: false, group: 'smpp' }
  const listed = SMPP_ALPHABETS[dataCoding]
  if (listed !== undefined) return { alphabet: listed, compressed: false, group: 'smpp' }
  if (dataCoding >= 0xf0) {
    const alphabet = (dataCoding & 0x04) === 0 ? 'gsm7' : 'binary'
    return { alphabet, messageClass: classOf(dataCoding), compressed: false, group: 'smpp' }
  }
  if (dataCoding >= 0xc0) {
    const ucs2 = dataCoding >= 0xe0
    const kind = WAITING_KINDS[dataCoding & 0x03]!
    const waiting = { active: (dataCoding & 0x08) !== 0, kind, store: dataCoding >= 0xd0 }
    return { alphabet: ucs2 ? 'ucs2' : 'gsm7', waiting, compressed: false, group: ucs2 ? 'gsm' : 'smpp' }
  }
  if (dataCoding < 0x10 || dataCoding >= 0x80) return { alphabet: fallback, compressed: false, group: 'reserved' }
  const alphabet = GENERAL_ALPHABETS[(dataCoding >> 2) & 0x03]!
  const compressed = (dataCoding & 0x20) !== 0
  const hasClass = (dataCoding & 0x10) !== 0
  return { alphabet, ...(hasClass ? { messageClass: classOf(dataCoding) } : {}), compressed, group: 'gsm' }
}

/** The alphabet of a data_coding. `options.default` says what 0 means on the link. */
export function alphabetOf(dataCoding: number, options: DataCodingOptions = {}): Alphabet {
  return FIXED_ALPHABETS[dataCoding] ?? options.default ?? 'gsm7'
}

/** By data_coding; undefined where the link says what it means. */
const FIXED_ALPHABETS: readonly (Alphabet | undefined)[] = Array.from({ length: 256 }, (_, dataCoding) => {
  const { alphabet } = dataCodingInfo(dataCoding, { default: 'gsm7' })
  return alphabet === dataCodingInfo(dataCoding, { default: 'utf8' }).alphabet ? alphabet : undefined
})

/**
 * The data_coding to send for an alphabet and, if wanted, a message class. GSM 7-bit is 0 without a class and 0xF0 to 0xF3
 * with one; UCS-2 with a class is the GSM value 0x18 to 0x1b, which SMPP reserves but message centres pass on.
 */
export function dataCodingOf(alphabet: Alphabet, messageClass?: MessageClass): number {
  if (messageClass !== undefined) {
    if (alphabet === 'gsm7') return 0xf0 | messageClass
    if (alphabet === 'binary') return 0xf4 | messageClass
    if (alphabet === 'ucs2') return 0x18 | messageClass
  }
  if (alphabet === 'gsm7' || alphabet === 'utf8') return 0
  if (alphabet === 'binary') return 4
  return LISTED_VALUES.get(alphabet)!
}

const LISTED_VALUES: ReadonlyMap<Alphabet, number> = new Map(
  Object.entries(SMPP_ALPHABETS).map(([dataCoding, alphabet]) => [alphabet, Number(dataCoding)]),
)

function classOf(dataCoding: number): MessageClass {
  return (dataCoding & 0x03) as MessageClass
}
