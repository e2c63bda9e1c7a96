import { connect, type TLSSocket } from 'node:tls'
import type { Credentials } from '../certs/credentials.ts'
import type { Dialled } from './dialler.ts'
import { type ExpectedPeer, judgePeer } from './judge-peer.ts'
import { sayGoodbye } from './say-goodbye.ts'
import { addressOf, TlsConnection } from './tls-connection.ts'
import { contextOptions, ENROL_PROTOCOL, HANDSHAKE_MS, LINK_PROTOCOL, SERVER_NAME } from './tls-terms.ts'

export interface DialTlsParts {
  readonly host: string
  readonly port: number
  /** Read anew for each attempt: they are renewed while this runs. */
  readonly credentials: () => Credentials
  readonly expected: ExpectedPeer
  /** Lets an edge that listens and has no certificate yet enrol over this connection. */
  readonly enrol?: (socket: TLSSocket) => Promise<void>
}

/** Opens a TLS connection to a peer and judges it. Gives up after `HANDSHAKE_MS`. */
export function dialTls(parts: DialTlsParts, signal: AbortSignal): Promise<Dialled> {
  const { host, port, expected, enrol } = parts
  return new Promise((resolve) => {
    const where = `${host}:${port}`
    const failed = (reason: string): void => resolve({ kind: 'failed', reason: `${where}: ${reason}` })
    let socket: TLSSocket
    try {
      socket = connect({
        ...contextOptions(parts.credentials()),
        host,
        port,
        servername: SERVER_NAME,
        ALPNProtocols: enrol ? [LINK_PROTOCOL, ENROL_PROTOCOL] : [LINK_PROTOCOL],
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
      })
    } catch (failure) {
      failed(String(failure))
      return
    }
    let reason = 'the other side closed the connection during the handshake'
    const giveUp = (why: string): void => {
      reason = why
      socket.destroy()
    }
    const timer = setTimeout(() => giveUp(`no handshake within ${HANDSHAKE_MS / 1_000} s`), HANDSHAKE_MS)
    const onAbort = (): void => giveUp('given up')
    const onError = ({ message }: Error): void => giveUp(message)
    const onClose = (): void => {
      settled()
      failed(reason)
    }
    const settled = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      socket.off('close', onClose)
      socket.off('error', onError)
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    socket.on('error', onError)
    socket.on('close', onClose)
    socket.once('secureConnect', () => {
      settled()
      const judged = judgePeer(socket, expected)
      if (judged.kind === 'refused') {
        sayGoodbye(socket, judged.code, judged.text)
        failed(judged.text)
      } else if (judged.kind === 'peer') {
        resolve({ kind: 'connected', connection: new TlsConnection(socket, judged.name, addressOf(socket)) })
      } else if (enrol) {
        enrol(socket).then(
          () => resolve({ kind: 'done' }),
          (failure: unknown) => failed(`enrolment: ${String(failure)}`),
        )
      } else {
        socket.destroy()
        failed('it wants to enrol, which is not expected here')
      }
    })
  })
}
