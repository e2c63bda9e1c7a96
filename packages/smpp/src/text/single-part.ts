import { firstForeign, writeUtf16 } from './alphabets.ts'
import { USER_DATA_OCTETS } from './coding.ts'
import { dataCodingOf } from './data-coding.ts'
import { GSM7 } from './gsm7.ts'
import { slab } from './payload-slab.ts'
import type { TextOptions } from './text-options.ts'
import { NO_TLVS, type TextPlan } from './text-plan.ts'

/** Septets, and 16-bit units, that one short message takes. */
const MOST_SEPTETS = (USER_DATA_OCTETS * 8) / 7
const MOST_UNITS = USER_DATA_OCTETS / 2

/**
 * Plans the texts that come by the million: those that fit one short message, in the default tables of GSM 7-bit or in
 * UCS-2. Gives up at the first thing out of the ordinary, for the planner of all texts alone decides what is unusual; what
 * this one plans, that one would plan the same.
 */
export function planSinglePart(text: string, options: TextOptions): TextPlan | undefined {
  const { alphabet = 'auto', defaultAlphabet = 'gsm7', maxParts = 1, messageClass } = options
  if (text.length === 0 || text.length > MOST_SEPTETS || maxParts < 1) return undefined
  if (alphabet === 'gsm7' || (alphabet === 'auto' && defaultAlphabet === 'gsm7')) {
    if (options.septets === 'packed') return undefined
    slab.reserve(MOST_SEPTETS)
    const { at } = slab
    const end = GSM7.write(text, slab.octets, at, at + MOST_SEPTETS)
    if (end >= 0) {
      const dataCoding =
        messageClass === undefined ? (options.defaultDataCoding ?? 0) : dataCodingOf('gsm7', messageClass)
      const parts = [{ payload: slab.take(end), esmClassBits: 0, text, tlvs: NO_TLVS }]
      return { kind: 'planned', dataCoding, alphabet: 'gsm7', parts, units: end - at, text, replaced: NONE }
    }
    if (alphabet === 'gsm7' || options.transliterate === true) return undefined
  } else if (alphabet !== 'ucs2') return undefined
  // So short a text did not fail for its length: it has a character that GSM 7-bit does not have.
  if (text.length > MOST_UNITS || !text.isWellFormed()) return undefined
  const forcedBy = alphabet === 'auto' ? firstForeign(text, 'gsm7') : undefined
  slab.reserve(MOST_UNITS * 2)
  const payload = slab.take(writeUtf16(text, slab.octets, slab.at))
  const dataCoding = dataCodingOf('ucs2', messageClass)
  const parts = [{ payload, esmClassBits: 0, text, tlvs: NO_TLVS }]
  const plan = {
    kind: 'planned',
    dataCoding,
    alphabet: 'ucs2',
    parts,
    units: text.length,
    text,
    replaced: NONE,
  } as const
  return forcedBy === undefined ? plan : { ...plan, forcedBy }
}

const NONE = Object.freeze([])
