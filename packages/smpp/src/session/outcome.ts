import type { EncodeViolation } from '../codec/encode-error.ts'
import type { PduOf, RequestName, ResponseNameOf } from '../codec/model/pdu.ts'
import type { GenericNack } from '../codec/model/pdus.generated.ts'

/** Why a request was not sent. */
export type NotSentCode =
  /** There is no bound session at the moment. Safe to send again, once bound. */
  | 'not_bound'
  /** The bind type, the role or the version does not allow the command (3.4 table 2-1, 5.0 section 2.4). */
  | 'not_allowed'
  /** The session is draining, unbinding or closed: take the request to another one. */
  | 'closing'
  /** The link broke while the request still waited here. Safe to send again. */
  | 'link_lost'
  /** The window and the queue before it are full. Safe to send again, later. */
  | 'queue_full'
  /** The caller's signal was aborted before the request left. */
  | 'aborted'
  /** The PDU breaks a limit of the protocol: sending it again will not help. `violation` says which. */
  | 'invalid'

/** The peer answered with `command_status` 0. */
export interface Answered<C extends RequestName = RequestName> {
  readonly kind: 'answered'
  readonly response: PduOf<ResponseNameOf<C>>
  readonly sequenceNumber: number
  /** From handing over the request to reading the answer. */
  readonly latencyMs: number
}

/** The peer answered with another `command_status`, or with a generic_nack. */
export interface Refused<C extends RequestName = RequestName> {
  readonly kind: 'refused'
  /** `command_status` as it came; `statusName` and `statusInfo` explain it. */
  readonly status: number
  readonly response: PduOf<ResponseNameOf<C>> | GenericNack
  readonly sequenceNumber: number
  readonly latencyMs: number
}

/** No octet of the request left this process: it may be sent again without doubling anything. */
export interface NotSent {
  readonly kind: 'notSent'
  readonly code: NotSentCode
  /** In plain words. */
  readonly reason: string
  /** With code `invalid`: what is wrong with the PDU. */
  readonly violation?: EncodeViolation
}

/**
 * The request was handed to the operating system and no answer will come: the link broke first, or the caller gave up
 * waiting. The peer may or may not have acted on it.
 */
export interface Uncertain {
  readonly kind: 'uncertain'
  readonly reason: string
  readonly sequenceNumber: number
}

/**
 * The response timer ran out while the link stayed up (3.4 section 7.2). The peer may have acted on it; an answer that
 * comes later is reported as a late response.
 */
export interface Expired {
  readonly kind: 'expired'
  readonly reason: string
  readonly sequenceNumber: number
  readonly waitedMs: number
}

/** How a request ended. Every request ends exactly once, in one of these. */
export type RequestOutcome<C extends RequestName = RequestName> =
  | Answered<C>
  | Refused<C>
  | NotSent
  | Uncertain
  | Expired
