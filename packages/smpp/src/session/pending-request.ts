import type { PduInput, RequestName } from '../codec/model/pdu.ts'
import type { RequestOutcome } from './outcome.ts'

/** A request from the moment it was asked for until its slot is free again. */
export interface PendingRequest {
  readonly pdu: PduInput<RequestName>
  /** Counts against the window and is watched by the response timer; enquire_link, bind and unbind are not. */
  readonly watched: boolean
  /** Told once how it ended; undefined after that. */
  settle: ((outcome: RequestOutcome) => void) | undefined
  /** 0 while it waits for the window or the pacer. */
  sequenceNumber: number
  sentAtMs: number
  /** Number of the batch of octets that carries it: handed to the socket or not, which is what `uncertain` turns on. */
  batch: number
  previous: PendingRequest | undefined
  next: PendingRequest | undefined
}

/** A request that nothing has happened to yet. */
export function pendingRequest(
  pdu: PduInput<RequestName>,
  watched: boolean,
  settle: (outcome: RequestOutcome) => void,
): PendingRequest {
  return { pdu, watched, settle, sequenceNumber: 0, sentAtMs: 0, batch: 0, previous: undefined, next: undefined }
}

/** The number under which a request is under way; undefined while it waits, and once it has ended. */
export function sequenceNumberOf({ settle, sequenceNumber }: PendingRequest): number | undefined {
  return settle === undefined || sequenceNumber === 0 ? undefined : sequenceNumber
}
