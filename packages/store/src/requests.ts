import type {
  ConversationId,
  EventDetail,
  EventKind,
  MessageClass,
  MessageId,
  MessageState,
  PartRef,
  PartState,
  SmscId,
  WireTlv,
} from '@smpp-connect/contracts'
import type { LeasedPart, OptOutRecord, WireFields } from './records.ts'

/** What the operations of the store take, and what they answer. See `Store` for what each means. */
export interface AcceptBatch {
  readonly messages: readonly NewMessage[]
  readonly atMs: number
  /** Stored together with the messages. When the scope and key hold an answer already, nothing is stored and that answer is returned. */
  readonly answer?: KeyedAnswer
}
export interface StoredAnswer {
  /** Fingerprint of the request; another request under the same key is refused. */
  readonly fingerprint: string
  /** Of HTTP; `BEGUN` while there is no answer yet. */
  readonly status: number
  readonly body: string
  readonly atMs: number
}
/** An answer under the idempotency key of a caller (`scope`). */
export interface KeyedAnswer extends StoredAnswer {
  readonly scope: string
  readonly key: string
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
  readonly messageClass: MessageClass
  /** Whose it is: the id of an API key or a user. Owners take turns. */
  readonly owner: string
  /** Not to be leased before this time; null for at once. */
  readonly sendAtMs: number | null
  /** Chosen by the caller, and so not to be given to another SMSC. */
  readonly smscFixed: boolean
  /** Sent although the person opted out: the confirmation of that very thing. */
  readonly optOutExempt: boolean
  readonly wire: WireFields
  readonly tlvs: readonly WireTlv[]
  readonly parts: readonly NewPart[]
}
export interface NewPart {
  readonly esmClass: number
  readonly shortMessage: Uint8Array
  /** TLVs of this part alone: sar_*, message_payload. */
  readonly tlvs: readonly WireTlv[]
  /** 0 to 65535; lets a receipt find a part whose answer was lost. */
  readonly userMessageReference: number
}

export interface Lease {
  readonly parts: readonly LeasedPart[]
  /**
   * What is queued besides: nothing; or nothing that is due, and something that will be (delayed, held back); or there may be more
   * that is due, for it stopped at its limit, or at what it cleared out of its way (expired, blocked, held back).
   */
  readonly rest: 'none' | 'later' | 'more'
}

export interface LeaseRequest {
  readonly smscId: SmscId
  readonly limit: number
  readonly nowMs: number
  /** Relative shares of the classes, each above 0. */
  readonly shares: Readonly<Record<MessageClass, number>>
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
    | {
        readonly kind: 'retry'
        readonly status: number
        readonly dueAtMs: number
        /** Whether the attempt counts: not when the SMSC only asked for less. */
        readonly counts: boolean
      }
    /** → `rejected` (the SMSC refused for good) or `failed` (attempts used up, or not sendable at all: no status). Events: message.refused, message.final. */
    | {
        readonly kind: 'final'
        readonly state: 'rejected' | 'failed'
        readonly status: number | null
        readonly errorCode: string
      }
    /** → `held` for a person: the SMSC refused it too often, or a rule says so. Events: message.refused, message.held. */
    | { readonly kind: 'hold'; readonly status: number; readonly reason: string }
    /**
     * → `queued` again: it never left, and the attempt does not count. With `behind`, because an earlier one
     * between the same addresses has to be tried again first, and so not before that. Event: message.returned.
     */
    | { readonly kind: 'returned'; readonly reason: string; readonly behind?: boolean }
    /**
     * Taken back before it left: → `blocked` when the person opted out of it (event message.final); else, and when it is
     * exempt, → `queued` again, as `returned`.
     */
    | { readonly kind: 'blocked' }
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
  /** The SMSC had it, and cancelled it (cancel_sm, 3.4 section 4.9). */
  readonly bySmsc?: boolean
  /** Why it is `cancelled`, where that was not asked for of this message. */
  readonly errorCode?: string
}

