import type {
  ApiKeyId,
  ConnectEvent,
  ConversationId,
  MessageClass,
  MessageId,
  MessageState,
  PartRef,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import type { SmscLoad, SmscWithRouting, WaitingMessage } from './deletion.ts'
import type {
  ApiKeyRecord,
  ConversationRecord,
  CountsRecord,
  DocumentRecord,
  MessageRecord,
  OptOutRecord,
  PartRecord,
  QueueRecord,
  SessionRecord,
  SmscHistoryRecord,
  UserRecord,
} from './records.ts'
import type {
  AcceptBatch,
  AcceptResult,
  ChangeResult,
  ConsentChange,
  ConversationFilter,
  DocumentName,
  InboundRecord,
  InboundResult,
  JoinIncomplete,
  KeyedAnswer,
  Lease,
  LeaseRequest,
  MessageFilter,
  NewEvent,
  OptOutFilter,
  Page,
  ParkedReceiptRecord,
  ReceiptRecord,
  ReceiptResult,
  RerouteCandidate,
  ResolveRequest,
  RewriteRequest,
  StoredAnswer,
  SubmitRecord,
  SweepLimits,
  VerifyRequest,
  VerifyResult,
} from './requests.ts'

export * from './deletion.ts'
export type * from './requests.ts'

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
  /**
   * Keeps the answer to a request that does something else; returns the one that was there already, if there was one.
   * Before the work is done it is only a note that it has `BEGUN`, for `settleAnswer` to replace.
   */
  keepAnswer(answer: KeyedAnswer): Promise<StoredAnswer | undefined>
  /** Puts the answer in the place of the note that its request has begun; null takes the note away, and frees the key. */
  settleAnswer(scope: string, key: string, answer: StoredAnswer | null): Promise<void>

  // The way out
  /**
   * Takes up to `limit` queued parts of an SMSC that are due, makes them `sending` with one more attempt, and returns
   * them. When it resolves, the intent is durable. Which ones: each class gets its share of what is leased over time
   * while others wait too, what one does not need goes to the more urgent ones first; within a class the owners take
   * turns, part by part; of one owner they come in the order in which they were queued. A part that comes back (retry,
   * returned, resent, released) keeps its place in the queue.
   *
   * Expired ones become `expired` instead and are not returned, and those to somebody who opted out become `blocked`
   * (at most 1,000 in one lease, so that none takes long). Events: message.sending (attempt), message.final.
   */
  lease(request: LeaseRequest): Promise<Lease>
  /**
   * Records how submits ended. Stale answers (an older attempt, or a part that moved on) change nothing. When the receipt
   * came before the answer, the answer still adds message id and times; the state stays (`changed` is false).
   *
   * Messages of one class between the same two addresses keep their order: when a part is to be tried again at a later
   * time, what is queued behind it waits as long, and so does what is accepted meanwhile.
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
  /** Uncertain parts of an SMSC and a class, oldest first, that became so before `beforeMs`. */
  uncertain(smscId: SmscId, messageClass: MessageClass, beforeMs: number, limit: number): Promise<readonly PartRef[]>
  /**
   * Ends uncertainty, or holds and releases: `queued` resends (and marks the part as perhaps sent twice when it was
   * uncertain, also when it was held in between), `held` parks it for a person, `uncertain-closed` and `cancelled` end
   * it. Only for parts that are queued, uncertain or held: what is with the Sender or at the SMSC changes nothing, but
   * that a submitted one is `cancelled` where the SMSC said that it was (`bySmsc`).
   * Events: message.resent, message.held, message.released, message.final.
   */
  resolve(batch: readonly ResolveRequest[]): Promise<readonly ChangeResult[]>
  /**
   * Puts other content, another SMSC or other options in the place of what a message has, all its parts anew. Only for
   * messages whose parts are all queued and of which none can have left (never uncertain, none answered with an OK): any
   * other is left as it is, which the result says. Its place in the queue and its times stay. Events: message.rerouted
   * where the SMSC is another one, message.replaced where the text is.
   */
  rewrite(batch: readonly RewriteRequest[]): Promise<readonly boolean[]>
  /** The SMSC took another text in the place of the one it had (replace_sm, 3.4 section 4.10). Event: message.replaced. */
  retext(id: MessageId, text: string, atMs: number): Promise<boolean>
  /**
   * Messages that `rewrite` could give to another SMSC: wholly queued at this one, chosen by routing and not by the
   * caller. In the order of the queue, after that position.
   */
  reroutable(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly RerouteCandidate[]>
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
  /** Receipts of an SMSC (of all, when none is named) that match nothing yet, the oldest first, after that `seq`. */
  parkedReceipts(smscId: SmscId | undefined, afterSeq: number, limit: number): Promise<readonly ParkedReceiptRecord[]>
  /**
   * Tries parked receipts again under other forms of their ids (or the same), as `recordReceipts` does; what matches is
   * parked no longer. Null for one that is not parked (any more).
   */
  retryParked(
    batch: readonly { readonly seq: number; readonly idForms: readonly string[] }[],
    atMs: number,
  ): Promise<readonly (ReceiptResult | null)[]>
  /**
   * Stores what came from people. A text is whole; a part of a longer one is kept until the others are there, and the
   * whole is then stored as one message, with the id and the time of the part that came last. A repetition (same SMSC,
   * addresses, content within less than `duplicateWithinMs` of the one that was kept) is dropped; so is the same part of
   * a text that is not whole yet. What a text says about consent is recorded in the same step (see `changeConsent`); an
   * opt-out also when the text is dropped as a repetition.
   * Events: message.received.
   */
  recordInbound(batch: readonly InboundRecord[]): Promise<readonly InboundResult[]>
  /**
   * Incomplete long texts whose first part came before `beforeMs` are stored with what is there. Returns how many.
   * Events: message.received, with `missing`.
   */
  yieldIncomplete(beforeMs: number, joinAs: JoinIncomplete): Promise<number>

  // Consent
  /**
   * Records opt-outs and opt-ins, in order, each with the text that the person is answered, which is accepted in the
   * same step (exempt from the opt-out that it confirms), unless an opt-out was recorded already: that one stays as it
   * is, with its first time. Whatever is leased after this resolves is held against it. Events: opt-out.recorded,
   * opt-out.withdrawn, message.accepted.
   */
  changeConsent(batch: readonly ConsentChange[]): Promise<readonly { readonly changed: boolean }[]>
  /** Whether that person opted out of texts from each of these addresses, or of all. In their order. */
  optedOut(pairs: readonly { readonly person: string; readonly ours: string }[]): Promise<readonly boolean[]>
  /** Newest first. */
  optOuts(query: OptOutFilter): Promise<Page<OptOutRecord>>

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
  /**
   * Inserts (version 1) or replaces (one version more: the store counts); with `expectedVersion`, only when that is the
   * stored version. `by` says who did it, for the history; empty: Connect itself. Event: smsc.created or smsc.changed.
   */
  putSmsc(definition: SmscDefinition, expectedVersion: number | null, by?: string): Promise<'stored' | 'conflict'>
  /** The same with the routing rules, which are a document: both or neither. Events: smsc.changed, settings.changed. */
  putSmscWithRouting(request: SmscWithRouting): Promise<'stored' | 'conflict'>
  /**
   * Refused while parts are open at it; with `unless: 'waiting'` only while some wait, are with the Sender, uncertain or
   * held: what it has taken then ends with or without its receipt. One that comes again goes on counting its versions.
   * Event: smsc.deleted.
   */
  deleteSmsc(
    id: SmscId,
    atMs: number,
    by?: string,
    unless?: 'open' | 'waiting',
  ): Promise<'deleted' | 'in-use' | 'unknown'>
  /** What is open at an SMSC, defined or not. */
  smscLoad(id: SmscId, nowMs: number): Promise<SmscLoad>
  /** Messages with a part that is queued or held at it, in the order of the queue, after that position. */
  waitingAt(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly WaitingMessage[]>
  /**
   * What a definition was, newest first, from before that position on; null: from now on. At most the last
   * `SMSC_HISTORY_KEPT` are there, also of one that was deleted.
   */
  smscHistory(id: SmscId, beforeSeq: number | null, limit: number): Promise<readonly SmscHistoryRecord[]>

  // Settings that are one document each
  document(name: DocumentName): Promise<DocumentRecord>
  /** With `expectedVersion`, only when that is the stored one (0: there is none). Event: settings.changed. */
  putDocument(
    name: DocumentName,
    value: unknown,
    expectedVersion: number | null,
    atMs: number,
  ): Promise<{ readonly kind: 'stored'; readonly version: number } | { readonly kind: 'conflict' }>

  // Keeping house
  /**
   * Removes messages that became final (inbound: that came) before that time, with their parts, history and ids, the
   * oldest first, at most `limit`; a conversation goes with its last message. Counts of what was accepted go down with
   * them. Returns how many; small limits keep other work flowing. Opt-outs stay. Events up to then are removed too.
   */
  removeOld(beforeMs: number, limit: number): Promise<number>
  /**
   * Looks whether the store keeps its own laws (`VERIFY_RULES`), over messages after that position, at most `limit` of
   * them; 0 to begin. `next` is where to go on: after the last message come the figures that are kept beside, and what
   * the database itself can tell, and then null. A running store is not held up by it.
   */
  verify(request: VerifyRequest): Promise<VerifyResult>

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
  /** Writes something that means nothing, durably: for who wants to know whether the store can. */
  probe(): Promise<void>
  /**
   * How its log stood a second or so ago: asks nothing of the disk. Null where there is none, where nothing was written
   * yet, and where the length of the log cannot be told.
   */
  writeAheadLog(): WriteAheadLog | null
}

/**
 * The log in which is durable what is not yet copied to the database. While it cannot be copied, or somebody reads without
 * an end, it grows; nothing is lost by that, until it fills the disk.
 */
export interface WriteAheadLog {
  /** Length; what was copied counts until the log begins anew. */
  readonly octets: number
  /** How much of it is not copied yet. */
  readonly uncopiedOctets: number
  /** Why the last try to copy it failed, for an operator; null: it did not. */
  readonly trouble: string | null
}

/** The status of an answer that is only a note: the work has begun, and what came of it is not known yet. */
export const BEGUN = 0

/** So many versions of each definition are kept. */
export const SMSC_HISTORY_KEPT = 500

/** How long after the end of its validity a receipt may still come: a day. */
export const RECEIPT_GRACE_MS = 24 * 3_600_000

/** The store cannot do its work now; nothing of the operation was kept. `reason` is for the operator. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly reason: string

  constructor(reason: string, options?: ErrorOptions) {
    super(`the store is not available: ${reason}`, options)
    this.reason = reason
  }
}
