/** The forms under which one message id may come back. */
export type MessageIdForms = {
  readonly raw: string
  readonly upper: string
  /** Upper case without leading zeros; `0` stays. */
  readonly stripped: string
  /** The id read as hexadecimal, in decimal; absent when it is no hexadecimal number. */
  readonly hexToDec?: string
  /** The id read as decimal, in upper-case hexadecimal; absent when it is no decimal number. */
  readonly decToHex?: string
}

/**
 * Message centres write an id one way in submit_sm_resp and another in the receipt: other case, with or without leading
 * zeros, hexadecimal here and decimal there. Two ids may be the same message when any of their forms agree; which kind of
 * agreement counts is the link's to say, since short ids can agree by chance.
 */
export function messageIdForms(id: string): MessageIdForms {
  const raw = id.trim()
  const upper = raw.toUpperCase()
  const stripped = strippedMessageId(id)
  const hexToDec = messageIdInDecimal(stripped)
  const decToHex = messageIdInHexadecimal(stripped)
  return { raw, upper, stripped, ...(hexToDec ? { hexToDec } : {}), ...(decToHex ? { decToHex } : {}) }
}

/** A stripped id read as hexadecimal, in decimal; undefined when it is no hexadecimal number. */
export function messageIdInDecimal(stripped: string): string | undefined {
  // 128 bits is the longest number seen as an id; longer strings of digits are names.
  return /^[0-9A-F]{1,32}$/.test(stripped) ? inRadix(10, stripped, 16) : undefined
}

/** A stripped id read as decimal, in upper-case hexadecimal; undefined when it is no decimal number. */
export function messageIdInHexadecimal(stripped: string): string | undefined {
  return /^[0-9]{1,39}$/.test(stripped) ? inRadix(16, stripped, 10).toUpperCase() : undefined
}

/** Most ids: in upper case already, and not all zeros. */
const NOTHING_BUT_ZEROS_TO_LOSE = /^0*[1-9A-Z][0-9A-Z]*$/
const ZERO = 0x30

/** The one form of an id that most lookups need: without regard to case, blanks around it, and leading zeros. */
export function strippedMessageId(id: string): string {
  if (NOTHING_BUT_ZEROS_TO_LOSE.test(id)) {
    let zeros = 0
    while (id.charCodeAt(zeros) === ZERO) zeros += 1
    return id.slice(zeros)
  }
  return id
    .trim()
    .toUpperCase()
    .replace(/^0+(?=.)/, '')
}

/** Digits in another radix. Of thirteen digits at most a number stays exact, and costs a fraction of a big one. */
function inRadix(wanted: 10 | 16, digits: string, radix: 10 | 16): string {
  if (digits.length <= 13) return Number.parseInt(digits, radix).toString(wanted)
  return BigInt(radix === 16 ? `0x${digits}` : digits).toString(wanted)
}

/** The different forms of an id, the surest first: for a lookup by any of them. */
export function messageIdKeys(id: string): readonly string[] {
  const { raw, upper, stripped, hexToDec, decToHex } = messageIdForms(id)
  return [...new Set([raw, upper, stripped, hexToDec, decToHex])].filter((form) => form !== undefined)
}
