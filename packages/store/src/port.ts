import type {
  ApiKeyId,
  ConnectEvent,
  ConversationId,
  EventDetail,
  EventKind,
  LinkAddress,
  MessageId,
  MessageState,
  PartRef,
  PartState,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import type {
  ApiKeyRecord,
  ConversationRecord,
  CountsRecord,
  LeasedPart,
  MessageRecord,
  PartRecord,
  QueueRecord,
  SessionRecord,
  UserRecord,
} from './records.ts'

/**
 * Where everything that must not be lost is kept. Arrays go in, results come out, in the same order; no connection, no
 * transaction and no row ever crosses this border. What an operation says is done is durable (on the disk, after
 * fsync) when its promise resolves, and each operation is one atomic step: all of a batch, or nothing of it.
 *
 * Every operation that changes something also appends its events (see ConnectEvent) in the same step, and calls the
 * listeners of `onEvents` once they are durable, in the order of `seq`, before its promise resolves.
 *
 * A part that ends gives a `message.final`: with its number while other parts of the message are open, without one (for
 * the whole) with the part that ends last. So each message has exactly one `message.final` whose `part` is null.
 *
 * A part's state changes only along `mayFollow`; a message's state is `rollUp` of its parts'. An operation that asks
 * for a change that may not follow changes nothing for that item and says so in its result.
 *
 * When the store cannot write (disk full, I/O error) the promise rejects with `StoreUnavailable` and nothing of the
 * batch is kept. What no caller may ask for (an id a second time, a message without parts or with more than 255, an
 * event about what is not stored) rejects with `BrokenInvariant`, and nothing of that batch is kept either; other
 * operations that were asked for at the same time are not touched. Times are whole milliseconds.
 */
export interface Store {
  readonly kind: string
  /** Opens, checks and migrates. Throws `StoreUnavailable` with a reason a person understands. */
  open(): Promise<void>
  close(): Promise<void>

  // Intake
  /**
   * Stores messages with their parts as `queued`, each with the conversation it belongs to (made when there is none for
   * that person, our address), and the answer under the idempotency key, if one is given: all in one step.
   * Events: message.accepted.
   */
  accept(batch: AcceptBatch): Promise<AcceptResult>
  /** The answer stored under a key, if there is one and it is not older than its retention. */
  storedAnswer(scope: string, key: string): Promise<StoredAnswer | undefined>

  // The way out
  /**
   * Takes up to `limit` queued parts of an SMSC that are due, in the order in which they were queued, makes them
   * `sending` with one more attempt, and returns them. When it resolves, the intent is durable. Expired ones become
   * `expired` instead and are not returned (at most 1,000 in one lease, so that none takes long). A part that comes back
   * (retry, returned, resent, released) keeps its place in the queue. Events: message.sending (attempt), message.final.
   */
  lease(request: LeaseRequest): Promise<readonly LeasedPart[]>
  /**
   * Records how submits ended. Stale answers (an older attempt, or a part that moved on) change nothing. When the receipt
   * came before the answer, the answer still adds message id and times; the state stays (`changed` is false).
   */
  recordSubmits(batch: readonly SubmitRecord[]): Promise<readonly ChangeResult[]>
  /**
   * At start, and when an edge is lost: every part that is `sending` at these SMSCs (all of them when omitted) becomes
   * `uncertain`. Returns how many. Events: message.uncertain.
   */
  markUncertain(request: {
    readonly smscIds?: readonly SmscId[]
    readonly reason: string
    readonly atMs: number
  }): Promise<number>
  /** Uncertain parts of an SMSC, oldest first, that became so before `beforeMs`. */
  uncertain(smscId: SmscId, beforeMs: number, limit: number): Promise<readonly PartRef[]>
  /**
   * Ends uncertainty, or holds and releases: `queued` resends (and marks the part as perhaps sent twice when it was
   * uncertain, also when it was held in between), `held` parks it for a person, `uncertain-closed` and `cancelled` end
   * it. Only for parts that are queued, uncertain or held: what is with the Sender or at the SMSC changes nothing.
   * Events: message.resent, message.held, message.released, message.final.
   */
  resolve(batch: readonly ResolveRequest[]): Promise<readonly ChangeResult[]>
  /**
   * Makes queued, held and uncertain parts whose time has passed `expired`, and submitted ones for which no receipt came
   * within `RECEIPT_GRACE_MS` after that (error code `no-receipt`); at most `limit`; returns how many.
   */
  expire(nowMs: number, limit: number): Promise<number>

  // The way back
  /**
   * Applies receipts. Each is matched within its SMSC, first by message id (any of `idForms` equal to any stored form;
   * of several, an open part before an ended one, the one to the destination before others, the newest before older
   * ones), else, for parts whose answer is outstanding or lost, by user_message_reference and destination. What matches
   * nothing is parked and tried again whenever an answer (or a receipt matched by reference) at that SMSC brings a new
   * id. A duplicate, or one that would go backwards, changes nothing. An intermediate one changes no state either, but
   * that a part which was `sending`, `uncertain` or held for its lost answer is `submitted` from then on: the SMSC has
   * it. Events: message.receipt, message.final, receipt.parked.
   */
  recordReceipts(batch: readonly ReceiptRecord[]): Promise<readonly ReceiptResult[]>
  /**
   * Stores what came from people. A text is whole; a part of a longer one is kept until the others are there, and the
   * whole is then stored as one message, with the id and the time of the part that came last. A repetition (same SMSC,
   * addresses, content within less than `duplicateWithinMs` of the one that was kept) is dropped; so is the same part of
   * a text that is not whole yet. Events: message.received.
   */
  recordInbound(batch: readonly InboundRecord[]): Promise<readonly InboundResult[]>
  /**
   * Incomplete long texts whose first part came before `beforeMs` are stored with what is there. Returns how many.
   * Events: message.received, with `missing`.
   */
  yieldIncomplete(beforeMs: number, joinAs: JoinIncomplete): Promise<number>

  // Reading
  message(id: MessageId): Promise<MessageRecord | undefined>
  /** The states of many messages, in the order asked; null where there is no such message. */
  messageStates(ids: readonly MessageId[]): Promise<readonly (MessageState | null)[]>
  parts(id: MessageId): Promise<readonly PartRecord[]>
  /** The message's events, oldest first. */
  timeline(id: MessageId): Promise<readonly ConnectEvent[]>
  /** Newest first. */
  messages(query: MessageFilter): Promise<Page<MessageRecord>>
  conversation(id: ConversationId): Promise<ConversationRecord | undefined>
  /** Those with the newest message first. */
  conversations(query: ConversationFilter): Promise<Page<ConversationRecord>>
  /** Marks all as read. Event: conversation.read, when there was something unread. */
  markRead(id: ConversationId, atMs: number): Promise<boolean>
  /** Exact at every step; states that no message is in are left out. */
  counts(): Promise<CountsRecord>
  /** SMSCs that have a part queued, sending, uncertain or held. */
  queues(): Promise<readonly QueueRecord[]>

  // Events
  /** Events after `afterSeq`, oldest first. */
  events(afterSeq: number, limit: number): Promise<readonly ConnectEvent[]>
  lastEventSeq(): Promise<number>
  /** Calls back after each durable write that appended events. Returns how to stop it. */
  onEvents(listener: (events: readonly ConnectEvent[]) => void): () => void
  /**
   * Appends events that belong to no other operation (bind changes). One that names a message belongs to the conversation
   * and the SMSC of that message.
   */
  appendEvents(batch: readonly NewEvent[]): Promise<void>

  // SMSC definitions
  smscs(): Promise<readonly SmscDefinition[]>
  /** Inserts (version 1) or replaces (one version more: the store counts); with `expectedVersion`, only when that is the stored version. Event: smsc.created or smsc.changed. */
  putSmsc(definition: SmscDefinition, expectedVersion: number | null): Promise<'stored' | 'conflict'>
  /** Refused while parts are open at it. Event: smsc.deleted. */
  deleteSmsc(id: SmscId, atMs: number): Promise<'deleted' | 'in-use' | 'unknown'>

  // Access
  users(): Promise<readonly UserRecord[]>
  /** `first` stores it only when there is no user at all: two people who race for the set-up link have one winner. */
  addUser(user: UserRecord, rule: 'first' | 'any'): Promise<'stored' | 'taken'>
  setPassword(name: string, passwordHash: string): Promise<boolean>
  apiKeys(): Promise<readonly ApiKeyRecord[]>
  addApiKey(key: ApiKeyRecord): Promise<void>
  removeApiKey(id: ApiKeyId): Promise<boolean>
  touchApiKey(id: ApiKeyId, atMs: number): Promise<void>
  addSession(session: SessionRecord): Promise<void>
  session(tokenHash: string, nowMs: number): Promise<(SessionRecord & { readonly userName: string }) | undefined>
  removeSession(tokenHash: string): Promise<void>
  /** Removes idempotency answers, sessions (by their end), parked receipts and inbound fingerprints from before these times. */
  sweep(before: SweepLimits): Promise<void>
}

/** How long after the end of its validity a receipt may still come: a day. */
export const RECEIPT_GRACE_MS = 24 * 3_600_000

export interface AcceptBatch {
  readonly messages: readonly NewMessage[]
  readonly atMs: number
  /** Stored together with the messages. When the scope and key hold an answer already, nothing is stored and that answer is returned. */
  readonly answer?: StoredAnswer & { readonly scope: string; readonly key: string }
}
export interface StoredAnswer {
  /** Fingerprint of the request; another request under the same key is refused. */
  readonly fingerprint: string
  readonly status: number
  readonly body: string
  readonly atMs: number
}
export type AcceptResult =
  | { readonly kind: 'stored'; readonly conversationIds: readonly ConversationId[] }
  | { readonly kind: 'answered-before'; readonly answer: StoredAnswer }

export interface NewMessage {
  readonly id: MessageId
  readonly from: string
  readonly to: string
  readonly text: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly smscId: SmscId
  /** Used when person and our address have no conversation yet. */
  readonly conversationId: ConversationId
  readonly reference: string | null
  readonly expiresAtMs: number
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly dataCoding: number
  readonly parts: readonly NewPart[]
}
export interface NewPart {
  readonly esmClass: number
  readonly shortMessage: Uint8Array
  /** 0 to 65535; lets a receipt find a part whose answer was lost. */
  readonly userMessageReference: number
}

export interface LeaseRequest {
  readonly smscId: SmscId
  readonly limit: number
  readonly nowMs: number
}

/** How a submit ended, judged by the manager. */
export interface SubmitRecord {
  readonly part: PartRef
  readonly attempt: number
  readonly smscId: SmscId
  readonly atMs: number
  readonly sentAtMs: number | null
  readonly result: /** → `submitted`; `idForms` are the forms under which a receipt may name it. Event: message.submitted. */
    | { readonly kind: 'submitted'; readonly smscMessageId: string; readonly idForms: readonly string[] }
    /** → `queued`, due at `dueAtMs`. Events: message.refused, message.retrying. */
    | { readonly kind: 'retry'; readonly status: number; readonly dueAtMs: number }
    /** → `rejected` (the SMSC refused for good) or `failed` (attempts used up, or not sendable at all: no status). Events: message.refused, message.final. */
    | {
        readonly kind: 'final'
        readonly state: 'rejected' | 'failed'
        readonly status: number | null
        readonly errorCode: string
      }
    /** → `queued` again at once, as if it had not been leased: the attempt does not count. Event: message.returned. */
    | { readonly kind: 'returned'; readonly reason: string }
    /** → `uncertain`. Event: message.uncertain. */
    | { readonly kind: 'uncertain'; readonly reason: string }
}

/** `changed` says whether the part moved; `state` is the part's state afterwards, `undefined` when there is no such part. */
export interface ChangeResult {
  readonly changed: boolean
  readonly state: PartState | undefined
  readonly messageState: MessageState | undefined
}

export interface ResolveRequest {
  readonly part: PartRef
  readonly to: 'queued' | 'held' | 'uncertain-closed' | 'cancelled'
  readonly atMs: number
  readonly reason: string
}

export interface ReceiptRecord {
  readonly smscId: SmscId
  readonly atMs: number
  /** Message id as the receipt had it, and every form to look it up under. Empty when the receipt names none. */
  readonly smscMessageId: string
  readonly idForms: readonly string[]
  readonly userMessageReference: number | null
  /** Canonical number of the person the message went to; empty when not known. */
  readonly destination: string
  /** What the receipt says: a final state, or `submitted` for an intermediate one (which changes no state). */
  readonly state: 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'cancelled' | 'submitted'
  /** stat of the receipt, for the timeline: `DELIVRD`. */
  readonly stat: string
  readonly error: string | null
}
export type ReceiptResult =
  | { readonly kind: 'applied' | 'ignored'; readonly part: PartRef }
  | { readonly kind: 'parked' }

export interface InboundRecord {
  readonly id: MessageId
  readonly conversationId: ConversationId
  readonly smscId: SmscId
  readonly atMs: number
  /** Canonical number of the person. */
  readonly from: string
  readonly to: string
  readonly encoding: 'gsm7' | 'ucs2' | 'other'
  readonly text: string
  /** Same for a repetition of the same PDU. */
  readonly fingerprint: string
  readonly duplicateWithinMs: number
  /** For a part of a longer text: the join key (addresses, reference, total), its number from 1, and of how many. */
  readonly segment: { readonly key: string; readonly number: number; readonly total: number } | null
}
export type InboundResult =
  | { readonly kind: 'stored'; readonly messageId: MessageId }
  | { readonly kind: 'part-kept' }
  | { readonly kind: 'duplicate' }

/** How the parts of an incomplete text are put together: `texts[i]` is part i + 1, or undefined when it never came. */
export type JoinIncomplete = 'gaps-marked' | 'gaps-omitted'

export interface MessageFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly state?: MessageState | undefined
  readonly direction?: 'outbound' | 'inbound' | undefined
  /** Canonical address, either end. */
  readonly number?: string | undefined
  readonly smscId?: SmscId | undefined
  readonly conversationId?: ConversationId | undefined
  readonly mayBeDuplicate?: boolean | undefined
  readonly reference?: string | undefined
}
export interface ConversationFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly search?: string | undefined
  readonly unread?: boolean | undefined
}
/** `next` is opaque; null at the end. A cursor that is none of ours gives the first page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export interface NewEvent {
  readonly atMs: number
  readonly kind: EventKind
  readonly messageId: MessageId | null
  readonly part: number | null
  readonly conversationId: ConversationId | null
  readonly smscId: SmscId | null
  readonly detail: EventDetail
}

export interface SweepLimits {
  readonly answersBeforeMs: number
  readonly sessionsBeforeMs: number
  readonly parkedReceiptsBeforeMs: number
  readonly fingerprintsBeforeMs: number
}

/** The store cannot do its work now; nothing of the operation was kept. `reason` is for the operator. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`the store is not available: ${reason}`, options)
    this.reason = reason
  }
}
