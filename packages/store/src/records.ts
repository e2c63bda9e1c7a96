import type {
  ApiKeyId,
  ConversationId,
  FinalState,
  LinkAddress,
  MessageId,
  MessageState,
  PartRef,
  PartState,
  SessionId,
  SmscId,
  UserId,
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
}

export interface PartRecord {
  readonly messageId: MessageId
  readonly number: number
  readonly state: PartState
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
  readonly attempt: number
  readonly smscId: SmscId
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly esmClass: number
  readonly dataCoding: number
  readonly shortMessage: Uint8Array
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
  readonly oldestQueuedAtMs: number | null
}

export type { FinalState }
