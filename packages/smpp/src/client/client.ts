import type { PduInput, PduOf, RequestName } from '../codec/model/pdu.ts'
import { statusInfo } from '../codec/status.ts'
import { dialSocket } from '../net/dial.ts'
import { networkErrorText } from '../net/socket-transport.ts'
import type { Dial, Transport } from '../net/transport.ts'
import type { IncomingNotification } from '../session/answer.ts'
import { bindRequest } from '../session/bind.ts'
import { type Clock, type ClockTimer, machineClock } from '../session/clock.ts'
import type { SessionEnd } from '../session/end.ts'
import type { NotSent, RequestOutcome } from '../session/outcome.ts'
import type { Pace } from '../session/pacer.ts'
import { notSent, type WindowStats } from '../session/request-lane.ts'
import { type RequestOptions, SmppSession } from '../session/session.ts'
import { checkRange, checkSessionOptions } from '../session/session-options.ts'
import { guarded } from '../session/throw-later.ts'
import { BackOff, type RetryCause, refusalCause } from './back-off.ts'
import type { ClientOptions, ClientTimers } from './client-options.ts'
import type { ClientState } from './client-state.ts'
import { OutbindDoor } from './outbind-door.ts'
import { RequestMethods } from './request-methods.ts'

/** A failure of one try to be bound. */
interface Failure {
  readonly cause: RetryCause
  readonly reason: string
  readonly status?: number
  readonly errorCode?: string
}

/** Thrown by `bound` when the client is closed before it is bound. */
export class ClientClosedError extends Error {
  override readonly name = 'ClientClosedError'
}

/**
 * An ESME that binds and stays bound: it comes back after every lost link and every refused bind, with growing delays,
 * until it is closed. Requests go to the session that stands; while there is none they end at once as `notSent`.
 *
 * ```ts
 * await using client = new SmppClient({ host: 'localhost', systemId: 'me', password: 'secret' })
 * client.start()
 * await client.bound()
 * const outcome = await client.submitSm({ destinationAddr: '447700900123', shortMessage: new TextEncoder().encode('Hi') })
 * ```
 */
export class SmppClient extends RequestMethods {
  readonly #options: ClientOptions
  readonly #clock: Clock
  readonly #dial: Dial
  readonly #backOff: BackOff
  readonly #door: OutbindDoor | undefined
  readonly #changes = new Set<() => void>()
  #timers: Partial<ClientTimers>
  #windowSize: number | undefined
  #pace: Pace | undefined
  #state: ClientState
  #session: SmppSession | undefined
  #dialing: AbortController | undefined
  #timer: ClockTimer | undefined
  #attempt = 0
  #boundAtMs = 0
  #closing: Promise<void> | undefined

  /** Throws a RangeError that names an option which makes no sense. */
  constructor(options: ClientOptions) {
    super()
    checkSessionOptions(options)
    checkRange('port', options.port, 1, 65_535)
    checkRange('timers.connectTimeoutMs', options.timers?.connectTimeoutMs, 1, 0x7fff_ffff)
    this.#options = options
    this.#clock = options.clock ?? machineClock
    this.#timers = options.timers ?? {}
    this.#windowSize = options.windowSize
    this.#pace = options.pace
    this.#backOff = new BackOff(options.reconnect === false ? {} : options.reconnect)
    const secure = options.tls !== undefined && options.tls !== false
    const { host, tls, localAddress } = options
    this.#door = options.outbind === undefined ? undefined : new OutbindDoor(options.outbind)
    this.#dial =
      this.#door?.wait ??
      options.dial ??
      dialSocket({ host, port: options.port ?? (secure ? 3550 : 2775), tls, localAddress })
    this.#state = { kind: 'idle', sinceMs: this.#clock.nowMs(), reason: 'not started' }
  }

  /** Where the client stands. */
  get state(): ClientState {
    return this.#state
  }

  /** The session of the moment: bound, or on its way there. */
  get session(): SmppSession | undefined {
    return this.#session
  }

  /** With `outbind`: where the client listens for the SMSC's call. */
  async outbindAddress(): Promise<{ readonly host: string; readonly port: number } | undefined> {
    return this.#door?.address()
  }

  /** How far the window is filled; undefined while not bound. */
  get window(): WindowStats | undefined {
    return this.#state.kind === 'bound' || this.#state.kind === 'draining' ? this.#session?.window : undefined
  }

