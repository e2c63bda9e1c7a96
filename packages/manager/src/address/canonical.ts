import { type LinkAddress, type Outcome, ok, refuse } from '@smpp-connect/contracts'

/**
 * One person, one spelling. A canonical number is `+` and 8 to 15 digits (E.164), or a short code of 3 to 7 digits; a
 * canonical sender may also be a name. Conversations, opt-outs and look-ups all go by these.
 */
const E164 = /^\+[1-9]\d{7,14}$/
const SHORT_CODE = /^\d{3,7}$/
const NAME = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 .&_-]{0,10}$/

/** Spaces and the punctuation that people put between digits. */
const PUNCTUATION = /[\s().\-/\u00a0\u2010-\u2015\u202a-\u202e\u2060\u2066-\u2069]/g

/**
 * Reads a destination as people write it: `+44 7700 900123`, `0044…`, `447700900123` (8 to 15 digits without a leading
 * zero are taken as international), or a short code. A national number (`07700…`) is refused: which country it belongs
 * to is not ours to guess.
 */
export function canonicalNumber(input: string): Outcome<string> {
  if (E164.test(input)) return ok(input)
  const bare = input.replace(PUNCTUATION, '')
  const international = bare.startsWith('00') ? `+${bare.slice(2)}` : bare
  if (E164.test(international)) return ok(international)
  if (SHORT_CODE.test(international)) return ok(international)
  if (/^[1-9]\d{7,14}$/.test(international)) return ok(`+${international}`)
  const why = /^0\d+$/.test(international)
    ? 'it begins with 0 like a national number; write the country code: +447700900123'
    : /^\+?\d+$/.test(international)
      ? `it has ${international.replace('+', '').length} digits, allowed are 8 to 15 after +, or 3 to 7 for a short code`
      : 'it holds something other than digits'
  return refuse('destination-invalid', `to: ${why}`, [{ pointer: '/to', detail: why }])
}

/** What to look for among addresses: digits as addresses have them, however they were written; words as they are. */
export function asSearched(input: string): string {
  const bare = input.replace(PUNCTUATION, '')
  return /^\+?\d+$/.test(bare) ? bare.replace(/^00(?=[1-9]\d{6})/, '+') : input
}

/** Reads a sender address: a number, a short code, or a name of up to 11 characters with at least one letter. */
export function canonicalSender(input: string): Outcome<string> {
  const trimmed = input.trim()
  if (NAME.test(trimmed)) return ok(trimmed)
  const number = canonicalNumber(trimmed)
  if (number.ok) return number
  const why = 'neither a number, nor a short code, nor a name of at most 11 letters, digits and spaces'
  return refuse('sender-invalid', `from: ${why}`, [{ pointer: '/from', detail: why }])
}

/**
 * An address as SMPP carries it (3.4 section 4.7.1, GSM 03.40 9.1.2.5): TON from its shape, no `+` on the wire.
 * International numbers are 1/1, short codes 0/0 as most providers want them, names alphanumeric (5/0).
 */
export function toWire(canonical: string): LinkAddress {
  if (canonical.startsWith('+')) return { ton: 1, npi: 1, address: canonical.slice(1) }
  if (SHORT_CODE.test(canonical)) return { ton: 0, npi: 0, address: canonical }
  return { ton: 5, npi: 0, address: canonical }
}

/**
 * The canonical form of what came in. SMSCs say TON 1 for international numbers, or 0 and mean the same; what fits no
 * canonical form (a national number, TON 2) is kept as it is, so that nothing is lost and the same spelling meets again.
 */
export function fromWire(wire: LinkAddress): string {
  const address = wire.address.trim()
  if (wire.ton === 5) return address
  if (address.startsWith('+') && E164.test(address)) return address
  if (wire.ton === 1 && /^[1-9]\d{7,14}$/.test(address)) return `+${address}`
  if (wire.ton === 0 && /^00[1-9]\d{7,14}$/.test(address)) return `+${address.slice(2)}`
  if (wire.ton === 0 && /^[1-9]\d{9,14}$/.test(address)) return `+${address}`
  return address
}
