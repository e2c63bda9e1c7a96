import type {
  ApiKeyId,
  ConversationId,
  EventDetail,
  EventKind,
  MessageClass,
  MessageId,
  MessageState,
  PartRef,
  PartState,
  SmscDefinition,
  SmscId,
  WireTlv,
} from '@smpp-connect/contracts'
import type {
  DocumentName,
  InboundRecord,
  NewEvent,
  NewPart,
  ParkedReceiptRecord,
  ReceiptRecord,
  StoredAnswer,
  SweepLimits,
} from '../port.ts'
import type {
  ApiKeyRecord,
  DocumentRecord,
  MessageRecord,
  OptOutRecord,
  SessionRecord,
  SmscHistoryRecord,
  UserRecord,
  WireFields,
} from '../records.ts'
import type { PartVerdict } from '../rules/message.ts'
import type { HoldBack } from '../rules/order.ts'
import type { ConversationRow, MessageHead, PartEvent, PartRow, Stream } from '../rules/rows.ts'
import type { Turns } from '../rules/turns.ts'

/** A part with the head of its message: what a rule needs. */
export interface PartOfMessage {
  readonly part: PartRow
  readonly head: MessageHead
}

/** A part with what the Sender needs of it. */
export interface ReadyPart extends PartOfMessage {
  readonly wire: WireFields
  readonly esmClass: number
  readonly shortMessage: Uint8Array
  /** Those of the message, then those of the part. */
  readonly tlvs: readonly WireTlv[]
}

/** A message to insert, or to put in the place of one. */
export interface MessageInsert {
  readonly seq: number
  readonly record: MessageRecord
  readonly smscFixed: boolean
  readonly optOutExempt: boolean
  /** None for an inbound one. */
  readonly parts: readonly PartInsert[]
}
export interface PartInsert {
  readonly row: PartRow
  readonly content: NewPart
}

/** A whole outbound message with all its parts, in the order of their numbers. */
export interface WholeMessage {
  readonly head: MessageHead
  readonly record: MessageRecord
  readonly parts: readonly PartRow[]
}

/** Where a message belongs. */
export interface MessagePlace {
  readonly seq: number
  readonly conversationId: ConversationId
  readonly smscId: SmscId
}

/** Something that happened to a message, told in its history and in the log. `part` null: it concerns the whole. */
export interface MessageEvent {
  readonly atMs: number
  readonly kind: EventKind
  readonly part: number | null
  readonly detail: EventDetail
}

/** A message that ended, or came, before a time. */
export interface EndedMessage {
  readonly seq: number
  readonly direction: 'outbound' | 'inbound'
  readonly state: MessageState
  readonly mayBeDuplicate: boolean
  readonly conversationId: ConversationId
}

/** A message as its conversation sees it. `id` is used when the two have no conversation yet. */
export interface Touch {
  readonly id: ConversationId
  readonly person: string
  readonly ours: string
  readonly isInbound: boolean
}

/** A longer text of which not all parts are there. Segments in the order of their numbers. */
export interface OpenJoin {
  readonly seq: number
  readonly total: number
  readonly firstAtMs: number
  readonly segments: readonly KeptSegment[]
}
export interface KeptSegment {
  readonly number: number
  readonly record: Omit<InboundRecord, 'segment' | 'duplicateWithinMs' | 'consent'>
}

export type Counter = MessageState | 'outbound' | 'inbound' | 'mayBeDuplicate' | 'receiptsParked'
/** States in which a part is open, and counted for each stream. */
export const OPEN_PART_STATES = ['queued', 'sending', 'uncertain', 'held', 'submitted'] as const satisfies PartState[]
export type OpenPartState = (typeof OPEN_PART_STATES)[number]
/**
 * What is counted of the parts of each stream: those in each open state, and of the queued ones those that are not due yet
 * (`delayed`) and those whose message was not given its SMSC by the caller (`movable`).
 */
export const STREAM_FIGURES = [...OPEN_PART_STATES, 'delayed', 'movable'] as const
export type StreamFigure = (typeof STREAM_FIGURES)[number]

