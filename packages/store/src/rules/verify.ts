import type { ConnectEvent, MessageId, PartState, SmscId } from '@smpp-connect/contracts'
import { isFinal, rollUp } from '@smpp-connect/contracts/states'
import { RECEIPT_GRACE_MS, type VerifyResult } from '../port.ts'
import type { MessageRecord } from '../records.ts'
import type { ConversationRow, PartRow, Stream } from './rows.ts'

/** A message with all that the store keeps of it, as it was read: anything may be missing or wrong. */
export interface Examined {
  readonly seq: number
  readonly record: MessageRecord
  /** The stream that the message names; null for an inbound one, undefined where there is no such stream. */
  readonly stream: Stream | null | undefined
  readonly parts: readonly ExaminedPart[]
  readonly timeline: readonly ConnectEvent[]
  readonly conversation: Pick<ConversationRow, 'person' | 'unread'> | undefined
  /** How many messages its conversation has, counted up to those unread; only for the one that is the conversation's newest. */
  readonly inConversation: number | undefined
  /** Whether searches by its conversation, our address or its stream come by its place. */
  readonly isFound: boolean
  /** Whether its conversation is found by its id; only for the one that is the conversation's newest. */
  readonly isFoundById: boolean | undefined
}
export interface ExaminedPart {
  readonly row: PartRow
  readonly stream: Stream | undefined
  /** The SMSCs at which ids are known that receipts may name it by. */
  readonly idsAt: readonly SmscId[]
}

type Broken = readonly [part: number | null, detail: string]
interface Rule {
  readonly what: string
  readonly check: (examined: Examined) => readonly Broken[]
}
type Finding = VerifyResult['findings'][number]

