import { decodeLatin1, decodeUtf16 } from './alphabets.ts'
import { type Alphabet, alphabetOf } from './data-coding.ts'
import { gsm7Table, type NationalShift, nationalLanguageOfId } from './gsm7.ts'
import { unpackSeptets } from './septets.ts'
import { parseUserDataHeader, type UserDataHeader } from './user-data-header.ts'

/** How to read user data. */
export type DecodeTextOptions = {
  /** What data_coding 0 means on the link; GSM 7-bit unless told. */
  readonly default?: Alphabet
  /** Whether the esm_class says that the payload starts with a user data header. */
  readonly udhi?: boolean
  /** Whether GSM 7-bit comes packed on the link. */
  readonly septets?: 'unpacked' | 'packed'
}

/** User data taken apart. */
export type UserData = {
  readonly header?: UserDataHeader
  /** What follows the header; the whole payload when there is none. */
  readonly body: Uint8Array
}

/** Cuts the header off a payload. Tolerant: UDHI without a valid header means that all of it is body. */
export function splitUserData(payload: Uint8Array, udhi: boolean): UserData {
  const header = udhi ? parseUserDataHeader(payload) : undefined
  return header === undefined ? { body: payload } : { header, body: payload.subarray(header.octets) }
}

/**
 * The text of a payload. Never throws: what an alphabet leaves undefined becomes U+FFFD or a space, binary data becomes one
 * character per octet, and the result is always well-formed.
 */
export function decodeText(payload: Uint8Array, dataCoding: number, options: DecodeTextOptions = {}): string {
  const { header, body } = splitUserData(payload, options.udhi === true)
  return decodeBody(body, alphabetOf(dataCoding, options), header, options).toWellFormed()
}

/** The text of a body whose header is known. Lone surrogates are kept: the partner may stand in the next part. */
export function decodeBody(
  body: Uint8Array,
  alphabet: Alphabet,
  header: UserDataHeader | undefined,
  options: DecodeTextOptions,
): string {
  switch (alphabet) {
    case 'gsm7':
      return gsm7Table(shiftOf(header)).decode(septetsOf(body, header, options))
    case 'ucs2':
      return decodeUtf16(body)
    case 'ascii':
    case 'latin1':
    case 'binary':
    case 'pictogram':
      return decodeLatin1(body)
    default:
      return decoder(PLATFORM_NAMES[alphabet]).decode(body)
  }
}

/** The unpacked septets of a GSM 7-bit body. */
export function septetsOf(
  body: Uint8Array,
  header: UserDataHeader | undefined,
  options: DecodeTextOptions,
): Uint8Array {
  if (options.septets !== 'packed') return body
  return unpackSeptets(body, (7 - (((header?.octets ?? 0) * 8) % 7)) % 7)
}

/** The national tables that a header announces; identifiers nobody has given a meaning are ignored (TS 23.038 6.2.1.2.4). */
export function shiftOf(header: UserDataHeader | undefined): NationalShift {
  const locking = header?.lockingShift === undefined ? undefined : nationalLanguageOfId(header.lockingShift)
  const single = header?.singleShift === undefined ? undefined : nationalLanguageOfId(header.singleShift)
  return { ...(locking ? { locking } : {}), ...(single ? { single } : {}) }
}

/** The platform's decoders: their names in the WHATWG encoding standard. */
const PLATFORM_NAMES = {
  utf8: 'utf-8',
  'iso-8859-5': 'iso-8859-5',
  'iso-8859-8': 'iso-8859-8',
  jis: 'shift_jis',
  'iso-2022-jp': 'iso-2022-jp',
  'jis-x0212': 'euc-jp',
  'ks-c-5601': 'euc-kr',
} as const

const decoders = new Map<string, TextDecoder>()
function decoder(name: string): TextDecoder {
  let found = decoders.get(name)
  if (found === undefined) {
    found = new TextDecoder(name, { ignoreBOM: true })
    decoders.set(name, found)
  }
  return found
}
