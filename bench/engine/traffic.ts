// The texts of a run. Every one goes to a number of its own, so that each can be found again on the wire: what is
// missing there was lost, what is there twice was doubled.

/** First digits of every number; what follows is the index of the text. */
const COUNTRY = '4477'
const INDEX_DIGITS = 8
/** Digits of a destination, without a plus. */
export const NUMBER_OCTETS = COUNTRY.length + INDEX_DIGITS

export const SENDER = '12345'

/** Where the text of this index goes, in digits. */
export function numberOf(index: number): string {
  return COUNTRY + String(index).padStart(INDEX_DIGITS, '0')
}

/** The index of the text that goes to the number whose digits begin at `at`. */
export function indexAt(octets: Uint8Array, at: number): number {
  let index = 0
  for (let digit = at + COUNTRY.length; digit < at + NUMBER_OCTETS; digit++) index = index * 10 + octets[digit]! - 0x30
  return index
}

/** A text of about a hundred characters, as a shop sends it: one part, GSM 7-bit. */
export function textOf(index: number): string {
  return `Your parcel ${index} is on its way and will be with you between 10:00 and 12:00. Reply STOP to hear no more.`
}
