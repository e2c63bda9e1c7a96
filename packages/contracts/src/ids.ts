/** Identifiers are branded strings: one kind cannot be handed in where another is meant. */
/** Those of messages sort by the time at which they were accepted: their order in the queue. */
export type MessageId = `msg_${string}`
export type ConversationId = `cnv_${string}`
export type SmscId = `smsc_${string}`
export type UserId = `usr_${string}`
export type ApiKeyId = `key_${string}`
export type SessionId = `ses_${string}`

/** One part of a message; `number` counts from 1. */
export interface PartRef {
  readonly messageId: MessageId
  readonly number: number
}
