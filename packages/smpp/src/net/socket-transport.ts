import type { Socket } from 'node:net'
import type { DirectReads } from './direct-reads.ts'
import type { PeerAddress, Transport, TransportEnd, TransportHandler } from './transport.ts'

/** How long a connection may take to close in good order before it is dropped. */
const lingerMs = 2_000

const nothing = new Uint8Array(0)
const stateOf = Symbol('state of the transport')

/** How a socket stands. It hangs on the socket, so that listeners need no closure each: a thousand sockets have four. */
class SocketState {
  handler: TransportHandler | undefined
  end: TransportEnd | undefined
  failure: Error | undefined
  /** The peer has closed in good order. */
  ended = false
  /** This side has closed. */
  endedHere = false
}

type OwnedSocket = Socket & { [stateOf]?: SocketState }

/** What is known of a socket. */
export interface SocketTransportOptions {
  readonly secure: boolean
  /** The client's address where a proxy told it; the socket's own unless told. */
  readonly peer?: PeerAddress
  /** How the socket reads, if it was made with them; as a stream unless told. @internal */
  readonly reads?: DirectReads
}

/** A TCP or TLS socket as a transport. */
export class SocketTransport implements Transport {
  readonly peer: PeerAddress
  readonly secure: boolean
  readonly #socket: Socket
  readonly #reads: DirectReads | undefined
  readonly #state = new SocketState()
  #busy = false

  /** `socket` is connected (TLS: and verified). */
  constructor(socket: Socket, options: SocketTransportOptions) {
    this.#socket = socket
    this.#reads = options.reads
    this.secure = options.secure
    this.peer = options.peer ?? { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }
    socket.setNoDelay(true)
    ;(socket as OwnedSocket)[stateOf] = this.#state
    // Until a handler is there, errors are remembered and not thrown.
    socket.on('error', onError)
    socket.on('end', onEnd)
    socket.on('close', onClose)
  }

  open(handler: TransportHandler): void {
    this.#state.handler = handler
    if (this.#state.end !== undefined) {
      handler.closed(this.#state.end)
      return
    }
    if (this.#reads === undefined) this.#socket.on('data', onData)
    else this.#reads.open((chunk) => handler.received(chunk))
    this.#socket.resume()
  }

  write(octets: Uint8Array): boolean {
    if (this.#busy) throw new Error('a write is under way')
    if (this.#socket.destroyed || !this.#socket.writable) return true
    this.#socket.write(octets)
    if (this.#socket.writableLength === 0) return true
    // A callback with every write would cost a tick each, and most writes are taken at once. This one comes after them.
    this.#busy = true
    this.#socket.write(nothing, (failure) => this.#taken(failure))
    return false
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  end(): void {
    if (this.#state.endedHere) return
    this.#state.endedHere = true
    this.#socket.end()
    // A peer that never closes its side must not hold the connection.
    const linger = setTimeout(() => this.#socket.destroy(), lingerMs)
    linger.unref()
    this.#socket.once('close', () => clearTimeout(linger))
  }

  destroy(): void {
    this.#state.endedHere = true
    this.#socket.destroy()
  }

  #taken(failure: Error | null | undefined): void {
    this.#busy = false
    // After a failure nothing is handed over any more: what still waits is then known to have stayed here.
    if (this.#state.end === undefined && !failure) this.#state.handler?.drained()
  }
}

function onData(this: OwnedSocket, chunk: Uint8Array): void {
  this[stateOf]?.handler?.received(chunk)
}

function onEnd(this: OwnedSocket): void {
  this[stateOf]!.ended = true
}

function onError(this: OwnedSocket, error: Error): void {
  this[stateOf]!.failure ??= error
}

function onClose(this: OwnedSocket): void {
  const state = this[stateOf]!
  state.end = describeEnd(state)
  state.handler?.closed(state.end)
}

function describeEnd({ failure, ended, endedHere }: SocketState): TransportEnd {
  if (endedHere) return { kind: 'local', reason: 'closed by this side' }
  if (failure !== undefined) {
    const { code } = failure as NodeJS.ErrnoException
    return { kind: 'failed', reason: networkErrorText(failure), ...(code === undefined ? {} : { code }) }
  }
  return ended
    ? { kind: 'ended', reason: 'the peer closed the connection' }
    : { kind: 'failed', reason: 'the connection broke' }
}

const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the peer reset the connection',
  EPIPE: 'the peer had closed the connection',
  ETIMEDOUT: 'the network gave no answer (time-out)',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ENOTFOUND: 'the name has no address (DNS)',
  EAI_AGAIN: 'the name server gave no answer (DNS)',
  EADDRINUSE: 'the port is in use',
  EACCES: 'not permitted',
  CERT_HAS_EXPIRED: "the peer's certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the peer's certificate is self-signed and not trusted",
  SELF_SIGNED_CERT_IN_CHAIN: "the peer's certificate comes from an authority that is not trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the peer's certificate cannot be verified",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the authority of the peer's certificate is not known",
  ERR_TLS_CERT_ALTNAME_INVALID: "the peer's certificate is for another name",
  TLS_HANDSHAKE_CUT:
    'the peer cut the TLS handshake off: it may not speak TLS on this port, or not take our certificate',
  TLS_NOT_PINNED: "the peer's certificate is not one of those expected",
  ERR_SSL_WRONG_VERSION_NUMBER: 'the peer does not speak TLS on this port',
  EPROTO: 'TLS could not be agreed on',
}

/** A network or TLS error in plain words. */
export function networkErrorText(error: Error): string {
  const { code } = error as NodeJS.ErrnoException
  return (code === undefined ? undefined : texts[code]) ?? (error.message || code || 'unknown network error')
}
