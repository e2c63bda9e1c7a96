// The texts of a run. Every one goes to a number of its own, so that each can be found again on the wire: what is
// missing there was lost, what is there twice was doubled.

/** First digits of every number; what follows is the index of the text, scattered. */
const COUNTRY = '4477'
const INDEX_DIGITS = 8
const NUMBERS = 10 ** INDEX_DIGITS
/** Digits of a destination, without a plus. */
export const NUMBER_OCTETS = COUNTRY.length + INDEX_DIGITS

// Customers do not come in the order of their numbers, and an index over numbers feels the difference. Multiplying by a
// number without a common divisor takes each index to a place of its own; multiplying by its inverse brings it back.
const SCATTER = 7_919
const GATHER = Number(inverse(BigInt(SCATTER), BigInt(NUMBERS)))

export const SENDER = '12345'

/** Where the text of this index goes, in digits. */
export function numberOf(index: number): string {
  return COUNTRY + String((index * SCATTER) % NUMBERS).padStart(INDEX_DIGITS, '0')
}

/** The index of the text that goes to the number whose digits begin at `at`. */
export function indexAt(octets: Uint8Array, at: number): number {
  let place = 0
  for (let digit = at + COUNTRY.length; digit < at + NUMBER_OCTETS; digit++) place = place * 10 + octets[digit]! - 0x30
  // In two steps, for the product of both has more digits than a number holds.
  const upper = (GATHER * Math.floor(place / 10_000)) % NUMBERS
  return (upper * 10_000 + GATHER * (place % 10_000)) % NUMBERS
}

/** A text of about a hundred characters, as a shop sends it: one part, GSM 7-bit. */
export function textOf(index: number): string {
  return `Your parcel ${index} is on its way and will be with you between 10:00 and 12:00. Reply STOP to hear no more.`
}

function inverse(of: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, of]
  let [factor, nextFactor] = [0n, 1n]
  while (next !== 0n) {
    const quotient = rest / next
    ;[rest, next] = [next, rest - quotient * next]
    ;[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor]
  }
  return ((factor % modulus) + modulus) % modulus
}
