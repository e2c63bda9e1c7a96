import process from 'node:process'
import { Status } from '../codec/status.ts'
import { dialSocket } from '../net/dial.ts'
import { type Listener, listenSocket, type TlsServerOptions } from '../net/listen.ts'
import type { Transport } from '../net/transport.ts'
import type { BindPdu } from '../session/bind.ts'
import { bindTypeOf } from '../session/bind.ts'
import { type Clock, machineClock } from '../session/clock.ts'
import type { SessionEnd } from '../session/end.ts'
import { type SessionListener, SmppSession } from '../session/session.ts'
import { checkSessionOptions } from '../session/session-options.ts'
import { guarded } from '../session/throw-later.ts'
import { BindFailures } from './bind-failures.ts'
import type { BindAttempt, BindVerdict, OutbindCall, ServerOptions } from './server-options.ts'

/**
 * A message centre's door: listens, judges binds, and hands out sessions.
 *
 * ```ts
 * const server = await SmppServer.listen({
 *   port: 2775,
 *   onBind: (attempt) => attempt.password === 'secret' || 'ESME_RINVPASWD',
 *   onRequest: (request) => ({ messageId: '1' }),
 * })
 * ```
 */
export class SmppServer {
  readonly #options: ServerOptions
  readonly #clock: Clock
  readonly #sessions = new Set<SmppSession>()
  readonly #perAddress = new Map<string, number>()
  readonly #failures: BindFailures
  /** The same for all sessions, which say who they are. */
  readonly #listening: SessionListener
  #listener!: Listener
  #closing: Promise<void> | undefined
  /** Connections turned away since the start. */
  refusedConnections = 0

