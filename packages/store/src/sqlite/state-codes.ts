import type { MessageClass, MessageState, PartState } from '@smpp-connect/contracts'

/**
 * Numbers that stand for words in the rows. They are never given to another word. A message that is `accepted` and a part
 * that is `queued` are the same thing seen from two sides, and have the same number. States above `ATTENTION` are those
 * that people look for: neither under way nor delivered.
 */
const STATE_CODES: Readonly<Record<PartState | MessageState, number>> = {
  queued: 1,
  accepted: 1,
  sending: 2,
  submitted: 3,
  delivered: 4,
  received: 5,
  uncertain: 11,
  held: 12,
  undelivered: 21,
  expired: 22,
  rejected: 23,
  failed: 24,
  cancelled: 25,
  blocked: 26,
  'uncertain-closed': 27,
}
export const ATTENTION = 10

const PART_STATES = new Map<number, PartState>()
const MESSAGE_STATES = new Map<number, MessageState>()
for (const [state, code] of Object.entries(STATE_CODES)) {
  if (state !== 'accepted' && state !== 'received') PART_STATES.set(code, state as PartState)
  if (state !== 'queued') MESSAGE_STATES.set(code, state as MessageState)
}

export function stateCode(state: PartState | MessageState): number {
  return STATE_CODES[state]
}

/** The code of a word that may be none of the states; undefined then. */
export function findStateCode(word: string): number | undefined {
  return Object.hasOwn(STATE_CODES, word) ? STATE_CODES[word as MessageState] : undefined
}

export function partState(code: number): PartState {
  return PART_STATES.get(code) as PartState
}

export function messageState(code: number): MessageState {
  return MESSAGE_STATES.get(code) as MessageState
}

const CLASSES = ['code', 'transactional', 'bulk'] as const satisfies readonly MessageClass[]

export function classCode(messageClass: MessageClass): number {
  return CLASSES.indexOf(messageClass) + 1
}

export function messageClassOf(code: number): MessageClass {
  return CLASSES[code - 1] as MessageClass
}

const ENCODINGS = ['gsm7', 'ucs2', 'other'] as const

export function encodingCode(encoding: (typeof ENCODINGS)[number]): number {
  return ENCODINGS.indexOf(encoding) + 1
}

export function encodingOf(code: number): (typeof ENCODINGS)[number] {
  return ENCODINGS[code - 1] as (typeof ENCODINGS)[number]
}

/** What of a message is yes or no, in one number. */
const SMSC_FIXED = 1
const OPT_OUT_EXEMPT = 2

export function flagsOf(smscFixed: boolean, optOutExempt: boolean): number {
  return (smscFixed ? SMSC_FIXED : 0) + (optOutExempt ? OPT_OUT_EXEMPT : 0)
}

export function isSmscFixed(flags: number): boolean {
  return (flags & SMSC_FIXED) !== 0
}

export function isOptOutExempt(flags: number): boolean {
  return (flags & OPT_OUT_EXEMPT) !== 0
}
