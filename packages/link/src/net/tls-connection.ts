import type { TLSSocket } from 'node:tls'
import type { Connection, ConnectionEvents, PeerName } from '../session/connection.ts'

/** A TLS socket whose peer has been judged. */
export class TlsConnection implements Connection {
  readonly peer: PeerName
  readonly from: string
  readonly #socket: TLSSocket
  #reason = 'the other side closed the connection'

  constructor(socket: TLSSocket, peer: PeerName, from: string) {
    this.#socket = socket
    this.peer = peer
    this.from = from
    socket.setNoDelay(true)
    socket.on('error', ({ message }) => {
      this.#reason = message
    })
  }

  get pendingOctets(): number {
    return this.#socket.writableLength
  }

  attach(events: ConnectionEvents): void {
    this.#socket.on('data', (octets: Buffer) => events.data(octets))
    this.#socket.on('drain', () => events.drained())
    if (this.#socket.destroyed) queueMicrotask(() => events.closed(this.#reason))
    else this.#socket.on('close', () => events.closed(this.#reason))
    this.#socket.resume()
  }

  write(octets: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(octets)
  }

  end(): void {
    this.#socket.end()
  }

  destroy(reason: string): void {
    if (this.#socket.destroyed) return
    this.#reason = reason
    this.#socket.destroy()
  }
}

/** Address and port of the other side, for people. */
export function addressOf({ remoteAddress, remotePort }: TLSSocket): string {
  const host = remoteAddress ?? 'unknown'
  return host.includes(':') ? `[${host}]:${remotePort}` : `${host}:${remotePort}`
}
