import { connect as connectTcp, isIP } from 'node:net'
import { getBuiltinModule } from 'node:process'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { DirectReads } from './direct-reads.ts'
import { SocketTransport } from './socket-transport.ts'
import type { Dial } from './transport.ts'

/** TLS towards a peer. Verification is on unless `rejectUnauthorized` is false. */
export interface TlsClientOptions {
  /** Authorities to trust instead of the machine's, PEM. */
  readonly ca?: string | readonly string[]
  /** Client certificate and key, PEM. */
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  /** Name for SNI and for the certificate; the host unless told. */
  readonly serverName?: string
  /** Lowest version; TLSv1.2 unless told. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
  /** False: take any certificate. Only for tests and for peers that leave no choice. */
  readonly rejectUnauthorized?: boolean
  /**
   * SHA-256 fingerprints of the certificates that the peer may show, in hexadecimal, with or without colons. Checked on
   * top of the rest; with `rejectUnauthorized: false` they alone decide, which is safe for a self-signed certificate.
   */
  readonly pins?: readonly string[]
}

/** Where to connect. */
export interface DialOptions {
  readonly host: string
  readonly port: number
  /** True or options: TLS. A function is asked anew for every connection, so that renewed certificates are used. */
  readonly tls?: boolean | TlsClientOptions | (() => TlsClientOptions) | undefined
  /** Address of this machine to connect from. */
  readonly localAddress?: string | undefined
}

/** A dial over TCP or TLS. It fails with the operating system's or TLS's error. */
export function dialSocket(options: DialOptions): Dial {
  return (signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const secure = options.tls !== undefined && options.tls !== false
      const { host, port } = options
      const place = {
        host,
        port,
        ...(options.localAddress === undefined ? {} : { localAddress: options.localAddress }),
      }
      const reads = new DirectReads()
      const { pins, ...tls } = secure ? tlsClientOptions(options.tls) : {}
      // Loaded where it is wanted: it takes 6 MB of memory.
      const socket = secure
        ? getBuiltinModule('node:tls').connect({ ...place, ...tlsOptions(tls, host) })
        : connectTcp({ ...place, onread: reads.options })
      let reached = false
      socket.once('connect', () => {
        reached = true
      })
      const fail = (error: Error): void => {
        settle()
        socket.on('error', ignore)
        socket.destroy()
        reject(secure && reached && !signal.aborted ? handshakeError(error) : error)
      }
      const abort = (): void => fail(signal.reason instanceof Error ? signal.reason : new Error('gave up'))
      const ready = (): void => {
        if (pins !== undefined && !isPinned(socket as TLSSocket, pins)) {
          fail(Object.assign(new Error('the certificate is not one of those expected'), { code: 'TLS_NOT_PINNED' }))
          return
        }
        settle()
        resolve(new SocketTransport(socket, secure ? { secure } : { secure, reads }))
      }
      const closed = (): void => fail(new Error('the peer closed the connection before it was ready'))
      const settle = (): void => {
        signal.removeEventListener('abort', abort)
        socket.off('error', fail)
        socket.off('close', closed)
        socket.off(secure ? 'secureConnect' : 'connect', ready)
      }
      signal.addEventListener('abort', abort)
      socket.once('error', fail)
      socket.once('close', closed)
      socket.once(secure ? 'secureConnect' : 'connect', ready)
    })
}

/** A connection that breaks while TLS is being agreed on: most often the port speaks something else. */
function handshakeError(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && code !== 'ECONNRESET' && code !== 'EPIPE') return error
  return Object.assign(new Error('the TLS handshake was cut off'), { code: 'TLS_HANDSHAKE_CUT' })
}

function tlsClientOptions(tls: DialOptions['tls']): TlsClientOptions {
  if (typeof tls === 'function') return tls()
  return typeof tls === 'object' ? tls : {}
}

function tlsOptions(given: TlsClientOptions, host: string): ConnectionOptions {
  const { serverName, ca, pins: _checkedLater, ...rest } = given
  const name = serverName ?? (isIP(host) === 0 ? host : undefined)
  return {
    minVersion: 'TLSv1.2',
    ...rest,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(name === undefined ? {} : { servername: name }),
  }
}

function isPinned(socket: TLSSocket, pins: readonly string[]): boolean {
  const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase()
  const shown = plain(socket.getPeerX509Certificate()?.fingerprint256 ?? '')
  return shown !== '' && pins.some((pin) => plain(pin) === shown)
}

const ignore = (): void => undefined
