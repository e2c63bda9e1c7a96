import type { Coding } from './coding.ts'
import { type Layout, layOut } from './layout.ts'
import { slab } from './payload-slab.ts'
import { packSeptets } from './septets.ts'
import { planSinglePart } from './single-part.ts'
import type { ConcatenationMode, TextOptions, TextRefusal } from './text-options.ts'
import { NO_TLVS, type PlannedPart, type TextPlan } from './text-plan.ts'
import { concatenationElement, formatUserDataHeader, type InformationElement } from './user-data-header.ts'

/**
 * Turns a text into the payloads of one or more short messages: the cheapest coding that keeps it whole, code point for
 * code point, cut where no character and, where it can be helped, no grapheme is torn (3GPP TS 23.038 and 23.040).
 * A text with a lone surrogate is no sequence of characters and is refused with the index.
 */
export function planText(text: string, options: TextOptions = {}): TextPlan | TextRefusal {
  return planSinglePart(text, options) ?? planAnyText(text, options)
}

/** Plans whatever text there is, with all options. */
export function planAnyText(text: string, options: TextOptions): TextPlan | TextRefusal {
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
  const parts: PlannedPart[] = []
  for (let sequence = 1; sequence <= total; sequence++) {
    const partText = text.slice(cuts[sequence - 1], cuts[sequence])
    let { elements } = coding
    let tlvs: PlannedPart['tlvs'] = NO_TLVS
    if (total > 1 && mode === 'sar') {
      tlvs = { sarMsgRefNum: reference & 0xffff, sarTotalSegments: total, sarSegmentSeqnum: sequence }
    } else if (total > 1) {
      elements = [concatenationElement(mode === 'udh16' ? 16 : 8, reference, total, sequence), ...elements]
    }
    const { payload, esmClassBits } = userData(partText, elements, coding, options)
    parts.push({ payload, esmClassBits, text: partText, tlvs })
  }
  return parts
}

function payloadPart(layout: Layout, options: TextOptions): PlannedPart[] | TextRefusal {
  const { payload, esmClassBits } = userData(layout.text, layout.coding.elements, layout.coding, options)
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
  coding: Coding,
  options: TextOptions,
): { payload: Uint8Array; esmClassBits: number } {
  const header = formatUserDataHeader(elements)
  const room = text.length * 2
  slab.reserve(header.length + room)
  if (coding.alphabet !== 'gsm7' || options.septets !== 'packed') {
    if (header.length > 0) slab.octets.set(header, slab.at)
    const end = coding.write(text, slab.octets, slab.at + header.length)
    return { payload: slab.take(end), esmClassBits: header.length === 0 ? 0 : 0x40 }
  }
  const septets = new Uint8Array(room)
  const body = packSeptets(septets.subarray(0, coding.write(text, septets, 0)), fillBits(header), true)
  const payload = new Uint8Array(header.length + body.length)
  payload.set(header)
  payload.set(body, header.length)
  return { payload, esmClassBits: header.length === 0 ? 0 : 0x40 }
}

/** Zero bits behind a header, so that packed septets begin where septets of the whole would (TS 23.040 9.2.3.24). */
function fillBits(header: Uint8Array): number {
  return (7 - ((header.length * 8) % 7)) % 7
}