/** What a store promises of each message, in plain words, and how it is looked at. */
const RULES: Readonly<Record<string, Rule>> = {
  'parts-complete': {
    what: 'An outbound message has each of its parts once, an inbound one has none.',
    check: ({ record, parts }) => {
      const expected = record.direction === 'outbound' ? record.parts : 0
      const isWhole = parts.length === expected && parts.every(({ row }, index) => row.number === index + 1)
      if (isWhole) return []
      const found = parts.length === 0 ? 'no part' : `the parts ${parts.map(({ row }) => row.number).join(', ')}`
      return [[null, `it has ${found}, and should have ${expected === 0 ? 'none' : `1 to ${expected}`}`]]
    },
  },
  'states-known': {
    what: 'Every part and message is in a state that there is.',
    check: ({ record, parts }) => [
      ...(record.state === undefined ? [[null, 'its state is none that there is'] as Broken] : []),
      ...ofParts(parts, ({ row }) => (row.state === undefined ? 'its state is none that there is' : undefined)),
    ],
  },
  'state-rolls-up': {
    what: 'The state of a message is that which follows from its parts.',
    check: ({ record, parts }) => {
      if (record.direction === 'inbound' || parts.length === 0) return []
      const states = parts.map(({ row }) => row.state)
      const expected = rollUp(states)
      return record.state === expected
        ? []
        : [[null, `it is ${record.state}, and its parts (${states}) make ${expected}`]]
    },
  },
  'final-has-time': {
    what: 'A message that ended says when; one that did not, does not.',
    check: ({ record: { state, finalAtMs } }) =>
      isFinal(state) === (finalAtMs !== null) ? [] : [[null, `it is ${state}, and its final time is ${finalAtMs}`]],
  },
  'nothing-open-in-ended': {
    what: 'No part waits, or is under way, of a message that ended.',
    check: ({ record, parts }) =>
      isFinal(record.state)
        ? ofParts(parts, ({ row }) =>
            isFinal(row.state) ? undefined : `it is ${row.state}, its message ${record.state}`,
          )
        : [],
  },
  'end-told-once': {
    what: 'A message that ended has one message.final for the whole, which names its state; any other has none.',
    check: ({ record, timeline }) => {
      const ends = timeline.filter(({ kind, part }) => kind === 'message.final' && part === null)
      const expected = isFinal(record.state) ? 1 : 0
      if (ends.length !== expected) return [[null, `it is ${record.state}, and its end is told ${ends.length} times`]]
      const [end] = ends
      return end && end.detail.state !== record.state
        ? [[null, `it is ${record.state}, told is ${end.detail.state}`]]
        : []
    },
  },
  'timeline-tells-state': {
    what: 'What the timeline tells last of a part is the state that it is in.',
    check: ({ record, parts, timeline }) =>
      ofParts(parts, ({ row }) => {
        const told = stateTold(timeline, row.number)
        // The end of the part that ended last is told as the end of the whole, without its number.
        const isLast = isFinal(record.state) && !told.isFinal
        return isLast || told.states.includes(row.state)
          ? undefined
          : `it is ${row.state}, told is ${told.states.join(' or ')}`
      }),
  },
  'timeline-in-order': {
    what: 'A timeline begins with how the message came, and its events follow one another.',
    check: ({ record, timeline }) => {
      const [first] = timeline
      const begin = record.direction === 'outbound' ? 'message.accepted' : 'message.received'
      if (first?.kind !== begin) return [[null, `its timeline begins with ${first?.kind}, and not with ${begin}`]]
      const wrong = timeline.findIndex(
        ({ seq }, index) => index > 0 && seq <= (timeline[index - 1] as ConnectEvent).seq,
      )
      return wrong === -1 ? [] : [[null, `event ${timeline[wrong]?.seq} does not come after the one before`]]
    },
  },
  'submitted-has-proof': {
    what: 'A part that the SMSC has was answered, or a receipt came for it.',
    check: ({ parts }) =>
      ofParts(parts, ({ row }) => {
        const hasProof = row.receiptAtMs !== null || (row.answeredAtMs !== null && row.answeredAttempt > 0)
        return row.state !== 'submitted' || hasProof ? undefined : 'it is submitted, without an answer or a receipt'
      }),
  },
  'answers-have-attempts': {
    what: 'No answer is to an attempt that was not made, and whose answer is outstanding has none yet.',
    check: ({ parts }) =>
      ofParts(parts, ({ row: { state, attempts, answeredAttempt } }) => {
        const isOutstanding = state === 'sending' || state === 'uncertain'
        const isRight = isOutstanding ? answeredAttempt < attempts : answeredAttempt <= attempts
        return isRight
          ? undefined
          : `it is ${state} with ${attempts} attempts, and the last answer was to ${answeredAttempt}`
      }),
  },
  'ids-at-own-smsc': {
    what: 'Ids that receipts may name a part by are those of its own SMSC, and only of a part that was tried.',
    check: ({ parts }) =>
      ofParts(parts, ({ row, idsAt }) => {
        const foreign = idsAt.find((smscId) => smscId !== row.smscId)
        if (foreign !== undefined) return `it goes through ${row.smscId}, and has an id at ${foreign}`
        return idsAt.length > 0 && row.attempts === 0 ? 'it has an id, and was never tried' : undefined
      }),
  },
  'stream-fits': {
    what: "A part waits in the stream of its message's SMSC, class and owner.",
    check: ({ record, stream, parts }) => {
      if (record.direction === 'inbound')
        return stream === null ? [] : [[null, 'it came from a person, and is in a stream']]
      const fits = (one: Stream | null | undefined): boolean =>
        one?.smscId === record.smscId && one.messageClass === record.messageClass && one.owner === record.owner
      if (!fits(stream)) return [[null, 'its stream is one of another SMSC, class or owner']]
      return ofParts(parts, ({ row, stream: own }) =>
        fits(own) && row.smscId === record.smscId ? undefined : "it is in a stream that is not its message's",
      )
    },
  },
  'uncertain-has-time': {
    what: 'A part that is uncertain says since when; of others only one that is held for that reason does.',
    check: ({ parts }) =>
      ofParts(parts, ({ row: { state, uncertainSinceMs } }) => {
        const isRight = uncertainSinceMs === null ? state !== 'uncertain' : state === 'uncertain' || state === 'held'
        return isRight ? undefined : `it is ${state}, and uncertain since ${uncertainSinceMs}`
      }),
  },
  'open-has-deadline': {
    what: 'A part that is open runs out of time when its message does, or a day later while its receipt may come.',
    check: ({ record: { expiresAtMs }, parts }) =>
      ofParts(parts, ({ row: { state, deadlineMs } }) => {
        const allowed = deadlinesOf(state, expiresAtMs ?? 0)
        return allowed.includes(deadlineMs) ? undefined : `it is ${state}, and its deadline is ${deadlineMs}`
      }),
  },
  'only-queued-waits': {
    what: 'Only a part that is queued has a time before which it is not to leave.',
    check: ({ parts }) =>
      ofParts(parts, ({ row: { state, dueAtMs } }) =>
        state === 'queued' || dueAtMs === 0 ? undefined : `it is ${state}, and due at ${dueAtMs}`,
      ),
  },
  'duplicate-told': {
    what: 'A message may have been sent twice where one of its parts may have been.',
    check: ({ record, parts }) =>
      record.mayBeDuplicate === parts.some(({ row }) => row.mayBeDuplicate)
        ? []
        : [[null, `it ${record.mayBeDuplicate ? 'may' : 'cannot'} have been sent twice, and its parts differ`]],
  },
  'end-has-reason': {
    what: 'A message that did not arrive says why, and one that was delivered has nothing to say.',
    check: ({ record: { state, errorCode } }) => {
      const isWrong =
        state === 'delivered' || !isFinal(state) ? errorCode !== null : errorCode === null && state !== 'cancelled'
      return isWrong ? [[null, `it is ${state}, and its error code is ${errorCode}`]] : []
    },
  },
  'conversation-there': {
    what: 'A message is in the conversation of its two addresses.',
    check: ({ record, conversation }) => {
      const person = record.direction === 'outbound' ? record.to : record.from
      if (!conversation) return [[null, 'its conversation is not there']]
      return conversation.person === person ? [] : [[null, 'it is in the conversation of somebody else']]
    },
  },
  'message-found': {
    what: 'A message is found by its conversation, our address, and its SMSC and class.',
    check: ({ isFound }) => (isFound ? [] : [[null, 'searches do not come by where it is']]),
  },
  'conversation-found': {
    what: 'A conversation is found by its id, which no other has.',
    check: ({ isFoundById }) => (isFoundById === false ? [[null, 'its conversation is not found by its id']] : []),
  },
  'unread-are-there': {
    what: 'A conversation has no more unread than it has messages.',
    check: ({ conversation, inConversation }) =>
      !conversation || inConversation === undefined || conversation.unread <= inConversation
        ? []
        : [[null, `its conversation has ${conversation.unread} unread of ${inConversation}`]],
  },
}

