import {
  effectiveOptions,
  type MessageId,
  type Outcome,
  ok,
  refuse,
  type SendMessage,
  type SmppDefaults,
  type SmscDefinition,
  type SmscId,
  type TlvValues,
  textOptions,
  type WireTlv,
} from '@smpp-connect/contracts'
import { type PlannedPart, planText, type TextPlan, type TextRefusal } from '@smpp-connect/smpp/text'
import type { NewMessage, NewPart } from '@smpp-connect/store'
import { canonicalNumber, canonicalSender } from '../address/canonical.ts'
import { conversationId } from '../conversations/conversation-id.ts'
import type { RouteChoice, RouteQuestion } from '../route/route-question.ts'
import { timesOf } from './times.ts'
import { wireTlvs } from './tlvs.ts'
import { MESSAGE_MODE_BITS, wireFields } from './wire.ts'

/** What judging a message needs to know besides the message. */
export interface IntakeContext {
  readonly route: (question: RouteQuestion) => Outcome<RouteChoice>
  readonly maxParts: number
  readonly nowMs: number
  readonly newId: () => MessageId
  /** The next user_message_reference, 0 to 65535; the concatenation reference is taken from it too. */
  readonly nextReference: () => number
}

/**
 * Either the message as it will be stored, split and encoded, or why it is refused. Pure but for the ids it draws.
 * `conversation` is the SMSC of the conversation in which it is an answer.
 */
export function judgeMessage(
  message: SendMessage,
  owner: string,
  context: IntakeContext,
  conversation?: SmscId,
): Outcome<NewMessage> {
  const to = canonicalNumber(message.to)
  if (!to.ok) return to
  const sender = message.from === undefined ? undefined : canonicalSender(message.from)
  if (sender && !sender.ok) return sender
  if (message.text.length === 0) {
    return refuse('text-empty', 'text: it is empty', [{ pointer: '/text', detail: 'at least one character' }])
  }
  const messageClass = message.class ?? 'transactional'
  const route = context.route({
    wanted: message.smscId,
    conversation,
    sender: sender?.value,
    destination: to.value,
    messageClass,
    owner,
  })
  if (!route.ok) return route
  const { definition } = route.value
  const from = sender ? sender : canonicalSender(definition.defaultSender)
  if (!from.ok) return from
  const times = timesOf(message, definition.classes[messageClass].validityMinutes * 60_000, context.nowMs)
  if (!times.ok) return times
  const content = contentFor(message, definition, from.value, to.value, times.value.sendAtMs, context)
  if (!content.ok) return content
  const { encoding, wire, tlvs, parts } = content.value
  return ok({
    id: context.newId(),
    from: from.value,
    to: to.value,
    text: message.text,
    smscId: definition.id,
    conversationId: conversationId(to.value, from.value),
    reference: message.reference ?? null,
    expiresAtMs: times.value.expiresAtMs,
    messageClass,
    owner,
    sendAtMs: wire.scheduleAtMs === null ? times.value.sendAtMs : null,
    smscFixed: route.value.decidedBy === 'message',
    optOutExempt: false,
    encoding,
    wire,
    tlvs,
    parts,
  })
}

/** What of a message depends on the SMSC that takes it. */
export type MessageContent = Pick<NewMessage, 'encoding' | 'wire' | 'tlvs' | 'parts'>

/** Splits and encodes a text for an SMSC, with the options that hold there. */
export function contentFor(
  message: Pick<SendMessage, 'text' | 'smpp'>,
  definition: SmscDefinition,
  from: string,
  to: string,
  sendAtMs: number | null,
  context: Pick<IntakeContext, 'maxParts' | 'nextReference'>,
): Outcome<MessageContent> {
  const options = effectiveOptions(definition, message.smpp)
  const plan = planFor(message.text, options, definition, context)
  if (plan.kind === 'refused') return refuseText(plan)
  const unfit = whatDoesNotFit(plan, options, definition, sendAtMs)
  if (unfit) return unfit
  const tlvs = wireTlvs([definition.defaults.tlvs, message.smpp?.tlvs ?? NO_VALUES], definition.tlvs, '/smpp/tlvs')
  if (!tlvs.ok) return tlvs
  const modeBits = MESSAGE_MODE_BITS[options.messageMode]
  return ok({
    encoding: plan.alphabet === 'ucs2' ? 'ucs2' : 'gsm7',
    wire: wireFields(from, to, options, plan.dataCoding, sendAtMs),
    tlvs: tlvs.value,
    parts: plan.parts.map(
      (part): NewPart => ({
        esmClass: part.esmClassBits | modeBits,
        shortMessage: part.payload,
        userMessageReference: context.nextReference(),
        tlvs: partTlvs(part),
      }),
    ),
  })
}

