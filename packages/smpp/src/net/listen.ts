import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { getBuiltinModule } from 'node:process'
import type { TlsOptions } from 'node:tls'
import { acceptProxied } from './accept-proxied.ts'
import { SocketTransport } from './socket-transport.ts'
import type { PeerAddress, Transport } from './transport.ts'

/** TLS of a listener. */
export interface TlsServerOptions {
  /** Certificate chain and key, PEM. */
  readonly cert: string
  readonly key: string
  readonly passphrase?: string
  /** Authorities whose client certificates are asked for and required, PEM. */
  readonly clientCa?: string | readonly string[]
  /** Lowest version; TLSv1.2 unless told. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
}

/** A door for connections. */
export interface Listener {
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number }
  /** Lets nobody in any more; connections that stand stay, and it resolves when they are gone. */
  close(): Promise<void>
  /** Uses another certificate for connections from now on; absent without TLS. */
  renewTls?(tls: TlsServerOptions): void
}

/** Opens a door and hands over every connection that comes in. */
export type Listen = (onTransport: (transport: Transport) => void) => Promise<Listener>

/** Where to listen. */
export interface ListenOptions {
  /** Address to listen on. Default 127.0.0.1: an SMPP port open to the world is a decision to be taken. */
  readonly host?: string | undefined
  /** Port; 0 is any free one. Default 2775. */
  readonly port?: number | undefined
  readonly tls?: TlsServerOptions | undefined
  /**
   * True: a proxy stands in front, and every connection begins with a PROXY header, version 1 or 2; one without is
   * dropped. Only where nobody but the proxy can reach the port: the header is believed.
   */
  readonly proxyProtocol?: boolean | undefined
}

/** How long a PROXY header and a TLS handshake may take, each. */
const handshakeTimeoutMs = 10_000

/** Listens on TCP or TLS. Rejects with the operating system's error if the port cannot be had. */
export function listenSocket(options: ListenOptions): Listen {
  return (onTransport) => {
    /** Connections that have not become transports yet. */
    const unready = new Set<Socket>()
    /** Addresses told by a proxy, for connections that still shake hands. */
    const told = new Map<string, PeerAddress>()
    const { tls } = options
    const tlsServer =
      tls === undefined
        ? undefined
        : // Loaded where it is wanted: it takes 6 MB of memory.
          getBuiltinModule('node:tls').createServer({ ...tlsOptions(tls), handshakeTimeout: handshakeTimeoutMs })
    tlsServer?.on('secureConnection', (socket) => {
      const key = socketKey(socket)
      onTransport(new SocketTransport(socket, { secure: true, ...peerOption(told.get(key)) }))
      told.delete(key)
    })
    const ready = (socket: Socket, peer: PeerAddress | undefined): void => {
      if (tlsServer === undefined) {
        unready.delete(socket)
        onTransport(new SocketTransport(socket, { secure: false, ...peerOption(peer) }))
        return
      }
      const key = socketKey(socket)
      if (peer !== undefined) told.set(key, peer)
      socket.once('close', () => told.delete(key))
      tlsServer.emit('connection', socket)
    }
    const server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      if (tlsServer === undefined && options.proxyProtocol !== true) {
        onTransport(new SocketTransport(socket, { secure: false }))
        return
      }
      unready.add(socket)
      socket.once('close', () => unready.delete(socket))
      socket.on('error', ignore)
      if (options.proxyProtocol === true) acceptProxied(socket, handshakeTimeoutMs, ready)
      else ready(socket, undefined)
    })
    tlsServer?.on('tlsClientError', (_error, socket) => socket.destroy())
    return opened(server, options, () => {
      for (const socket of unready) socket.destroy()
    }).then((listener) => {
      if (tlsServer === undefined) return listener
      return { ...listener, renewTls: (renewed) => tlsServer.setSecureContext(tlsOptions(renewed)) }
    })
  }
}

function opened(server: Server, options: ListenOptions, onClose: () => void): Promise<Listener> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 2775 }, () => {
      server.off('error', reject)
      // Errors of a listening socket (too many open files, say) pass; the next connection may come.
      server.on('error', ignore)
      const { address, port } = server.address() as AddressInfo
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed())
          onClose()
        })
      resolve({ address: { host: address, port }, close })
    })
  })
}

function tlsOptions(options: TlsServerOptions): TlsOptions {
  const { clientCa, ...rest } = options
  if (clientCa === undefined) return { minVersion: 'TLSv1.2', ...rest }
  const ca = typeof clientCa === 'string' ? clientCa : [...clientCa]
  return { minVersion: 'TLSv1.2', ...rest, ca, requestCert: true, rejectUnauthorized: true }
}

function socketKey(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`
}

function peerOption(peer: PeerAddress | undefined): { readonly peer?: PeerAddress } {
  return peer === undefined ? {} : { peer }
}

const ignore = (): void => undefined
