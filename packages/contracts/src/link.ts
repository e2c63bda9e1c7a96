import type { BindTrialAnswer, BindTrialOrder } from './bind-trial.ts'
import type { MessageId, PartRef, SmscId } from './ids.ts'
import type { MessageClass } from './message-class.ts'
import type { BindState, BindType, SmscDefinition } from './smsc.ts'
import type { WireTlv } from './tlv.ts'

/**
 * What crosses the link between an edge and the manager. Plain data only: today it is handed over in one process,
 * tomorrow it crosses a socket. Octets are `Uint8Array`.
 */

/** One part to submit. Durable at the manager as `sending` before it is handed over. */
export interface SubmitOrder {
  readonly part: PartRef
  /** Counts from 1; an answer that names an older attempt is stale. */
  readonly attempt: number
  readonly smscId: SmscId
  readonly messageClass: MessageClass
  readonly serviceType: string
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly esmClass: number
  readonly protocolId: number
  readonly priorityFlag: number
  /** SMPP time (3.4 section 7.1.1), relative or absolute; empty for at once. */
  readonly scheduleDeliveryTime: string
  /** SMPP time, relative or absolute; empty for the SMSC's default. */
  readonly validityPeriod: string
  readonly registeredDelivery: number
  readonly replaceIfPresent: boolean
  readonly dataCoding: number
  readonly shortMessage: Uint8Array
  /** Left out on a session that agreed on 3.3, but for those without which the part is another (message_payload, sar). */
  readonly tlvs: readonly WireTlv[]
}

export interface LinkAddress {
  readonly ton: number
  readonly npi: number
  readonly address: string
}

/** How a submit ended. Exactly one for each order. */
export interface SubmitAnswer {
  readonly part: PartRef
  readonly attempt: number
  readonly smscId: SmscId
  readonly atMs: number
  /** When the request was handed to the socket; null if it never was. */
  readonly sentAtMs: number | null
  readonly outcome: SubmitOutcome
}

export type SubmitOutcome =
  | { readonly kind: 'answered'; readonly smscMessageId: string }
  /** The SMSC said no. `status` is its command_status; `statusAction` says what that asks for. */
  | { readonly kind: 'refused'; readonly status: number }
  /** It never left our buffer: safe to queue again. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It breaks a limit of the protocol: sending it again will not help. */
  | { readonly kind: 'unsendable'; readonly reason: string }
  /** It was taken back before it left: the person wants nothing more from this address. */
  | { readonly kind: 'blocked' }
  /**
   * It never left, because an earlier message of its class between the same two addresses has to be tried again first:
   * the two would arrive in the wrong order.
   */
  | { readonly kind: 'behind' }
  /** It left the socket, and the link broke, or the answer did not come in time. */
  | { readonly kind: 'uncertain'; readonly reason: string }

/** A deliver_sm or data_sm that came in: a receipt, or a text from a person. */
export interface InboundPdu {
  readonly smscId: SmscId
  readonly bindType: BindType
  readonly atMs: number
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly esmClass: number
  readonly dataCoding: number
  /** short_message, or message_payload where that is filled. */
  readonly payload: Uint8Array
  readonly receiptedMessageId: string | null
  readonly messageState: number | null
  readonly networkErrorCode: Uint8Array | null
  readonly userMessageReference: number | null
  readonly sarMsgRefNum: number | null
  readonly sarTotalSegments: number | null
  readonly sarSegmentSeqnum: number | null
  /** All that came along, those of the fields above too, message_payload excepted; a repeated one as often as it came. */
  readonly tlvs: readonly WireTlv[]
}

/** What the edge answers the SMSC with: only `stored` is an OK. */
export type InboundVerdict =
  /** `messageId`: of the text as it is stored, or of the message that a receipt is of; where that is known and told. */
  { readonly kind: 'stored'; readonly messageId?: MessageId | undefined } | { readonly kind: 'try-later' }