  /** Begins to bind. Returns at once; `bound` and `onState` tell what comes of it. Calling it again does nothing. */
  start(): this {
    if (this.#state.kind === 'idle') this.#connect('started')
    return this
  }

  /** Resolves when bound. Rejects when the signal is aborted or the client is closed: ClientClosedError. */
  async bound(signal?: AbortSignal): Promise<SmppSession> {
    for (;;) {
      signal?.throwIfAborted()
      if (this.#state.kind === 'bound') return this.#session!
      if (this.#state.kind === 'closed' || this.#state.kind === 'draining')
        throw new ClientClosedError(this.#state.reason)
      await this.#change(signal)
    }
  }

  /** Tries now instead of at the end of the wait. */
  retryNow(): void {
    if (this.#state.kind === 'waiting') this.#connect('asked to try now')
  }

  override request<C extends RequestName>(pdu: PduInput<C>, options?: RequestOptions): Promise<RequestOutcome<C>> {
    if (this.#state.kind === 'bound') return this.#session!.request(pdu, options)
    return Promise.resolve(this.#notBound())
  }

  override requestWith<C extends RequestName>(
    pdu: PduInput<C>,
    onOutcome: (outcome: RequestOutcome<C>) => void,
    options?: RequestOptions,
  ): number | undefined {
    if (this.#state.kind === 'bound') return this.#session!.requestWith(pdu, onOutcome, options)
    onOutcome(this.#notBound())
    return undefined
  }

  /** Resolves when a request would leave at once, or when the session takes no more. */
  async room(): Promise<void> {
    if (this.#state.kind === 'bound') await this.#session!.room()
  }

  /** Changes the window in place: the bind stays. */
  updateWindow(windowSize: number): void {
    checkRange('windowSize', windowSize, 1, 100_000)
    this.#session?.updateWindow(windowSize)
    this.#windowSize = windowSize
  }

  /** Changes the pace in place: the bind stays. Undefined removes it. */
  updatePace(pace: Pace | undefined): void {
    checkSessionOptions({ pace })
    this.#session?.updatePace(pace)
    this.#pace = pace
  }

  /** Changes timers in place: the bind stays. */
  updateTimers(timers: Partial<ClientTimers>): void {
    checkSessionOptions({ timers })
    this.#session?.updateTimers(timers)
    this.#timers = timers
  }

  /** Takes no new requests, and resolves when those under way have ended. `close` is still to be called. */
  async drain(): Promise<void> {
    const session = this.#session
    if (session === undefined || this.#state.kind !== 'bound') return
    this.#enter({ kind: 'draining', ...this.#because('no new requests; those under way end') })
    await session.drain()
  }

  /** Unbinds and closes for good; never longer than the unbind timer and the closing of the socket. */
  close(reason = 'closed by this side'): Promise<void> {
    this.#closing ??= this.#close(reason)
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(reason: string): Promise<void> {
    this.#timer?.cancel()
    this.#dialing?.abort(new Error(reason))
    const session = this.#session
    if (session !== undefined && this.#state.kind !== 'draining') {
      this.#enter({ kind: 'draining', ...this.#because(reason) })
    }
    if (session !== undefined) await session.unbind(reason)
    this.#session = undefined
    await this.#door?.close()
    if (this.#state.kind !== 'closed') this.#enter({ kind: 'closed', ...this.#because(reason) })
  }

  #notBound(): NotSent {
    const { kind, reason } = this.#state
    return kind === 'closed' || kind === 'draining'
      ? notSent('closing', reason)
      : notSent('not_bound', `${kind}: ${reason}`)
  }

  #connect(reason: string): void {
    this.#timer?.cancel()
    this.#attempt++
    this.#enter({ kind: 'connecting', attempt: this.#attempt, ...this.#because(reason) })
    const dialing = new AbortController()
    this.#dialing = dialing
    // An SMSC that calls does so when it has something: that may take days.
    if (this.#door === undefined) this.#armConnectTimer(dialing)
    this.#dial(dialing.signal).then(
      (transport) => this.#connected(transport, dialing),
      (error: unknown) => this.#dialFailed(error, dialing),
    )
  }

  #armConnectTimer(dialing: AbortController): void {
    const timeoutMs = this.#timers.connectTimeoutMs ?? 10_000
    this.#timer = this.#clock.after(timeoutMs, () => {
      const timeout = new ConnectTimeoutError(timeoutMs)
      dialing.abort(timeout)
      // Not left to the dial, which may not listen to the signal.
      this.#dialFailed(timeout, dialing)
    })
  }

  #dialFailed(error: unknown, dialing: AbortController): void {
    if (this.#dialing !== dialing || this.#closing !== undefined) return
    this.#dialing = undefined
    this.#timer?.cancel()
    const failure = error instanceof Error ? error : new Error(String(error))
    const { code } = failure as NodeJS.ErrnoException
    const reason = `no connection to ${this.#options.host}: ${networkErrorText(failure)}`
    this.#retry({ cause: 'connect_failed', reason, ...(typeof code === 'string' ? { errorCode: code } : {}) })
  }

  #connected(transport: Transport, dialing: AbortController): void {
    this.#timer?.cancel()
    if (this.#dialing !== dialing || this.#closing !== undefined || dialing.signal.aborted) {
      transport.open({ received: () => undefined, drained: () => undefined, closed: () => undefined })
      transport.destroy()
      return
    }
    const { onRequest, onLateResponse, onHandlerError } = this.#options
    const session = new SmppSession(
      transport,
      'esme',
      { ...this.#options, timers: this.#timers, windowSize: this.#windowSize, pace: this.#pace },
      {
        onRequest,
        onNotification: (notification) => this.#notified(notification, session),
        onLateResponse,
        onHandlerError,
        onClose: (end) => this.#ended(session, end),
      },
    )
    this.#session = session
    this.#enter({ kind: 'binding', attempt: this.#attempt, ...this.#because('connected') })
    session.open()
    if (this.#door === undefined) this.#bind(session)
  }

  #bind(session: SmppSession): void {
    void session.bind(this.#bindPdu()).then((outcome) => this.#bindEnded(session, outcome))
  }

  #notified(notification: IncomingNotification, session: SmppSession): void {
    this.#options.onNotification?.(notification, session)
    if (this.#door === undefined || notification.command !== 'outbind' || session !== this.#session) return
    if (this.#options.outbind?.verify?.(notification) ?? true) this.#bind(session)
    else void session.close('the outbind is not from the SMSC that is expected')
  }

  #bindPdu(): ReturnType<typeof bindRequest> {
    const { systemId, password, systemType = '', bindType = 'transceiver', interfaceVersion = 0x34 } = this.#options
    const { addressTon: addrTon = 0, addressNpi: addrNpi = 0, addressRange = '' } = this.#options
    return bindRequest(bindType, { systemId, password, systemType, interfaceVersion, addrTon, addrNpi, addressRange })
  }

  #bindEnded(session: SmppSession, outcome: RequestOutcome): void {
    if (this.#session !== session || this.#closing !== undefined) return
    if (outcome.kind === 'answered' && session.accepting) {
      this.#boundAtMs = this.#clock.monotonicMs()
      const { systemId } = outcome.response as PduOf<'bind_transceiver_resp'>
      this.#enter({
        kind: 'bound',
        as: session.state as 'BOUND_TRX',
        peerSystemId: systemId,
        version: session.version,
        remoteAddress: session.remote.address,
        secure: session.secure,
        ...this.#because('the bind was accepted'),
      })
      return
    }
    if (outcome.kind === 'refused') {
      const { name, meaning } = statusInfo(outcome.status)
      const reason = `the SMSC refused the bind: ${meaning} (${name})`
      this.#leave(session, { cause: refusalCause(outcome.status), reason, status: outcome.status })
    } else if (outcome.kind === 'notSent' && outcome.code === 'invalid') {
      // What is configured cannot be sent at all: no use in trying again soon.
      this.#leave(session, { cause: 'bad_credentials', reason: `the bind cannot be sent: ${outcome.reason}` })
    }
    // Otherwise the session has ended, or is about to: its end says why.
  }

  /** Gives a session up and waits for the next try. */
  #leave(session: SmppSession, failure: Failure): void {
    this.#session = undefined
    void session.close(failure.reason).then(() => {
      // Not before the old connection is gone: many accounts allow one only.
      if (this.#closing === undefined) this.#retry(failure)
    })
  }

  #ended(session: SmppSession, end: SessionEnd): void {
    if (this.#session !== session || this.#closing !== undefined) return
    this.#session = undefined
    const wasBound = this.#state.kind === 'bound' || this.#state.kind === 'draining'
    if (this.#state.kind === 'draining') {
      this.#enter({ kind: 'closed', ...this.#because(end.reason) })
      return
    }
    if (wasBound && this.#clock.monotonicMs() - this.#boundAtMs >= this.#backOff.stableAfterMs)
      this.#backOff.succeeded()
    const cause = end.code === 'unbound_by_peer' ? 'unbound_by_peer' : wasBound ? 'link_lost' : 'bind_unanswered'
    const { reason, errorCode } = end
    this.#retry({ cause, reason, ...(errorCode === undefined ? {} : { errorCode }) })
  }

  #retry(failure: Failure): void {
    if (this.#options.reconnect === false) {
      this.#enter({ kind: 'closed', ...this.#because(failure.reason) })
      return
    }
    if (this.#door !== undefined && failure.cause !== 'connect_failed') {
      // Nobody is hurt by listening at once.
      this.#connect(failure.reason)
      return
    }
    const delayMs = this.#backOff.failed(failure.cause, (this.#options.random ?? Math.random)())
    const { reason, ...rest } = failure
    this.#enter({
      kind: 'waiting',
      untilMs: this.#clock.nowMs() + delayMs,
      attempt: this.#backOff.failures,
      ...rest,
      ...this.#because(reason),
    })
    this.#timer = this.#clock.after(delayMs, () => this.#connect('trying again'))
  }

  #because(reason: string): { readonly sinceMs: number; readonly reason: string } {
    return { sinceMs: this.#clock.nowMs(), reason }
  }

  #enter(state: ClientState): void {
    const previous = this.#state
    this.#state = state
    if (state.kind === 'bound') this.#attempt = 0
    for (const tell of [...this.#changes]) tell()
    guarded(() => this.#options.onState?.(state, previous))
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#changes.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.#changes.add(done)
      signal?.addEventListener('abort', done)
    })
  }
}

class ConnectTimeoutError extends Error {
  readonly code = 'ETIMEDOUT'
  constructor(timeoutMs: number) {
    super(`no connection within ${timeoutMs} ms`)
  }
}
