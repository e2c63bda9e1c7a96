import type {
  ApiKeyId,
  ConversationId,
  FinalState,
  LinkAddress,
  MessageClass,
  MessageId,
  MessageState,
  OPT_OUT_SOURCES,
  PartRef,
  PartState,
  SessionId,
  SmscDefinition,
  SmscId,
  UserId,
  VALIDITY_FORMS,
  WireTlv,
} from '@smpp-connect/contracts'

/** What the store keeps. Times are milliseconds since the epoch; what is not known yet is null. */
export interface MessageRecord {
  readonly id: MessageId
  readonly direction: 'outbound' | 'inbound'
  readonly state: MessageState
  /** Canonical address of the sender: ours for outbound, the person's for inbound. */
  readonly from: string
  readonly to: string
  readonly text: string
  readonly parts: number
  readonly encoding: 'gsm7' | 'ucs2' | 'other'
  readonly smscId: SmscId
  readonly conversationId: ConversationId
  readonly reference: string | null
  /** Some part was sent again after its answer was lost. */
  readonly mayBeDuplicate: boolean
  /** Status name or receipt state that made it final, where it is not `delivered`. */
  readonly errorCode: string | null
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly finalAtMs: number | null
  /** When it stops being worth sending; null for inbound. */
  readonly expiresAtMs: number | null
  /** Null for inbound. */
  readonly messageClass: MessageClass | null
  /** Whose it is: the id of the API key or user that sent it; null for inbound. */
  readonly owner: string | null
  /** Not to be sent before; null for at once, and for inbound. */
  readonly sendAtMs: number | null
  /** What its submits carry beside the text; null for inbound. */
  readonly wire: WireFields | null
  /** TLVs that it was given, or, inbound, that it came with; those of its first part where there were several. */
  readonly tlvs: readonly WireTlv[]
}

/** What all submits of a message have in common. */
export interface WireFields {
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly serviceType: string
  readonly protocolId: number
  readonly priorityFlag: number
  readonly registeredDelivery: number
  readonly replaceIfPresent: boolean
  readonly dataCoding: number
  /** How validity_period is to be written. */
  readonly validity: (typeof VALIDITY_FORMS)[number]
  /** The SMSC is to keep it until then (schedule_delivery_time); null when Connect does, or nobody has to. */
  readonly scheduleAtMs: number | null
}

export interface PartRecord {
  readonly messageId: MessageId
  readonly number: number
  readonly state: PartState
  readonly esmClass: number
  readonly attempts: number
  readonly smscMessageId: string | null
  readonly sentAtMs: number | null
  readonly answeredAtMs: number | null
  readonly receiptAtMs: number | null
  readonly lastStatus: number | null
  readonly receiptError: string | null
  readonly mayBeDuplicate: boolean
}

/** What the Sender needs of a part, with where it stands. */
export interface LeasedPart {
  readonly part: PartRef
  /** Counts from 1, and is never given twice. */
  readonly attempt: number
  /** Earlier attempts that count against it: refused ones, and ones of which nobody knows. */
  readonly failedBefore: number
  readonly smscId: SmscId
  readonly messageClass: MessageClass
  readonly wire: WireFields
  readonly esmClass: number
  readonly shortMessage: Uint8Array
  /** Those of the message, then those of the part. */
  readonly tlvs: readonly WireTlv[]
  readonly userMessageReference: number
  readonly expiresAtMs: number
}

export interface ConversationRecord {
  readonly id: ConversationId
  /** Canonical number of the person. */
  readonly person: string
  /** Canonical address of ours. */
  readonly ours: string
  readonly smscId: SmscId
  readonly unread: number
  readonly messageCount: number
  readonly lastText: string
  readonly lastDirection: 'outbound' | 'inbound'
  readonly lastAtMs: number
}

export interface UserRecord {
  readonly id: UserId
  readonly name: string
  /** Salted slow hash, with its parameters in front. */
  readonly passwordHash: string
  readonly createdAtMs: number
}

export interface ApiKeyRecord {
  readonly id: ApiKeyId
  readonly name: string
  readonly prefix: string
  /** SHA-256 of the whole key, hexadecimal: the key is random enough to need no slow hash. */
  readonly keyHash: string
  readonly createdAtMs: number
  readonly lastUsedAtMs: number | null
}

export interface SessionRecord {
  readonly id: SessionId
  readonly userId: UserId
  /** SHA-256 of the cookie's token, hexadecimal. */
  readonly tokenHash: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
}

export interface CountsRecord {
  readonly byState: Readonly<Partial<Record<MessageState, number>>>
  readonly outbound: number
  readonly inbound: number
  readonly mayBeDuplicate: number
  readonly receiptsParked: number
}

/** Per SMSC: how many parts are in each open state, and when the message of the queue's first part was accepted. */
export interface QueueRecord {
  readonly smscId: SmscId
  readonly queued: number
  readonly sending: number
  readonly uncertain: number
  readonly held: number
  /** Of the queued ones, how many of each class. */
  readonly queuedByClass: Readonly<Record<MessageClass, number>>
  /** Of the queued ones, how many are not due yet (scheduled, or waiting to be tried again). */
  readonly delayed: number
  readonly oldestQueuedAtMs: number | null
}

/** That a person wants nothing more from one of our addresses (canonical), or from any (`ours` null). */
export interface OptOutRecord {
  readonly person: string
  readonly ours: string | null
  readonly source: (typeof OPT_OUT_SOURCES)[number]
  readonly keyword: string | null
  readonly messageId: MessageId | null
  /** Who recorded it: the id of a user or an API key. */
  readonly by: string | null
  readonly atMs: number
}

/** Settings that are one document: routing, keywords. `value` is JSON; version 0 with a null value where none is stored. */
export interface DocumentRecord {
  readonly version: number
  readonly value: unknown
  readonly updatedAtMs: number | null
}

/** One version of an SMSC definition. */
export interface SmscHistoryRecord {
  /** Its place among all of them. */
  readonly seq: number
  readonly version: number
  readonly atMs: number
  /** Who made it, as people know them; empty: Connect itself. */
  readonly by: string
  /** Null: it was deleted. */
  readonly definition: SmscDefinition | null
}

export type { FinalState }