/**
 * Two addresses between which nothing may be sent any more; no `source`: from whichever address of ours. Addresses as they
 * stand on the wire (`LinkAddress.address` of an order), not canonical ones: the same person may have several.
 */
export interface BlockedPair {
  readonly source: string | null
  readonly destination: string
}

/** What to do about a message that the SMSC has (3.4 sections 4.8 to 4.10). It is asked once; the answer is shown. */
export type OperationOrder = {
  readonly smscId: SmscId
  readonly smscMessageId: string
  readonly source: LinkAddress
  readonly destination: LinkAddress
  readonly serviceType: string
} & (
  | { readonly kind: 'cancel' }
  | { readonly kind: 'query' }
  | {
      readonly kind: 'replace'
      readonly scheduleDeliveryTime: string
      readonly validityPeriod: string
      readonly registeredDelivery: number
      readonly shortMessage: Uint8Array
    }
)

export type OperationAnswer =
  | { readonly kind: 'done' }
  /** message_state (3.4 section 5.2.28), final_date as SMPP writes it, and the network's error code, 0 for none. */
  | { readonly kind: 'state'; readonly messageState: number; readonly finalDate: string; readonly errorCode: number }
  | { readonly kind: 'refused'; readonly status: number }
  /** It never left. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It left, and no answer came: nobody knows whether it was done. */
  | { readonly kind: 'uncertain'; readonly reason: string }

/** The right to hold the binds of one type with one SMSC. One edge has it at a time. */
export interface Seat {
  readonly smscId: SmscId
  readonly bindType: BindType
}

/** What an edge says again and again, to keep its seats. */
export interface SeatAsk {
  /** Those whose binds it has, or is about to make. */
  readonly holding: readonly Seat[]
  /** It is being stopped: it gives all of them up, and wants no other. */
  readonly leaving: boolean
}

export interface GrantedSeat extends Seat {
  /** From the moment that the edge asked, by its own clock: afterwards it writes nothing. */
  readonly forMs: number
  /** Give it up: let the window run empty, unbind, and say that it is free. */
  readonly release: boolean
}

/** What the manager asks of an edge. */
export interface EdgePort {
  /** Replaces the edge's cache of definitions. The edge touches only the binds that a change concerns. */
  applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void>
  /**
   * Hands over parts, those of one SMSC in the order in which they are to leave. Never more than the credit that the edge
   * gave.
   */
  submit(orders: readonly SubmitOrder[]): void
  /**
   * Takes back what waits here for these pairs and has not left: every such order ends as `blocked`. What was handed over in
   * the same turn has not left. Of orders that come later it knows nothing: whoever hands them over has looked before, or
   * says it again.
   */
  block(pairs: readonly BlockedPair[]): void
  /** Asks the SMSC about one message, or to do something with it. Never rejects. */
  operate(order: OperationOrder): Promise<OperationAnswer>
  /** Tries a bind and takes it down again; well within two minutes. Never rejects. */
  tryBind(order: BindTrialOrder): Promise<BindTrialAnswer>
  /** Stops taking work, gives back what waits, lets the windows run empty. */
  drain(): Promise<void>
}

/** What an edge asks of the manager. */
export interface ManagerPort {
  /** The edge can take `count` more parts for this SMSC. */
  grantCredit(smscId: SmscId, count: number): void
  /**
   * Takes back `count` of the credit that was granted and has not come back as orders: a bind is gone, or the SMSC takes
   * less. What is being leased on its strength at this moment may still come; the credit then falls below 0, and what is
   * granted next makes up for it first.
   */
  revokeCredit(smscId: SmscId, count: number): void
  /**
   * Resolves when the answers are durable, and when what was leased before that has been handed over: from then on what
   * comes is in order again after a part that goes back to the queue.
   */
  answers(batch: readonly SubmitAnswer[]): Promise<void>
  /** Resolves when all that came in is durable, or says which is not. */
  deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]>
  bindChanged(state: BindState): void
}
