import type { Outcome, SendMessage, SmscId } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { NewMessage } from '@smpp-connect/store'
import { fillReply } from './reply-text.ts'

/** Who owns what Connect says by itself: neither a key nor a user. */
const OWNER = 'automatic'
/**
 * After so long a confirmation is not sent any more. The FCC takes one within five minutes for part of the opt-out
 * (47 CFR 64.1200(a)(12)), and later it only puzzles.
 */
const WORTH_SECONDS = 300
/** People have international numbers; what writes from a short code or a name is a machine. */
const PERSON = /^\+\d+$/

export interface AutomaticReplyParts {
  /** Judges a message for the SMSC of the conversation; where that is away, for another. */
  readonly judge: (message: SendMessage, owner: string, smscId: SmscId) => Outcome<NewMessage>
  /** Whether a canonical address is a sender address of ours. */
  readonly isOurs: (address: string) => boolean
  readonly log: Log
}

/** What a reply answers. Canonical addresses. */
export interface ReplyTo {
  readonly person: string
  readonly ours: string
  readonly smscId: SmscId
  /** As the set has it; empty for none. */
  readonly reply: string
}

/**
 * The text that a word is answered with, judged like any other, sent through the SMSC that the word came from. Null
 * where there is nothing to say, nobody to say it to, or no way to.
 */
export function automaticReply(to: ReplyTo, { judge, isOurs, log }: AutomaticReplyParts): NewMessage | null {
  const { person, ours, smscId, reply } = to
  if (reply.trim() === '' || !PERSON.test(person) || person === ours || isOurs(person)) return null
  const text = fillReply(reply, ours)
  const message = { to: person, from: ours, text, class: 'transactional', validitySeconds: WORTH_SECONDS } as const
  const judged = judge(message, OWNER, smscId)
  if (judged.ok) return { ...judged.value, optOutExempt: true }
  log.warn('no automatic reply', { smscId, code: judged.refusal.code })
  return null
}
