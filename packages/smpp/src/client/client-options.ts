import type { Pdu } from '../codec/model/pdu.ts'
import type { TlsClientOptions } from '../net/dial.ts'
import type { Dial } from '../net/transport.ts'
import type { IncomingNotification, IncomingRequest } from '../session/answer.ts'
import type { BindType } from '../session/bind.ts'
import type { HandlerResult } from '../session/later-answer.ts'
import type { LateRequest } from '../session/request-lane.ts'
import type { SmppSession } from '../session/session.ts'
import type { SessionOptions } from '../session/session-options.ts'
import type { SessionTimers } from '../session/timers.ts'
import type { ReconnectOptions } from './back-off.ts'
import type { ClientState } from './client-state.ts'
import type { OutbindOptions } from './outbind-door.ts'

/** Timers of a client: those of a session, and the one for the connection. */
export interface ClientTimers extends SessionTimers {
  /** How long making the connection may take, TLS included. Default 10,000 ms. */
  readonly connectTimeoutMs: number
}

/** Options of a client. */
export interface ClientOptions extends Omit<SessionOptions, 'timers'> {
  readonly host: string
  /** TCP port; 2775 unless told, 3550 with TLS. */
  readonly port?: number | undefined
  /** True or options: TLS, verified. A function is asked anew for every connection. */
  readonly tls?: boolean | TlsClientOptions | (() => TlsClientOptions) | undefined
  /** Address of this machine to connect from. */
  readonly localAddress?: string | undefined
  /** At most 15 characters. */
  readonly systemId: string
  /** At most 8 characters; 64 with `longPassword`. */
  readonly password: string
  /** At most 12 characters. */
  readonly systemType?: string | undefined
  readonly bindType?: BindType | undefined
  /** `addr_ton` of the bind. */
  readonly addressTon?: number | undefined
  /** `addr_npi` of the bind. */
  readonly addressNpi?: number | undefined
  /** `address_range` of the bind, at most 40 characters. */
  readonly addressRange?: string | undefined
  readonly timers?: Partial<ClientTimers> | undefined
  /** False: one try only, then closed. */
  readonly reconnect?: ReconnectOptions | false | undefined
  /** Handles deliver_sm and data_sm; its result is the answer. A throw is answered with ESME_RSYSERR. */
  readonly onRequest?: ((request: IncomingRequest, session: SmppSession) => HandlerResult) | undefined
  /** alert_notification and outbind. */
  readonly onNotification?: ((notification: IncomingNotification, session: SmppSession) => void) | undefined
  /** Told of every change of state. */
  readonly onState?: ((state: ClientState, previous: ClientState) => void) | undefined
  /** An answer came after its request had expired or been given up. */
  readonly onLateResponse?: ((response: Pdu, request: LateRequest) => void) | undefined
  /** A handler threw, or answered with what cannot be sent. Without it: a process warning. */
  readonly onHandlerError?: ((error: unknown, request: IncomingRequest) => void) | undefined
  /** Chance for the jitter, 0 to below 1. `Math.random` unless told. */
  readonly random?: (() => number) | undefined
  /** The SMSC calls, with outbind, instead of being called. `host` and `port` of the options are not used then. */
  readonly outbind?: OutbindOptions | undefined
  /** Makes the connection instead of TCP or TLS: in-memory worlds, tunnels. */
  readonly dial?: Dial | undefined
}
