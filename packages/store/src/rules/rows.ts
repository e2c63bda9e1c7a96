import type {
  ConversationId,
  EventDetail,
  EventKind,
  MessageClass,
  MessageId,
  MessageState,
  SmscId,
} from '@smpp-connect/contracts'
import type { ConversationRecord, PartRecord } from '../records.ts'

/**
 * A part with what the rules need to know of it and nobody else is told. Rows are values: a rule makes a new one.
 * The octets to send are kept apart (see `Tables.ready`), because only a lease reads them.
 */
export interface PartRow extends PartRecord {
  /** Position of its message among all messages; with `number` it is the part's place in the queue. */
  readonly messageSeq: number
  /** The queue it waits in: one for each SMSC, class and owner. See `Stream`. */
  readonly stream: number
  readonly smscId: SmscId
  readonly userMessageReference: number
  /** While queued: not to be leased before this time; 0 when it is due. */
  readonly dueAtMs: number
  /** Of its attempts, those that do not count: it never left, or the SMSC asked for less. Attempts are never numbered anew. */
  readonly excused: number
  /** The attempt whose answer was recorded last; 0 when none was. */
  readonly answeredAttempt: number
  /** Since when nobody knows whether it left. Kept while it is held for that reason, and null otherwise. */
  readonly uncertainSinceMs: number | null
  /** When `expire` is to look at it; null once it is final. */
  readonly deadlineMs: number | null
  /** A form of the SMSC's message id under which receipts may name it, the first. See `Tables.addIdForms` for others. */
  readonly idForm: string | null
  readonly errorCode: string | null
  /** What the last receipt said, to know a repetition of an intermediate one. */
  readonly lastReceipt: string | null
}

/** What changes of an outbound message, and what the rules need to know of it. Times are milliseconds since the epoch. */
export interface MessageHead {
  readonly seq: number
  readonly id: MessageId
  readonly smscId: SmscId
  readonly conversationId: ConversationId
  /** Canonical address of ours. */
  readonly from: string
  /** Canonical number of the person. */
  readonly to: string
  readonly messageClass: MessageClass
  readonly parts: number
  readonly expiresAtMs: number
  /** Not to be leased before; null for at once. */
  readonly sendAtMs: number | null
  /** Chosen by the caller, and so not to be given to another SMSC. */
  readonly smscFixed: boolean
  readonly optOutExempt: boolean
  readonly state: MessageState
  readonly mayBeDuplicate: boolean
  readonly errorCode: string | null
  readonly updatedAtMs: number
  readonly finalAtMs: number | null
}

/** A queue: the parts of one owner and class at one SMSC, first in first out. `key` stands for the three in the rows. */
export interface Stream {
  readonly key: number
  readonly smscId: SmscId
  readonly messageClass: MessageClass
  readonly owner: string
}

/** Of what changes only `unread` is its own: the rest follows from its messages, and is found when it is asked for. */
export interface ConversationRow extends ConversationRecord {
  /** Position of its newest message among all messages; what conversations are sorted by. */
  readonly lastSeq: number
}

/** What a rule says happened to a part; who and when is added where it is written down. */
export interface PartEvent {
  readonly kind: EventKind
  readonly detail: EventDetail
  /** It is told of the whole message, and not of the part through which it happened. */
  readonly ofWhole?: true
}

/** The part as it is afterwards, and what is to be said about it. `message.final` is not among it: see `changePart`. */
export interface PartChange {
  readonly part: PartRow
  readonly events: readonly PartEvent[]
}
