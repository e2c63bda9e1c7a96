import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { SocketTransport } from './socket-transport.ts'
import type { Transport } from './transport.ts'

/** TLS of a listener. Certificates can be changed while it listens. */
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
  /** Lets nobody in any more; connections that stand stay. */
  close(): Promise<void>
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
}

/** Listens on TCP or TLS. Rejects with the operating system's error if the port cannot be had. */
export function listenSocket(options: ListenOptions): Listen {
  return (onTransport) =>
    new Promise((resolve, reject) => {
      const secure = options.tls !== undefined
      const accept = (socket: Socket): void => onTransport(new SocketTransport(socket, { secure }))
      const server: Server = secure
        ? createTlsServer({ ...tlsOptions(options.tls!), pauseOnConnect: false }, accept)
        : createTcpServer({ pauseOnConnect: true, noDelay: true }, accept)
      server.once('error', reject)
      server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 2775 }, () => {
        server.off('error', reject)
        // Errors of a listening socket (too many open files, say) pass; the next connection may come.
        server.on('error', ignore)
        const { address, port } = server.address() as AddressInfo
        resolve({
          address: { host: address, port },
          close: () => new Promise((closed) => server.close(() => closed())),
        })
      })
    })
}

function tlsOptions(options: TlsServerOptions): TlsOptions {
  const { clientCa, ...rest } = options
  if (clientCa === undefined) return { minVersion: 'TLSv1.2', ...rest }
  const ca = typeof clientCa === 'string' ? clientCa : [...clientCa]
  return { minVersion: 'TLSv1.2', ...rest, ca, requestCert: true, rejectUnauthorized: true }
}

const ignore = (): void => undefined
