import type { ForcingCharacter, WritableAlphabet } from './alphabets.ts'
import { type Layout, layOut } from './layout.ts'
import { packSeptets } from './septets.ts'
import type { ConcatenationMode, Replacement, TextOptions, TextRefusal } from './text-options.ts'
import { concatenationElement, formatUserDataHeader, type InformationElement } from './user-data-header.ts'

/** One short message of a plan. */
export type PlannedPart = {
  /** The octets for short_message: the user data header, if there is one, and the text. Empty with `tlvs.messagePayload`. */
  readonly payload: Uint8Array
  /** Bits to set in esm_class: 0x40 when the payload starts with a user data header, else 0. */
  readonly esmClassBits: number
  /** The text of this part. */
  readonly text: string
  /** TLVs to send along, in the modes `sar` and `payload`. */
  readonly tlvs: {
    readonly sarMsgRefNum?: number
    readonly sarTotalSegments?: number
    readonly sarSegmentSeqnum?: number
    readonly messagePayload?: Uint8Array
  }
}

/** A text ready to be submitted: one PDU for each part. */
export type TextPlan = {
  readonly kind: 'planned'
  readonly dataCoding: number
  readonly alphabet: WritableAlphabet
  readonly parts: readonly PlannedPart[]
  /** Septets, octets or 16-bit units of the whole text, headers not counted. */
  readonly units: number
  /** The text the parts carry: the one given, unless transliteration changed it. */
  readonly text: string
  /** The first character that GSM 7-bit does not have, when that decided the coding. */
  readonly forcedBy?: ForcingCharacter
  /** What transliteration replaced; empty unless it was asked for and was of use. */
  readonly replaced: readonly Replacement[]
}

/**
 * Turns a text into the payloads of one or more short messages: the cheapest coding that keeps it whole, code point for
 * code point, cut where no character and, where it can be helped, no grapheme is torn (3GPP TS 23.038 and 23.040).
 * A text with a lone surrogate is no sequence of characters and is refused with the index.
 */
export function planText(text: string, options: TextOptions = {}): TextPlan | TextRefusal {
  const layout = layOut(text, options)
  if (layout.kind === 'refused') return layout
  const { coding, cuts, units, forcedBy, replaced } = layout
  const maxParts = options.maxParts ?? 255
  if (cuts.length - 1 > maxParts) {
    return { kind: 'refused', problem: 'too_many_parts', parts: cuts.length - 1, maxParts }
  }
  const mode = options.concatenation ?? 'udh8'
  const parts =
    mode === 'payload' && units > layout.unitsPerPart ? payloadPart(layout, options) : cutParts(layout, mode, options)
  if (!Array.isArray(parts)) return parts
  const why = forcedBy === undefined ? {} : { forcedBy }
  const { dataCoding, alphabet } = coding
  return { kind: 'planned', dataCoding, alphabet, parts, units, text: layout.text, ...why, replaced }
}

function cutParts(layout: Layout, mode: ConcatenationMode, options: TextOptions): PlannedPart[] {
  const { text, coding, cuts } = layout
  const total = cuts.length - 1
  const reference = options.reference ?? 0
  return Array.from({ length: total }, (_, index) => {
    const partText = text.slice(cuts[index], cuts[index + 1])
    const elements: InformationElement[] = [...coding.elements]
    let tlvs = {}
    if (total > 1 && mode === 'sar') {
      tlvs = { sarMsgRefNum: reference & 0xffff, sarTotalSegments: total, sarSegmentSeqnum: index + 1 }
    } else if (total > 1) {
      elements.unshift(concatenationElement(mode === 'udh16' ? 16 : 8, reference, total, index + 1))
    }
    return { ...userData(partText, elements, layout, options), text: partText, tlvs }
  })
}

function payloadPart(layout: Layout, options: TextOptions): PlannedPart[] | TextRefusal {
  const { payload, esmClassBits } = userData(layout.text, layout.coding.elements, layout, options)
  if (payload.length > MAX_PAYLOAD_OCTETS) {
    return { kind: 'refused', problem: 'too_long', octets: payload.length, maxOctets: MAX_PAYLOAD_OCTETS }
  }
  const tlvs = { messagePayload: payload }
  return [{ payload: new Uint8Array(0), esmClassBits, text: layout.text, tlvs }]
}

/** A TLV carries 65,535 octets; its PDU must stay within the 64 KiB that framers accept, so some are left for the rest. */
const MAX_PAYLOAD_OCTETS = 65_000

function userData(
  text: string,
  elements: readonly InformationElement[],
  { coding }: Layout,
  options: TextOptions,
): { payload: Uint8Array; esmClassBits: number } {
  const header = formatUserDataHeader(elements)
  let body = coding.encode(text)
  if (coding.alphabet === 'gsm7' && options.septets === 'packed') {
    body = packSeptets(body, (7 - ((header.length * 8) % 7)) % 7, true)
  }
  if (header.length === 0) return { payload: body, esmClassBits: 0 }
  const payload = new Uint8Array(header.length + body.length)
  payload.set(header)
  payload.set(body, header.length)
  return { payload, esmClassBits: 0x40 }
}