/** A stream with queued parts. */
export interface QueuedStream extends Stream {
  /** How many may leave now. */
  readonly ready: number
  readonly delayed: number
}

/**
 * The rows of a store, seen from inside one atomic step: synchronous, and undone as a whole when the step throws. What
 * the operations do with them is written once (in this folder); an adapter supplies this, and how it is read.
 */
export interface Tables {
  // The log and the figures
  /** Appends an event that is not part of a change below; `place` is that of its message, null when it concerns none. */
  append(event: NewEvent, place: MessagePlace | null): void
  /** Removes events from before that time from the log, the oldest first, at most about as many; the last one stays. */
  trimLog(beforeMs: number, limit: number): void
  count(counter: Counter, by: number): void
  countParts(stream: number, figure: StreamFigure, by: number): void
  /** Whether some part of an SMSC is in one of these states. */
  hasParts(smscId: SmscId, states: readonly OpenPartState[]): boolean
  answer(scope: string, key: string): StoredAnswer | undefined
  /** Inserts it, or puts it in the place of the one that is there. */
  putAnswer(scope: string, key: string, answer: StoredAnswer): void
  removeAnswer(scope: string, key: string): void

  // Streams
  /** The key of a stream; one that is new gets the next. */
  streamKey(smscId: SmscId, messageClass: MessageClass, owner: string): number
  /** Streams of an SMSC that have queued parts, in the order of their keys. */
  queuedStreams(smscId: SmscId): readonly QueuedStream[]
  turns(smscId: SmscId): Turns
  putTurns(smscId: SmscId, turns: Turns): void
  /** Makes queued parts of a stream whose time has come due (`dueAtMs` 0), the first of them first; returns how many. */
  promoteDue(stream: number, nowMs: number, limit: number): number
  /** Queued parts of a stream that are due, in the order of the queue. */
  ready(stream: number, limit: number): readonly ReadyPart[]
  holdBack(conversationId: ConversationId, messageClass: MessageClass): HoldBack | undefined
  /** `nowMs`: marks that are void by then may be forgotten. */
  putHoldBack(conversationId: ConversationId, messageClass: MessageClass, mark: HoldBack, nowMs: number): void

  // Messages and parts
  /** The position that the next message gets. Positions are never given twice. */
  nextMessageSeq(): number
  /** Throws when there is a message with that id already. */
  insertMessage(message: MessageInsert, event: MessageEvent): void
  /** Puts all that is given in the place of what the message has, but for its id and its history. */
  replaceMessage(message: MessageInsert, before: WholeMessage, events: readonly MessageEvent[]): void
  /** Puts another text in the place of the one that an outbound message has. */
  replaceText(head: MessageHead, text: string, event: MessageEvent): void
  placeOf(id: MessageId): MessagePlace | undefined
  find(ref: PartRef): PartOfMessage | undefined
  /** An outbound message. */
  whole(id: MessageId): WholeMessage | undefined
  verdicts(messageSeq: number): readonly PartVerdict[]
  /** Writes what differs of a part and its message, and what happened. */
  change(before: PartOfMessage, after: PartOfMessage, atMs: number, events: readonly PartEvent[]): void
  /** Messages that ended (inbound: came) before that time, the oldest first. */
  ended(beforeMs: number, limit: number): readonly EndedMessage[]
  /** Removes a message that ended, with its parts, history and ids. */
  removeMessage(seq: number): void
  /** Parts that are `sending`, in the order of the queue; of all SMSCs when none are named. */
  sending(smscIds: readonly SmscId[] | undefined): readonly PartOfMessage[]
  /** Parts with a deadline up to `nowMs`, but for those being sent; the oldest deadline first, then as queued. */
  overdue(nowMs: number, limit: number): readonly PartOfMessage[]
  /** Sending, uncertain and held parts of an SMSC with this user_message_reference, in the order of the queue. */
  byReference(smscId: SmscId, userMessageReference: number): readonly PartOfMessage[]
  /** Parts of an SMSC that are known under one of these forms of message id, in the order of the queue, each once. */
  byIdForms(smscId: SmscId, idForms: readonly string[]): readonly PartOfMessage[]
  /** Further forms than the one in its row. */
  addIdForms(part: PartRow, idForms: readonly string[]): void
  park(receipt: ReceiptRecord): void
  /** Puts other id forms in the place of those of a parked receipt. */
  repark(parked: ParkedReceiptRecord): void
  parkedReceipt(seq: number): ParkedReceiptRecord | undefined
  /** Parked receipts of an SMSC with one of these forms, in the order in which they came, each once. */
  parked(smscId: SmscId, idForms: readonly string[]): readonly ParkedReceiptRecord[]
  unpark(seq: number): void

