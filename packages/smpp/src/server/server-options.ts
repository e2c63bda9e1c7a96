import type { PduFields } from '../codec/model/pdu.ts'
import type { StatusName } from '../codec/status.ts'
import type { TlsClientOptions } from '../net/dial.ts'
import type { Listen, TlsServerOptions } from '../net/listen.ts'
import type { Dial, PeerAddress } from '../net/transport.ts'
import type { IncomingRequest } from '../session/answer.ts'
import type { BindType } from '../session/bind.ts'
import type { SessionEnd } from '../session/end.ts'
import type { HandlerResult } from '../session/later-answer.ts'
import type { SmppSession } from '../session/session.ts'
import type { SessionOptions } from '../session/session-options.ts'

/** A bind to be judged. */
export interface BindAttempt {
  readonly bindType: BindType
  readonly systemId: string
  /** Compare it in constant time: `verifyPassword` does. */
  readonly password: string
  readonly systemType: string
  /** 0x33 and below, 0x34, 0x50 (3.4 section 5.2.4). */
  readonly interfaceVersion: number
  readonly addressTon: number
  readonly addressNpi: number
  readonly addressRange: string
  readonly remote: PeerAddress
  readonly secure: boolean
}

/** What becomes of a bind. `true` accepts with the server's system id; a status, by number or name, refuses. */
export type BindVerdict =
  | true
  | number
  | StatusName
  | {
      readonly accept: true
      /** system_id of the answer, at most 15 characters. */
      readonly systemId?: string
      readonly tlvs?: PduFields<'bind_transceiver_resp'>['tlvs']
    }
  | { readonly accept: false; readonly status: number | StatusName }

/** Limits that protect a server. */
export interface ServerLimits {
  /** Connections in all. Default 10,000. */
  readonly maxSockets?: number | undefined
  /** Connections from one address. Default 1,000. */
  readonly maxSocketsPerAddress?: number | undefined
  /** Refused binds from one address, or with one system_id, after which binds are answered late, and later each time. Default 5. */
  readonly freeBindFailures?: number | undefined
  /** Longest such delay in milliseconds. Default 8,000. */
  readonly maxBindDelayMs?: number | undefined
  /** How long wrong binds are remembered, in milliseconds. Default 600,000. */
  readonly bindFailureMemoryMs?: number | undefined
}

/** Options of a server. Session options hold for each of its sessions. */
export interface ServerOptions extends SessionOptions {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string | undefined
  /** Port; 0 is any free one. Default 2775. */
  readonly port?: number | undefined
  readonly tls?: TlsServerOptions | undefined
  /** True: a proxy stands in front, and every connection begins with a PROXY header, version 1 or 2. */
  readonly proxyProtocol?: boolean | undefined
  /** system_id of the message centre in bind answers, at most 15 characters. Default `connect`. */
  readonly systemId?: string | undefined
  readonly limits?: ServerLimits | undefined
  /** Judges a bind. A throw refuses it with ESME_RSYSERR. */
  readonly onBind: (attempt: BindAttempt, session: SmppSession) => BindVerdict | Promise<BindVerdict>
  /** A session is bound. */
  readonly onSession?: ((session: SmppSession) => void) | undefined
  /** Handles the requests of all sessions; the result is the answer. */
  readonly onRequest?: ((request: IncomingRequest, session: SmppSession) => HandlerResult) | undefined
  /** A session is over, bound or not. */
  readonly onSessionEnd?: ((session: SmppSession, end: SessionEnd) => void) | undefined
  /** A handler or judge threw, or answered with what cannot be sent. Without it: a process warning. */
  readonly onError?: ((error: unknown, session: SmppSession) => void) | undefined
  /** Listens instead of TCP or TLS: in-memory worlds. */
  readonly listen?: Listen | undefined
}

/** Whom to call with outbind. */
export interface OutbindCall {
  readonly host: string
  readonly port: number
  /** True or options: TLS, verified. */
  readonly tls?: boolean | TlsClientOptions | undefined
  /** system_id of the outbind; the server's unless told. */
  readonly systemId?: string | undefined
  /** At most 8 characters. */
  readonly password?: string | undefined
  /** How long making the connection may take. Default 10,000 ms. */
  readonly connectTimeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Makes the connection instead of TCP or TLS: in-memory worlds. */
  readonly dial?: Dial | undefined
}
