import type { Alphabet } from './data-coding.ts'
import { decodeBody } from './decode-text.ts'
import { type ReceiptText, withoutBlankEnd } from './receipt-fields.ts'

// Characters that all alphabets but UCS-2 write in the octet of ASCII: the digits, the letters, the blank and most signs.
const SAME = / !-#%-?A-Za-z/.source
const VALUE = `([${SAME.slice(1)}]+)`
const COUNT = '(\\d{1,9})'

/** What stands in the text of 3.4 appendix B, in its order; optional is what message centres are known to leave out. */
const USUAL = new RegExp(
  `^id:${VALUE}(?: sub:${COUNT})?(?: dlvrd:${COUNT})?(?: submit date:${VALUE})?(?: done date:${VALUE})?` +
    ` stat:${VALUE}(?: err:${VALUE})?(?: text:([^]*))?$`,
  'i',
)
const NOTHING_BUT_SAME = new RegExp(`^[${SAME}]*$`)

/**
 * Reads the text of a receipt as it comes by the million: that of the specification, one blank between its keys, in octets
 * that mean the same in every alphabet but UCS-2; only the beginning of the original may have others. Gives up at the
 * first thing out of the ordinary, for `readAnyReceipt` alone decides what is unusual; what this one reads, that one
 * would read the same. `octets` without header, and without NULs at the end.
 */
export function readUsualReceipt(octets: Uint8Array, alphabet: Alphabet): ReceiptText | undefined {
  if (alphabet === 'ucs2') return undefined
  const raw = ascii.decode(octets)
  const match = USUAL.exec(raw)
  if (match === null) return undefined
  const [, id, sub, dlvrd, submitDate, doneDate, stat, err, text] = match
  const fields = { id, sub, dlvrd, submitDate, doneDate, stat, err, text: text?.trimEnd(), extra: NO_EXTRA }
  if (text === undefined || NOTHING_BUT_SAME.test(text)) return { raw, fields }
  // What is before it is ASCII, so that the places of its characters are those of its octets.
  const at = raw.length - text.length
  const read = decodeBody(octets.subarray(at), alphabet, undefined, {})
  return { raw: raw.slice(0, at) + read, fields: { ...fields, text: withoutBlankEnd(read) } }
}

const NO_EXTRA = Object.freeze({})
/** Octets above 0x7f, whatever they become, are none that are the same everywhere. */
const ascii = new TextDecoder('utf-8', { ignoreBOM: true })