  // Conversations, consent, and what people write
  conversation(id: ConversationId): ConversationRow | undefined
  conversationOf(person: string, ours: string): ConversationRow | undefined
  /**
   * The conversation of a message that is about to be inserted, which is made when there is none: found by the two addresses,
   * else by the id, which a caller may derive from them without regard to how ours is written. Counts it as unread when
   * it came from the person.
   */
  touchConversation(touch: Touch): ConversationId
  /** How many of its messages are unread; undefined when there is no such conversation. */
  unread(id: ConversationId): number | undefined
  putUnread(id: ConversationId, unread: number): void
  /** How many messages a conversation has, counted up to that many. */
  messagesLeft(id: ConversationId, most: number): number
  /** Removes a conversation that has no messages any more. */
  removeConversation(id: ConversationId): void
  /** Whether that person opted out of this address of ours, or of all. */
  isOptedOut(person: string, ours: string): boolean
  /** The opt-out of exactly that; `ours` null for the one of all. */
  optOut(person: string, ours: string | null): OptOutRecord | undefined
  insertOptOut(optOut: OptOutRecord): void
  /** Removes the opt-out of an address, or all of a person when `ours` is null; returns how many. */
  removeOptOuts(person: string, ours: string | null): number
  /** When content with this fingerprint was stored last. */
  fingerprintAtMs(smscId: SmscId, fingerprint: string): number | undefined
  putFingerprint(smscId: SmscId, fingerprint: string, atMs: number): void
  /** Open joins under a key, the newest first. */
  joins(smscId: SmscId, key: string): readonly OpenJoin[]
  /** Opens a join with its first segment. */
  insertJoin(key: string, total: number, segment: KeptSegment): void
  addSegment(joinSeq: number, segment: KeptSegment): void
  removeJoin(joinSeq: number): void
  /** Joins whose first segment came before that time, the oldest first. */
  joinsBefore(beforeMs: number): readonly OpenJoin[]

  // SMSC definitions, documents and access
  smsc(id: SmscId): SmscDefinition | undefined
  putSmsc(definition: SmscDefinition): void
  removeSmsc(id: SmscId): void
  /** The last version that was noted of a definition, also when that is gone; 0 for none. */
  lastSmscVersion(id: SmscId): number
  /** Notes what a definition is from now on, and forgets what it was more than `SMSC_HISTORY_KEPT` versions ago. */
  noteSmsc(id: SmscId, version: Omit<SmscHistoryRecord, 'seq'>): void
  document(name: DocumentName): DocumentRecord | undefined
  putDocument(name: DocumentName, document: DocumentRecord): void
  hasUsers(): boolean
  userNamed(name: string): UserRecord | undefined
  /** Throws when the id is taken. */
  insertUser(user: UserRecord): void
  updatePassword(name: string, passwordHash: string): boolean
  /** Throws when the id is taken. */
  insertApiKey(key: ApiKeyRecord): void
  removeApiKey(id: ApiKeyId): boolean
  touchApiKey(id: ApiKeyId, atMs: number): void
  /** Throws when there is no such user, or the id or token is taken. */
  insertSession(session: SessionRecord): void
  removeSession(tokenHash: string): void
  /** Removes what is older than the limits, at most so many of each kind; returns how many of all, and parked receipts. */
  sweep(before: SweepLimits, limit: number): { readonly removed: number; readonly receipts: number }
  /** Changes something that nobody reads. */
  touch(): void
}
