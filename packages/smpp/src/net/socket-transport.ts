import type { Socket } from 'node:net'
import type { PeerAddress, Transport, TransportEnd, TransportHandler } from './transport.ts'

/** How long a connection may take to close in good order before it is dropped. */
const lingerMs = 2_000

const nothing = new Uint8Array(0)

/** A TCP or TLS socket as a transport. */
export class SocketTransport implements Transport {
  readonly peer: PeerAddress
  readonly secure: boolean
  readonly #socket: Socket
  #handler: TransportHandler | undefined
  #end: TransportEnd | undefined
  #failure: Error | undefined
  #ended = false
  #endedHere = false
  #busy = false

  /** `socket` is connected (TLS: and verified). */
  constructor(socket: Socket, options: { readonly secure: boolean; readonly peer?: PeerAddress }) {
    this.#socket = socket
    this.secure = options.secure
    this.peer = options.peer ?? { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }
    socket.setNoDelay(true)
    // Until a handler is there, errors are remembered and not thrown.
    socket.on('error', this.#onError)
    socket.on('end', this.#onEnd)
    socket.on('close', this.#onClose)
  }

  open(handler: TransportHandler): void {
    this.#handler = handler
    if (this.#end !== undefined) {
      handler.closed(this.#end)
      return
    }
    this.#socket.on('data', this.#onData)
    this.#socket.resume()
  }

  write(octets: Uint8Array): boolean {
    if (this.#busy) throw new Error('a write is under way')
    if (this.#socket.destroyed || !this.#socket.writable) return true
    this.#socket.write(octets)
    if (this.#socket.writableLength === 0) return true
    // A callback with every write would cost a tick each, and most writes are taken at once. This one comes after them.
    this.#busy = true
    this.#socket.write(nothing, this.#onTaken)
    return false
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  end(): void {
    if (this.#endedHere) return
    this.#endedHere = true
    this.#socket.end()
    // A peer that never closes its side must not hold the connection.
    const linger = setTimeout(() => this.#socket.destroy(), lingerMs)
    linger.unref()
    this.#socket.once('close', () => clearTimeout(linger))
  }

  destroy(): void {
    this.#endedHere = true
    this.#socket.destroy()
  }

  readonly #onData = (chunk: Uint8Array): void => {
    this.#handler?.received(chunk)
  }

  readonly #onTaken = (failure?: Error | null): void => {
    this.#busy = false
    // After a failure nothing is handed over any more: what still waits is then known to have stayed here.
    if (this.#end === undefined && !failure) this.#handler?.drained()
  }

  readonly #onEnd = (): void => {
    this.#ended = true
  }

  readonly #onError = (error: Error): void => {
    this.#failure ??= error
  }

  readonly #onClose = (): void => {
    this.#end = this.#describeEnd()
    this.#handler?.closed(this.#end)
  }

  #describeEnd(): TransportEnd {
    const failure = this.#failure
    if (failure !== undefined && !this.#endedHere) {
      const { code } = failure as NodeJS.ErrnoException
      return { kind: 'failed', reason: networkErrorText(failure), ...(code === undefined ? {} : { code }) }
    }
    if (this.#endedHere) return { kind: 'local', reason: 'closed by this side' }
    return this.#ended
      ? { kind: 'ended', reason: 'the peer closed the connection' }
      : { kind: 'failed', reason: 'the connection broke' }
  }
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
