import type { DecodeError } from '../codec/decode-error.ts'
import type { Pdu } from '../codec/model/pdu.ts'
import type { StateName } from '../codec/tables/spec-types.ts'
import type { IncomingNotification, IncomingRequest } from './answer.ts'
import type { BindPdu } from './bind.ts'
import type { SessionEnd } from './end.ts'
import type { LateRequest } from './request-lane.ts'

/**
 * What a session machine asks of the world. The machine has finished changing its state before it calls one of these,
 * so it may be called again from within.
 */
export interface SessionEffects {
  /** Octets wait in the outbox: take them soon and write them. */
  outgoing(): void
  /** Call `tick` at this time (monotonic). Replaces what was asked before, and is always earlier than it. */
  wakeAt(atMs: number): void
  /** A request to be handled; `answer` ends it. */
  requested(request: IncomingRequest): void
  /** A PDU that takes no answer. */
  notified(notification: IncomingNotification): void
  /** Message centre: a bind to be judged with `acceptBind` or `refuseBind`. */
  bindRequested(bind: BindPdu): void
  stateChanged(state: StateName): void
  /** An answer came for a request that had expired or been given up. */
  answeredLate(response: Pdu, request: LateRequest): void
  /** A body could not be read. It has been answered where it can be. */
  unreadable(error: DecodeError): void
  /** The session is over: write what waits, then close the connection. `lost` must follow once it is closed. */
  finished(end: SessionEnd): void
  /** A PDU passed. Only called if the machine was told to trace. */
  traced(direction: 'in' | 'out', octets: Uint8Array): void
}
