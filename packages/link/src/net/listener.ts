import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { Component, Log } from '@smpp-connect/kernel'
import type { Credentials } from '../certs/credentials.ts'
import type { Connection } from '../session/connection.ts'
import { type ExpectedPeer, judgePeer } from './judge-peer.ts'
import { sayGoodbye } from './say-goodbye.ts'
import { addressOf, TlsConnection } from './tls-connection.ts'
import { contextOptions, ENROL_PROTOCOL, HANDSHAKE_MS, LINK_PROTOCOL } from './tls-terms.ts'

export interface ListenerParts {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  readonly credentials: Credentials
  readonly expected: ExpectedPeer
  /** Begins a session: `LinkHub.accept` or `EdgeLink.accept`. */
  readonly accept: (connection: Connection) => unknown
  /** Lets whoever has a token enrol; absent: nobody may. */
  readonly enrol?: (socket: TLSSocket) => Promise<void>
  readonly log: Log
}

/** How long a stop waits for what is being said. */
const LINGER_MS = 1_000
/** Connections at once, of strangers too: a flood ends here and not in the memory of the process. */
const MOST_CONNECTIONS = 1_000

/** Listens for the other side of the link, and lets in only whom `judgePeer` knows. */
export class Listener implements Component {
  readonly name = 'link listener'
  readonly #parts: ListenerParts
  readonly #server: Server
  /** All that were accepted, those whose handshake is not done too. */
  readonly #sockets = new Set<Socket>()

  constructor(parts: ListenerParts) {
    this.#parts = parts
    const { enrol, log } = parts
    this.#server = createServer({
      ...contextOptions(parts.credentials),
      ALPNProtocols: enrol ? [LINK_PROTOCOL, ENROL_PROTOCOL] : [LINK_PROTOCOL],
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_MS,
      // A socket that is not judged yet is not read.
      pauseOnConnect: true,
    })
    this.#server.maxConnections = MOST_CONNECTIONS
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
    })
    this.#server.on('secureConnection', (socket) => this.#secured(socket))
    this.#server.on('tlsClientError', ({ message }, socket) => {
      log.warn('link handshake failed', { from: addressOf(socket), reason: message })
      socket.destroy()
    })
  }

  async start(): Promise<void> {
    const { host, port } = this.#parts
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** For connections from now on; those that are there go on. */
  setCredentials(credentials: Credentials): void {
    this.#server.setSecureContext(contextOptions(credentials))
  }

  async drain(): Promise<void> {}

  /** Sessions are ended by whoever has them, and have a moment to say goodbye; what is left is cut. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy()
    }, LINGER_MS)
    await closed
    clearTimeout(cut)
  }

  #secured(socket: TLSSocket): void {
    const { expected, accept, enrol, log } = this.#parts
    const from = addressOf(socket)
    socket.on('error', () => {})
    const judged = judgePeer(socket, expected)
    if (judged.kind === 'peer') {
      accept(new TlsConnection(socket, judged.name, from))
    } else if (judged.kind === 'enrolling' && enrol) {
      enrol(socket).catch((failure: unknown) => log.warn('enrolment failed', { from, reason: String(failure) }))
    } else {
      const { code, text } = judged.kind === 'refused' ? judged : { code: 'identity', text: 'nobody may enrol here' }
      log.warn('link refused', { from, reason: text })
      sayGoodbye(socket, code, text)
    }
  }
}
