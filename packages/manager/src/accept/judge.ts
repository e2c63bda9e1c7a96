import {
  type MessageId,
  type Outcome,
  ok,
  refuse,
  type SendMessage,
  type SmscDefinition,
} from '@smpp-connect/contracts'
import { planText, type TextRefusal } from '@smpp-connect/smpp/text'
import type { NewMessage } from '@smpp-connect/store'
import { canonicalNumber, canonicalSender, toWire } from '../address/canonical.ts'
import { conversationId } from '../conversations/conversation-id.ts'
import { chooseSmsc } from '../route/choose-smsc.ts'

/** What judging a message needs to know besides the message. */
export interface IntakeContext {
  readonly definitions: readonly SmscDefinition[]
  readonly able: (definition: SmscDefinition) => boolean
  readonly maxParts: number
  readonly nowMs: number
  readonly newId: () => MessageId
  /** The next user_message_reference, 0 to 65535; its low octet serves as concatenation reference. */
  readonly nextReference: () => number
}

/** Either the message as it will be stored, split and encoded, or why it is refused. Pure but for the ids it draws. */
export function judgeMessage(message: SendMessage, context: IntakeContext): Outcome<NewMessage> {
  const to = canonicalNumber(message.to)
  if (!to.ok) return to
  const sender = message.from === undefined ? undefined : canonicalSender(message.from)
  if (sender && !sender.ok) return sender
  if (message.text.length === 0) {
    return refuse('text-empty', 'text: it is empty', [{ pointer: '/text', detail: 'at least one character' }])
  }
  const smsc = chooseSmsc({
    wanted: message.smscId,
    sender: sender?.value,
    definitions: context.definitions,
    able: context.able,
  })
  if (!smsc.ok) return smsc
  const from = sender ? sender : canonicalSender(smsc.value.defaultSender)
  if (!from.ok) return from

  const { maxParts } = context
  const reference = context.nextReference() & 0xff
  const plan = planText(message.text, { reference, maxParts, defaultAlphabet: writtenAlphabet(smsc.value) })
  if (plan.kind === 'refused') return refuseText(plan)
  const { alphabet, dataCoding, parts } = plan
  return ok({
    id: context.newId(),
    from: from.value,
    to: to.value,
    text: message.text,
    encoding: alphabet === 'ucs2' ? 'ucs2' : 'gsm7',
    smscId: smsc.value.id,
    conversationId: conversationId(to.value, from.value),
    reference: message.reference ?? null,
    expiresAtMs: context.nowMs + smsc.value.validityMinutes * 60_000,
    source: toWire(from.value),
    destination: toWire(to.value),
    dataCoding,
    parts: parts.map((part) => ({
      esmClass: part.esmClassBits,
      shortMessage: part.payload,
      userMessageReference: context.nextReference(),
    })),
  })
}

/**
 * What to write in for data_coding 0. An SMSC that takes Latin-1 or ASCII there turns it into GSM 7-bit itself, which is
 * what arrives. Of UTF-8 only the characters it shares with ASCII are sent so; for all others there is UCS-2.
 */
function writtenAlphabet({ defaultAlphabet }: SmscDefinition): 'gsm7' | 'latin1' | 'ascii' {
  return defaultAlphabet === 'utf8' ? 'ascii' : defaultAlphabet
}

function refuseText(refusal: TextRefusal): Outcome<NewMessage> {
  const at = (code: 'text-not-unicode' | 'text-too-long', why: string): Outcome<NewMessage> =>
    refuse(code, `text: ${why}`, [{ pointer: '/text', detail: why }])
  switch (refusal.problem) {
    case 'lone_surrogate':
      return at('text-not-unicode', `half of a surrogate pair stands alone at index ${refusal.index}`)
    case 'too_many_parts':
      return at('text-too-long', `it takes ${refusal.parts} parts, allowed are ${refusal.maxParts}`)
    default:
      return at('text-too-long', `it cannot be sent as ${refusal.problem}`)
  }
}
