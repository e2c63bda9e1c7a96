import { type Outcome, ok, type SmscDefinition } from '@smpp-connect/contracts'
import type { NewMessage, RerouteCandidate } from '@smpp-connect/store'
import { contentFor, type IntakeContext } from '../accept/judge.ts'
import { conversationId } from '../conversations/conversation-id.ts'
import { ownOptions } from './own-options.ts'

/**
 * A message as it goes to another SMSC, written anew for that one, or why it cannot go there. Its addresses, its times, its
 * class and its owner stay.
 */
export function rerouted(
  candidate: RerouteCandidate,
  before: SmscDefinition,
  after: SmscDefinition,
  context: Pick<IntakeContext, 'maxParts' | 'nextReference'>,
): Outcome<NewMessage> {
  const { id, from, to, text, messageClass, owner, reference, sendAtMs, expiresAtMs, wire } = candidate
  const smpp = ownOptions(candidate, before, after)
  if (!smpp.ok) return smpp
  const content = contentFor({ text, smpp: smpp.value }, after, from, to, sendAtMs ?? wire.scheduleAtMs, context)
  if (!content.ok) return content
  return ok({
    id,
    from,
    to,
    text,
    smscId: after.id,
    conversationId: conversationId(to, from),
    reference,
    expiresAtMs,
    messageClass,
    owner,
    sendAtMs,
    smscFixed: false,
    // The store keeps what it was.
    optOutExempt: false,
    ...content.value,
  })
}