/** Broken where a message cannot be looked at by the other rules. It is seen by the adapter. */
const READABLE = { rule: 'readable', what: 'What is kept of a message can be read.' } as const

/** The rules that hold of the store as a whole, and what each says. They are looked at by the adapter. */
export const WHOLE_RULES = {
  'counts-fit':
    'The figures of messages are those of the messages that there are, and accepted = final + waiting + uncertain.',
  'stream-figures-fit': 'The figures of each stream are those of the parts that there are.',
  'conversation-ids-fit':
    'The index of the ids of conversations has each that is to be in it, and no other; no recent id is there twice.',
  'database-sound': 'The database and its indexes are sound, and no row refers to one that is not there.',
} as const

/** Every rule with what it says, for people. */
export const VERIFY_RULES: readonly { readonly rule: string; readonly what: string }[] = [
  READABLE,
  ...Object.entries(RULES).map(([rule, { what }]) => ({ rule, what })),
  ...Object.entries(WHOLE_RULES).map(([rule, what]) => ({ rule, what })),
]

/** Looks at one message by every rule. */
export function verifyMessage(examined: Examined): readonly Finding[] {
  const { id: messageId } = examined.record
  return Object.entries(RULES).flatMap(([rule, { check }]) =>
    check(examined).map(([part, detail]) => ({ rule, messageId, part, detail })),
  )
}

/** What is found of a message that cannot be read, for a reason that names nothing of it. */
export function unreadable(messageId: MessageId, reason: string): Finding {
  return { rule: READABLE.rule, messageId, part: null, detail: `what is kept of it cannot be read: ${reason}` }
}

/** How often each rule is looked at for so many messages. */
export function checkedOf(messages: number): Readonly<Record<string, number>> {
  return Object.fromEntries([READABLE.rule, ...Object.keys(RULES)].map((rule) => [rule, messages]))
}

function ofParts(parts: readonly ExaminedPart[], check: (part: ExaminedPart) => string | undefined): readonly Broken[] {
  return parts.flatMap((part) => {
    const detail = check(part)
    return detail === undefined ? [] : [[part.row.number, detail] as const]
  })
}

function deadlinesOf(state: PartState, expiresAtMs: number): readonly (number | null)[] {
  if (isFinal(state)) return [null]
  // What is being sent keeps the deadline that it had; the one of a submitted part moves on when it is looked at.
  if (state === 'sending' || state === 'submitted') return [expiresAtMs, expiresAtMs + RECEIPT_GRACE_MS]
  return [expiresAtMs]
}

/** What the timeline says last of a part's state; several where it leaves that open. */
function stateTold(
  timeline: readonly ConnectEvent[],
  number: number,
): { readonly states: readonly PartState[]; readonly isFinal: boolean } {
  let states: readonly PartState[] = ['queued']
  for (const { kind, part, detail } of timeline) {
    if (part !== number && !(part === null && (kind === 'message.rerouted' || kind === 'message.replaced'))) continue
    switch (kind) {
      case 'message.sending':
        states = ['sending']
        break
      case 'message.submitted':
        // Where the receipt came first, the answer changes no state.
        if (!states.some(isFinal)) states = ['submitted']
        break
      case 'message.retrying':
      case 'message.returned':
      case 'message.resent':
      case 'message.released':
        states = ['queued']
        break
      case 'message.uncertain':
        states = ['uncertain']
        break
      case 'message.held':
        states = ['held']
        break
      case 'message.receipt':
        // An intermediate one leaves a part where it is, or shows that the SMSC has it.
        states = [...states, 'submitted']
        break
      case 'message.final':
        states = [detail.state as PartState]
    }
  }
  return { states, isFinal: states.length === 1 && isFinal(states[0] as PartState) }
}
