import type { StateName } from '../codec/tables/spec-types.ts'
import type { RetryCause } from './back-off.ts'

/** What every state tells. */
interface StateBase {
  /** Wall-clock time, milliseconds since the Unix epoch, at which the state was entered. */
  readonly sinceMs: number
  /** One sentence in plain words: why it is so. */
  readonly reason: string
}

/**
 * Where a client stands.
 *
 * - idle: before `start`.
 * - connecting: the TCP or TLS connection is being made.
 * - binding: the connection stands, the bind's answer is awaited.
 * - bound: requests pass.
 * - waiting: the last try failed or the link was lost; the next try is at `untilMs`.
 * - draining: no new requests; those under way end.
 * - closed: over for good. `start` does not bring it back.
 */
export type ClientState =
  | ({ readonly kind: 'idle' } & StateBase)
  | ({ readonly kind: 'connecting'; readonly attempt: number } & StateBase)
  | ({ readonly kind: 'binding'; readonly attempt: number } & StateBase)
  | ({
      readonly kind: 'bound'
      readonly as: Extract<StateName, 'BOUND_TX' | 'BOUND_RX' | 'BOUND_TRX'>
      /** system_id of the message centre. */
      readonly peerSystemId: string
      readonly version: '3.3' | '3.4' | '5.0'
      readonly remoteAddress: string
      readonly secure: boolean
    } & StateBase)
  | ({
      readonly kind: 'waiting'
      /** Wall-clock time of the next try. */
      readonly untilMs: number
      /** Failed tries in a row. */
      readonly attempt: number
      readonly cause: RetryCause
      /** command_status of a refused bind. */
      readonly status?: number
      /** Error code of the operating system or TLS, `ECONNREFUSED` say. */
      readonly errorCode?: string
    } & StateBase)
  | ({ readonly kind: 'draining' } & StateBase)
  | ({ readonly kind: 'closed' } & StateBase)