  private constructor(options: ServerOptions) {
    this.#options = options
    this.#clock = options.clock ?? machineClock
    const { freeBindFailures = 5, maxBindDelayMs = 8_000, bindFailureMemoryMs = 600_000 } = options.limits ?? {}
    this.#listening = {
      onRequest: options.onRequest,
      onBindRequest: (bind, from) => void this.#judge(bind, from),
      onHandlerError: (error, _request, from) => this.#failed(error, from),
      onClose: (end, from) => this.#ended(from, end),
    }
    this.#failures = new BindFailures({ freeBindFailures, maxBindDelayMs, bindFailureMemoryMs, maxRemembered: 10_000 })
  }

  /** Listens. Rejects if the port cannot be had, with the operating system's error, or if an option makes no sense. */
  static async listen(options: ServerOptions): Promise<SmppServer> {
    checkSessionOptions(options)
    const server = new SmppServer(options)
    const listen = options.listen ?? listenSocket(options)
    server.#listener = await listen((transport) => server.#accept(transport))
    return server
  }

  /** Where it listens. */
  get address(): { readonly host: string; readonly port: number } {
    return this.#listener.address
  }

  /** Uses another certificate for connections from now on. Throws without TLS. */
  renewTls(tls: TlsServerOptions): void {
    if (this.#listener.renewTls === undefined) throw new Error('this server listens without TLS')
    this.#listener.renewTls(tls)
  }

  /** All sessions, bound or not. */
  get sessions(): ReadonlySet<SmppSession> {
    return this.#sessions
  }

  /**
   * Lets nobody in any more, lets requests under way end for at most `drainMs` (default 0), unbinds the bound sessions
   * and closes the others.
   */
  close(options: { readonly drainMs?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(options.drainMs ?? 0)
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(drainMs: number): Promise<void> {
    const closed = this.#listener.close()
    if (drainMs > 0) {
      const drained = Promise.all([...this.#sessions].map((session) => session.drain()))
      await Promise.race([drained, new Promise<void>((resolve) => this.#clock.after(drainMs, resolve))])
    }
    await Promise.all([...this.#sessions].map((session) => session.unbind('the server closes')))
    await closed
  }

  /**
   * Calls an ESME that listens, and asks it to bind (3.4 section 2.2.1, outbind). Its bind is judged like any other.
   * Rejects if there is no connection, with the operating system's error; resolves once the outbind is on its way.
   */
  async outbind(call: OutbindCall): Promise<SmppSession> {
    const dial = call.dial ?? dialSocket({ host: call.host, port: call.port, tls: call.tls })
    const transport = await dial(call.signal ?? AbortSignal.timeout(call.connectTimeoutMs ?? 10_000))
    const session = this.#accept(transport)
    if (session === undefined) throw new Error('the server is closing, or has too many connections')
    const { systemId, password = '' } = call
    const refused = session.notify({ command: 'outbind', systemId: systemId ?? this.#systemId, password })
    if (refused !== undefined) {
      void session.close(refused.reason)
      throw new RangeError(refused.reason)
    }
    return session
  }

  get #systemId(): string {
    return this.#options.systemId ?? 'connect'
  }

  #accept(transport: Transport): SmppSession | undefined {
    const { address } = transport.peer
    const { maxSockets = 10_000, maxSocketsPerAddress = 1_000 } = this.#options.limits ?? {}
    const fromAddress = this.#perAddress.get(address) ?? 0
    if (this.#closing !== undefined || this.#sessions.size >= maxSockets || fromAddress >= maxSocketsPerAddress) {
      this.refusedConnections++
      transport.open({ received: () => undefined, drained: () => undefined, closed: () => undefined })
      transport.destroy()
      return undefined
    }
    this.#perAddress.set(address, fromAddress + 1)
    const session = new SmppSession(transport, 'mc', this.#options, this.#listening)
    this.#sessions.add(session)
    session.open()
    return session
  }

  async #judge(bind: BindPdu, session: SmppSession): Promise<void> {
    const keys = [`address ${session.remote.address}`, `system_id ${bind.systemId}`]
    const nowMs = this.#clock.monotonicMs()
    const delayMs = Math.max(...keys.map((key) => this.#failures.delayMs(key, nowMs)))
    if (delayMs > 0) await new Promise<void>((resolve) => this.#clock.after(delayMs, resolve))
    if (session.end !== undefined) return
    const verdict = await this.#verdict(bind, session)
    if (session.end !== undefined) return
    if (verdict !== true && (typeof verdict !== 'object' || !verdict.accept)) {
      const status = refusalStatus(verdict)
      if (guesses.has(status)) for (const key of keys) this.#failures.failed(key, this.#clock.monotonicMs())
      session.refuseBind(status)
      return
    }
    for (const key of keys) this.#failures.succeeded(key)
    const { systemId, tlvs } = verdict === true ? { systemId: undefined, tlvs: undefined } : verdict
    try {
      session.acceptBind({ systemId: systemId ?? this.#systemId, tlvs: tlvs ?? {} })
      this.#options.onSession?.(session)
    } catch (error) {
      this.#failed(error, session)
      // Does nothing where the bind was accepted and it was the callback that threw.
      session.refuseBind(Status.ESME_RSYSERR)
    }
  }

  async #verdict(bind: BindPdu, session: SmppSession): Promise<BindVerdict> {
    try {
      return await this.#options.onBind(attemptOf(bind, session), session)
    } catch (error) {
      this.#failed(error, session)
      return Status.ESME_RSYSERR
    }
  }

  #failed(error: unknown, session: SmppSession): void {
    const tell = this.#options.onError
    if (tell !== undefined) guarded(() => tell(error, session))
    // A bug of the handler that nobody listens for must not pass unseen.
    else process.emitWarning(error instanceof Error ? error : String(error))
  }

  #ended(session: SmppSession, end: SessionEnd): void {
    this.#sessions.delete(session)
    const { address } = session.remote
    const left = (this.#perAddress.get(address) ?? 1) - 1
    if (left > 0) this.#perAddress.set(address, left)
    else this.#perAddress.delete(address)
    guarded(() => this.#options.onSessionEnd?.(session, end))
  }
}

function attemptOf(bind: BindPdu, session: SmppSession): BindAttempt {
  const { systemId, password, systemType, interfaceVersion, addressRange } = bind
  return {
    bindType: bindTypeOf(bind.command)!,
    systemId,
    password,
    systemType,
    interfaceVersion,
    addressTon: bind.addrTon,
    addressNpi: bind.addrNpi,
    addressRange,
    remote: session.remote,
    secure: session.secure,
  }
}

/** Refusals that a guesser of passwords meets. */
const guesses = new Set<number>([Status.ESME_RINVPASWD, Status.ESME_RINVSYSID, Status.ESME_RBINDFAIL])

/** A refusal needs a status that is not ESME_ROK: anything else is ESME_RBINDFAIL. */
function refusalStatus(verdict: Exclude<BindVerdict, true | { readonly accept: true }>): number {
  const status = typeof verdict === 'object' ? verdict.status : verdict
  const code = typeof status === 'number' ? status : Status[status]
  return code > 0 ? code : Status.ESME_RBINDFAIL
}
