import type { ConversationId, MessageId, SmscId } from './ids.ts'

/**
 * What happened, in the order in which it became durable. Message events are the message's timeline; all of them
 * together are the live feed, which can be resumed from any `seq`.
 */
export const EVENT_KINDS = [
  'message.accepted',
  'message.sending',
  'message.submitted',
  'message.refused',
  'message.retrying',
  'message.returned',
  'message.uncertain',
  'message.resent',
  'message.held',
  'message.released',
  'message.receipt',
  'message.final',
  'message.received',
  'message.rerouted',
  'message.replaced',
  'message.asked',
  'conversation.read',
  'smsc.created',
  'smsc.changed',
  'smsc.deleted',
  'smsc.bind',
  'receipt.parked',
  'opt-out.recorded',
  'opt-out.withdrawn',
  'opt-out.possible',
  'settings.changed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** One thing that happened. `detail` holds what is particular to the kind; never text, passwords or whole numbers. */
export interface ConnectEvent {
  /** Position in the log, from 1, without gaps that matter: later is larger. */
  readonly seq: number
  readonly atMs: number
  readonly kind: EventKind
  readonly messageId: MessageId | null
  /** Part number from 1, or null when the event concerns the whole. */
  readonly part: number | null
  readonly conversationId: ConversationId | null
  readonly smscId: SmscId | null
  readonly detail: EventDetail
}

export type EventDetail = Readonly<Record<string, string | number | boolean | null>>