export interface RewriteRequest {
  /** What it is to be. The id must be that of a stored message; conversation, addresses, owner and class must be its own. */
  readonly message: NewMessage
  readonly atMs: number
  /** Why, for the timeline. */
  readonly reason: string
}
export interface RerouteCandidate {
  readonly seq: number
  readonly id: MessageId
  readonly from: string
  readonly to: string
  readonly text: string
  readonly messageClass: MessageClass
  readonly owner: string
  readonly reference: string | null
  readonly sendAtMs: number | null
  readonly expiresAtMs: number
  readonly wire: WireFields
  readonly tlvs: readonly WireTlv[]
  /** That of its first part: the message mode is in it. */
  readonly esmClass: number
}

/** A change of consent. Canonical addresses; `ours` null for all of ours. */
export interface ConsentChange {
  readonly person: string
  readonly ours: string | null
  readonly source: OptOutRecord['source']
  readonly keyword: string | null
  /** The text that asked for it. */
  readonly messageId: MessageId | null
  readonly by: string | null
  readonly atMs: number
  /**
   * `as-is` changes nothing, and answers: a word that asks for help. `unclear` changes nothing either, but says so (event
   * opt-out.possible): it may mean an opt-out, and a person should look.
   */
  readonly to: 'opted-out' | 'opted-in' | 'as-is' | 'unclear'
  /** What the person is answered. */
  readonly reply: NewMessage | null
}
export interface OptOutFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly person?: string | undefined
}

export type DocumentName = 'routing' | 'keywords' | `learned:${SmscId}` | `holders:${SmscId}`

export interface VerifyRequest {
  readonly afterSeq: number
  readonly limit: number
  readonly nowMs: number
}
export interface VerifyResult {
  readonly messages: number
  readonly parts: number
  /** How often each rule was looked at. */
  readonly checked: Readonly<Record<string, number>>
  readonly findings: readonly {
    readonly rule: string
    readonly messageId: MessageId | null
    readonly part: number | null
    readonly detail: string
  }[]
  readonly next: number | null
}

export interface ReceiptRecord {
  readonly smscId: SmscId
  readonly atMs: number
  /** Message id as the receipt had it, and every form to look it up under. Empty when the receipt names none. */
  readonly smscMessageId: string
  readonly idForms: readonly string[]
  /**
   * Forms under which it would be known if this SMSC wrote ids in another radix in its answers. They never match; what
   * they would have matched is told, so that the form can be learned.
   */
  readonly otherRadix: { readonly hexadecimalAnswer: string | null; readonly decimalAnswer: string | null }
  readonly userMessageReference: number | null
  /** Canonical number of the person the message went to; empty when not known. */
  readonly destination: string
  /** What the receipt says: a final state, or `submitted` for an intermediate one (which changes no state). */
  readonly state: 'delivered' | 'undelivered' | 'expired' | 'rejected' | 'cancelled' | 'submitted'
  /** stat of the receipt, for the timeline: `DELIVRD`. */
  readonly stat: string
  readonly error: string | null
}
/** A receipt that matches nothing yet. `seq` grows with every one. */
export interface ParkedReceiptRecord {
  readonly seq: number
  readonly receipt: ReceiptRecord
}

export type ReceiptResult =
  /** `by` is what it was matched by. */
  | { readonly kind: 'applied' | 'ignored'; readonly part: PartRef; readonly by: 'id' | 'reference' }
  /** `couldBe`: under which other radix an open part to that destination would have matched. */
  | { readonly kind: 'parked'; readonly couldBe: 'hexadecimal-answer' | 'decimal-answer' | null }

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
  /** TLVs that it came with. */
  readonly tlvs: readonly WireTlv[]
  /** What the text says about consent; `messageId` is that of the record. Only for whole texts: no word is longer than a part. */
  readonly consent: ConsentChange | null
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
  readonly messageClass?: MessageClass | undefined
}
export interface ConversationFilter {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly search?: string | undefined
  readonly unread?: boolean | undefined
}
/** `next` is opaque; null at the end. A cursor that no page of that list gave is refused (TypeError). */
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
