import type {
  ApiKeyId,
  ConversationId,
  LinkAddress,
  MessageId,
  MessageState,
  PartRef,
  PartState,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import type { InboundRecord, NewEvent, NewPart, ReceiptRecord, StoredAnswer, SweepLimits } from '../port.ts'
import type { ApiKeyRecord, MessageRecord, SessionRecord, UserRecord } from '../records.ts'
import type { PartVerdict } from '../rules/message.ts'
import type { ConversationRow, MessageHead, PartRow } from '../rules/rows.ts'

/** A part with the head of its message: what a rule needs. */
export interface PartOfMessage {
  readonly part: PartRow
  readonly head: MessageHead
}

/** A part with what the Sender needs of it. */
export interface ReadyPart extends PartOfMessage {
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly esmClass: number
  readonly dataCoding: number
  readonly shortMessage: Uint8Array
}

/** A message to insert. `wire` is null for inbound ones. */
export interface MessageInsert {
  readonly seq: number
  readonly record: MessageRecord
  readonly wire: { readonly source: LinkAddress; readonly destination: LinkAddress; readonly dataCoding: number } | null
}

/** Where a message belongs. */
export interface MessagePlace {
  readonly seq: number
  readonly conversationId: ConversationId
  readonly smscId: SmscId
}

export interface ParkedReceipt {
  readonly seq: number
  readonly receipt: ReceiptRecord
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
  readonly record: Omit<InboundRecord, 'segment' | 'duplicateWithinMs'>
}

export type Counter = MessageState | 'outbound' | 'inbound' | 'mayBeDuplicate' | 'receiptsParked'
/** States in which a part is open, and counted for each SMSC. */
export const OPEN_PART_STATES = ['queued', 'sending', 'uncertain', 'held', 'submitted'] as const satisfies PartState[]
export type OpenPartState = (typeof OPEN_PART_STATES)[number]

/**
 * The rows of a store, seen from inside one atomic step: synchronous, and undone as a whole when the step throws. What
 * the operations do with them is written once (in this folder); an adapter supplies this, and how it is read.
 */
export interface Tables {
  // The log and the figures
  /** Appends an event; `messageSeq` is the position of its message, null when it concerns none. */
  append(event: NewEvent, messageSeq: number | null): void
  count(counter: Counter, by: number): void
  countParts(smscId: SmscId, state: OpenPartState, by: number): void
  hasOpenParts(smscId: SmscId): boolean
  answer(scope: string, key: string): StoredAnswer | undefined
  putAnswer(scope: string, key: string, answer: StoredAnswer): void

  // Messages and parts
  /** The position that the next message gets. */
  nextMessageSeq(): number
  /** Throws when there is a message with that id already. */
  insertMessage(message: MessageInsert): void
  insertPart(part: PartRow, content: NewPart): void
  placeOf(id: MessageId): MessagePlace | undefined
  find(ref: PartRef): PartOfMessage | undefined
  verdicts(messageSeq: number): readonly PartVerdict[]
  /** Writes what differs from the row as it was. */
  updatePart(part: PartRow, before: PartRow): void
  updateHead(head: MessageHead, before: MessageHead): void
  /** Makes queued parts of an SMSC whose time has come due (`dueAtMs` 0). */
  promoteDue(smscId: SmscId, nowMs: number): void
  /** Queued parts of an SMSC that are due, in the order of the queue. */
  ready(smscId: SmscId, limit: number): readonly ReadyPart[]
  /** Parts that are `sending`, in the order of the queue; of all SMSCs when none are named. */
  sending(smscIds: readonly SmscId[] | undefined): readonly PartOfMessage[]
  /** Parts with a deadline up to `nowMs`, but for those being sent; the oldest deadline first, then as queued. */
  overdue(nowMs: number, limit: number): readonly PartOfMessage[]
  /** Sending, uncertain and held parts of an SMSC with this user_message_reference, in the order of the queue. */
  byReference(smscId: SmscId, userMessageReference: number): readonly PartOfMessage[]
  /** Parts of an SMSC that are known under one of these forms of message id, in the order of the queue, each once. */
  byIdForms(smscId: SmscId, idForms: readonly string[]): readonly PartOfMessage[]
  addIdForms(part: PartRow, idForms: readonly string[]): void
  park(receipt: ReceiptRecord): void
  /** Parked receipts of an SMSC with one of these forms, in the order in which they came, each once. */
  parked(smscId: SmscId, idForms: readonly string[]): readonly ParkedReceipt[]
  unpark(seq: number): void

  // Conversations and what people write
  conversation(id: ConversationId): ConversationRow | undefined
  conversationOf(person: string, ours: string): ConversationRow | undefined
  insertConversation(row: ConversationRow): void
  updateConversation(row: ConversationRow): void
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

  // SMSC definitions and access
  smsc(id: SmscId): SmscDefinition | undefined
  putSmsc(definition: SmscDefinition): void
  removeSmsc(id: SmscId): void
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
  /** Removes what is older than the limits; returns how many parked receipts went. */
  sweep(before: SweepLimits): number
}
