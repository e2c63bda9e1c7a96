import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { systemClock } from '@smpp-connect/kernel'
import { type BindAttempt, type BindVerdict, listenSocket, SmppServer, type SmppSession } from '@smpp-connect/smpp'
import type { TestCertificate } from '@smpp-connect/testkit'

/** A port of this machine that something listens on. */
export interface Place extends AsyncDisposable {
  readonly port: number
}

async function listening(server: Server, sockets: Set<Socket>): Promise<Place> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A port at which connections are treated by hand. */
export async function place(treat: (socket: Socket) => void): Promise<Place> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    treat(socket)
  })
  return listening(server, sockets)
}

/** The same behind TLS. */
export async function tlsPlace(options: TlsOptions, treat: (socket: Socket) => void): Promise<Place> {
  const sockets = new Set<Socket>()
  const server = createTlsServer(options, treat)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.on('tlsClientError', () => {})
  return listening(server, sockets)
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const { port, [Symbol.asyncDispose]: close } = await place(() => {})
  await close()
  return port
}

export interface SmscOptions {
  readonly judge?: (attempt: BindAttempt) => BindVerdict | Promise<BindVerdict>
  readonly onSession?: (session: SmppSession) => void
  readonly onSessionEnd?: () => void
  readonly tls?: TestCertificate
  /** Closes instead of judging a bind of this version. */
  readonly closesOn?: number
}

export interface Smsc extends Place {
  readonly server: SmppServer
  /** What was tried, as `transceiver 5.0`. */
  readonly attempts: string[]
}

/** An SMSC that takes every bind, unless told. */
export async function smsc({
  judge = () => true,
  onSession,
  onSessionEnd,
  tls,
  closesOn,
}: SmscOptions = {}): Promise<Smsc> {
  const attempts: string[] = []
  const server = await SmppServer.listen({
    listen: listenSocket({ host: '127.0.0.1', port: 0, ...(tls ? { tls } : {}) }),
    clock: systemClock,
    systemId: 'SMSC1',
    interfaceVersion: 0x50,
    onBind: (attempt, session) => {
      attempts.push(`${attempt.bindType} ${attempt.interfaceVersion.toString(16)}`)
      if (attempt.interfaceVersion === closesOn) session.destroy()
      return judge(attempt)
    },
    onSession,
    onSessionEnd,
  })
  return { server, attempts, port: server.address.port, [Symbol.asyncDispose]: () => server.close() }
}