/** How a text goes to an SMSC: in which alphabet, cut where. */
export function planFor(
  text: string,
  options: SmppDefaults,
  definition: SmscDefinition,
  context: Pick<IntakeContext, 'maxParts' | 'nextReference'>,
): TextPlan | TextRefusal {
  return planText(text, {
    ...textOptions(options, definition),
    reference: options.longMessage === 'udh8' ? context.nextReference() & 0xff : context.nextReference(),
    maxParts: context.maxParts,
  })
}

/** 3.3 has no TLVs (3.4 section 2.9), and so neither what is carried in them. */
function whatDoesNotFit(
  plan: TextPlan,
  options: SmppDefaults,
  { interfaceVersion, name }: SmscDefinition,
  sendAtMs: number | null,
): Outcome<never> | undefined {
  if (interfaceVersion === '3.3' && plan.parts.some(({ tlvs }) => Object.keys(tlvs).length > 0)) {
    return unfitOption(
      'longMessage',
      `${options.longMessage} takes TLVs, and ${name} is bound with SMPP 3.3; allowed are udh8, udh16`,
    )
  }
  if (options.replaceIfPresent && plan.parts.length > 1) {
    return unfitOption(
      'replaceIfPresent',
      `the text takes ${plan.parts.length} parts, and each would replace the one before`,
    )
  }
  if (options.scheduledBy === 'smsc' && options.messageMode === 'datagram' && sendAtMs !== null) {
    return unfitOption('scheduledBy', 'an SMSC keeps nothing in datagram mode; allowed is connect')
  }
  return undefined
}

function unfitOption(option: string, why: string): Outcome<never> {
  return refuse('smpp-option-invalid', `${option}: ${why}`, [{ pointer: `/smpp/${option}`, detail: why }])
}

const SAR_MSG_REF_NUM = 0x020c
const SAR_TOTAL_SEGMENTS = 0x020e
const SAR_SEGMENT_SEQNUM = 0x020f
const MESSAGE_PAYLOAD = 0x0424
const NO_TLVS: readonly WireTlv[] = []
const NO_VALUES: TlvValues = {}

/** 3.4 sections 5.3.2.22 to 24 and 32. */
function partTlvs({ tlvs }: PlannedPart): readonly WireTlv[] {
  const { sarMsgRefNum, sarTotalSegments, sarSegmentSeqnum, messagePayload } = tlvs
  if (messagePayload !== undefined) return [{ tag: MESSAGE_PAYLOAD, value: messagePayload }]
  if (sarMsgRefNum === undefined) return NO_TLVS
  return [
    { tag: SAR_MSG_REF_NUM, value: Uint8Array.of(sarMsgRefNum >> 8, sarMsgRefNum & 0xff) },
    { tag: SAR_TOTAL_SEGMENTS, value: Uint8Array.of(sarTotalSegments ?? 0) },
    { tag: SAR_SEGMENT_SEQNUM, value: Uint8Array.of(sarSegmentSeqnum ?? 0) },
  ]
}

export function refuseText(refusal: TextRefusal): Outcome<never> {
  const at = (code: 'text-not-unicode' | 'text-too-long' | 'text-not-in-alphabet', why: string): Outcome<never> =>
    refuse(code, `text: ${why}`, [{ pointer: '/text', detail: why }])
  switch (refusal.problem) {
    case 'lone_surrogate':
      return at('text-not-unicode', `half of a surrogate pair stands alone at index ${refusal.index}`)
    case 'too_many_parts':
      return at('text-too-long', `it takes ${refusal.parts} parts, allowed are ${refusal.maxParts}`)
    case 'too_long':
      return at('text-too-long', `it takes ${refusal.octets} octets, allowed are ${refusal.maxOctets} in one PDU`)
    case 'not_in_alphabet':
      return at(
        'text-not-in-alphabet',
        `U+${refusal.codePoint.toString(16).toUpperCase().padStart(4, '0')} at index ${refusal.index} is not in ${refusal.alphabet}`,
      )
  }
}
