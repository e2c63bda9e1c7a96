import process from 'node:process'
import type { DecodeError } from '../codec/decode-error.ts'
import type { Pdu, PduFields, PduInput, RequestName } from '../codec/model/pdu.ts'
import { Status } from '../codec/status.ts'
import type { Role, SmppVersion, StateName } from '../codec/tables/spec-types.ts'
import type { PeerAddress, Transport, TransportEnd, TransportHandler } from '../net/transport.ts'
import type { IncomingNotification, IncomingRequest, RequestAnswer } from './answer.ts'
import type { BindCommand, BindPdu } from './bind.ts'
import { type Clock, type ClockTimer, machineClock } from './clock.ts'
import type { SessionEnd } from './end.ts'
import { HandlerLane, type HandlerOwner } from './handler-lane.ts'
import type { HandlerResult } from './later-answer.ts'
import { machineOptions } from './machine-options.ts'
import type { NotSent, RequestOutcome } from './outcome.ts'
import { Outflow } from './outflow.ts'
import type { Pace } from './pacer.ts'
import { pendingRequest, sequenceNumberOf } from './pending-request.ts'
import type { LateRequest, WindowStats } from './request-lane.ts'
import type { SessionCounters } from './session-counters.ts'
import type { SessionEffects } from './session-effects.ts'
import { SessionMachine } from './session-machine.ts'
import { checkRange, type SessionOptions } from './session-options.ts'
import { guarded } from './throw-later.ts'
import { type SessionTimers, sessionTimers } from './timers.ts'
import { maskPassword } from './trace.ts'

/** What a session tells whoever runs it (client, server). */
export interface SessionListener {
  readonly onRequest?: ((request: IncomingRequest, session: SmppSession) => HandlerResult) | undefined
  readonly onNotification?: ((notification: IncomingNotification, session: SmppSession) => void) | undefined
  readonly onBindRequest?: ((bind: BindPdu, session: SmppSession) => void) | undefined
  readonly onStateChange?: ((state: StateName, session: SmppSession) => void) | undefined
  readonly onLateResponse?: ((response: Pdu, request: LateRequest, session: SmppSession) => void) | undefined
  readonly onUnreadable?: ((error: DecodeError, session: SmppSession) => void) | undefined
  /**
   * A handler threw, and the peer was told ESME_RSYSERR; or it answered with what cannot be sent, and the peer was told as
   * much of it as can be: a message that was taken is not refused for it. Without it: a process warning.
   */
  readonly onHandlerError?: ((error: unknown, request: IncomingRequest, session: SmppSession) => void) | undefined
  readonly onClose?: ((end: SessionEnd, session: SmppSession) => void) | undefined
}

/** Options of one request. */
export interface RequestOptions {
  /** Gives up waiting: a request that has not left ends as `notSent`, one that has as `uncertain`. */
  readonly signal?: AbortSignal | undefined
}

/**
 * A live session: a session machine on a connection, with a clock. The same object on both sides.
 *
 * Requests made in one turn of the event loop leave in one write, and so do the answers to the PDUs of one read, but for
 * what exceeds 32 KiB, or what slow handlers hold up. While the operating system takes no more, octets wait here, and beyond `maxOutgoingOctets`
 * nothing more is read from the peer, so a peer that never reads costs a bounded amount of memory.
 */
export class SmppSession {
  readonly role: Role
  readonly #transport: Transport
  readonly #clock: Clock
  readonly #listener: SessionListener
  readonly #machine: SessionMachine
  readonly #handlers: HandlerLane
  readonly #outflow: Outflow
  readonly #maxOutgoingOctets: number
  readonly #options: SessionOptions
  readonly #port: TransportHandler
  #bind: BindPdu | undefined
  #timer: ClockTimer | undefined
  /** The time of the read that is being taken in, while it is. */
  #readAtMs: number | undefined
  /** Whether requests were made that promises wait for: their continuations come after the read that answers them. */
  #promised = false
  #paused = false
  /** PDUs written. */
  #written = 0
  #over: SessionEnd | undefined
  #closed: PromiseWithResolvers<SessionEnd> | undefined
  #roomWaiters: (() => void)[] = []

  /**
   * What the machine, the connection and the handlers ask of a session: one object of two fields, where fifteen closures
   * would be a fifth of what an idle session holds.
   */
  static readonly #Port = class implements SessionEffects, TransportHandler, HandlerOwner {
    readonly #session: SmppSession

    constructor(session: SmppSession) {
      this.#session = session
    }

    received(chunk: Uint8Array): void {
      this.#session.#received(chunk)
    }

    drained(): void {
      this.#session.#drained()
    }

    closed(end: TransportEnd): void {
      this.#session.#lost(end)
    }

    outgoing(): void {
      this.#session.#outgoing()
    }

    wakeAt(atMs: number): void {
      this.#session.#wakeAt(atMs)
    }

    requested(request: IncomingRequest): void {
      this.#session.#requested(request)
    }

    notified(notification: IncomingNotification): void {
      const session = this.#session
      guarded(() => session.#listener.onNotification?.(notification, session))
    }

    bindRequested(bind: BindPdu): void {
      const session = this.#session
      session.#bind = bind
      guarded(() => session.#listener.onBindRequest?.(bind, session))
    }

    stateChanged(state: StateName): void {
      const session = this.#session
      guarded(() => session.#listener.onStateChange?.(state, session))
    }

    answeredLate(response: Pdu, request: LateRequest): void {
      const session = this.#session
      guarded(() => session.#listener.onLateResponse?.(response, request, session))
    }

    unreadable(error: DecodeError): void {
      const session = this.#session
      guarded(() => session.#listener.onUnreadable?.(error, session))
    }

    finished(end: SessionEnd): void {
      this.#session.#finish(end)
    }

    traced(direction: 'in' | 'out', octets: Uint8Array): void {
      this.#session.#traced(direction, octets)
    }

    handle(request: IncomingRequest): HandlerResult {
      return this.#session.#handle(request)
    }

    answer(request: IncomingRequest, answer: RequestAnswer): void {
      this.#session.#answer(request, answer)
    }

    handlerFailed(error: unknown, request: IncomingRequest): void {
      this.#session.#handlerFailed(error, request)
    }
  }

  /** Throws a RangeError that names an option which makes no sense. */
  constructor(transport: Transport, role: Role, options: SessionOptions, listener: SessionListener) {
    const settings = machineOptions(role, options)
    const port = new SmppSession.#Port(this)
    this.role = role
    this.#transport = transport
    this.#options = options
    this.#listener = listener
    this.#port = port
    this.#clock = options.clock ?? machineClock
    this.#maxOutgoingOctets = options.maxOutgoingOctets ?? 1_048_576
    this.#handlers = new HandlerLane(options.maxConcurrentRequests ?? 100, options.maxWaitingRequests ?? 1_000, port)
    this.#machine = new SessionMachine(settings, port, this.#now())
    this.#outflow = new Outflow(transport, this.#machine)
  }

  /** Starts reading. Call once, after the listener is ready. */
  open(): void {
    this.#machine.open(this.#now())
    this.#transport.open(this.#port)
  }

  /** Resolves when the session is over and nothing is pending. Never rejects. */
  get closed(): Promise<SessionEnd> {
    if (this.#closed === undefined) {
      this.#closed = Promise.withResolvers()
      if (this.#over !== undefined) this.#closed.resolve(this.#over)
    }
    return this.#closed.promise
  }

  get state(): StateName {
    return this.#machine.state
  }

  /** The version both sides speak; known for sure once bound. */
  get version(): SmppVersion {
    return this.#machine.version
  }

  get remote(): PeerAddress {
    return this.#transport.peer
  }

  get secure(): boolean {
    return this.#transport.secure
  }

  /** Message centre: the bind that came last. */
  get bindRequest(): BindPdu | undefined {
    return this.#bind
  }

  get window(): WindowStats {
    return this.#machine.window
  }

  /** congestion_state that the peer told last: 0 idle, to 100 (5.0 section 4.8.4.18); undefined if it never did. */
  get congestionState(): number | undefined {
    return this.#machine.congestionState
  }

  get counters(): Readonly<SessionCounters> {
    return this.#machine.counters
  }

  /** Whether requests are taken: bound, and neither draining nor closing. */
  get accepting(): boolean {
    return this.#machine.accepting
  }

  /** Requests of the peer that are being handled or wait for it. */
  get handling(): number {
    return this.#handlers.count
  }

  /** Why it is over, once it is closing. */
  get end(): SessionEnd | undefined {
    return this.#machine.end
  }

  /** Sends a request; resolves with how it ended. Never rejects. */
  request<C extends RequestName>(pdu: PduInput<C>, options?: RequestOptions): Promise<RequestOutcome<C>> {
    this.#promised = true
    return new Promise((resolve) => {
      this.requestWith(pdu, resolve, options)
    })
  }

  /**
   * As `request`, with a callback: for the hot path. The callback is called once, and may send further requests. Returns
   * the sequence_number under which it left; undefined where it waits for the window or the pacer, or has ended at once.
   */
  requestWith<C extends RequestName>(
    pdu: PduInput<C>,
    onOutcome: (outcome: RequestOutcome<C>) => void,
    options?: RequestOptions,
  ): number | undefined {
    const settle = onOutcome as (outcome: RequestOutcome) => void
    const signal = options?.signal
    if (signal !== undefined) return this.#requestUntil(signal, pdu as PduInput<RequestName>, settle)
    const request = pendingRequest(pdu as PduInput<RequestName>, true, settle)
    this.#machine.request(request, this.#now())
    return sequenceNumberOf(request)
  }

  /** A request that a signal may give up. Apart from the others, which need no closures. */
  #requestUntil(
    signal: AbortSignal,
    pdu: PduInput<RequestName>,
    settle: (outcome: RequestOutcome) => void,
  ): number | undefined {
    if (signal.aborted) {
      settle({ kind: 'notSent', code: 'aborted', reason: abortReason(signal) })
      return undefined
    }
    const onAbort = (): void => this.#machine.abandon(request, abortReason(signal))
    const request = pendingRequest(pdu, true, (outcome) => {
      signal.removeEventListener('abort', onAbort)
      settle(outcome)
    })
    signal.addEventListener('abort', onAbort)
    this.#machine.request(request, this.#now())
    return sequenceNumberOf(request)
  }

  /** Resolves when a request would leave at once, or when the session takes no more. For callers that pull their work. */
  async room(): Promise<void> {
    this.#promised = true
    while (this.accepting && !this.#machine.hasRoom(this.#now())) {
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve))
    }
  }

  /** Sends a PDU that takes no answer (message centre). Undefined: written; else why not. */
  notify(pdu: PduInput<'alert_notification' | 'outbind'>): NotSent | undefined {
    return this.#machine.notify(pdu, this.#now())
  }

  /** ESME: binds. Resolves with the answer; on `answered` the session is bound. */
  bind(pdu: PduInput<BindCommand>): Promise<RequestOutcome<BindCommand>> {
    return new Promise((resolve) => {
      this.#machine.bind(pdu, this.#now(), (outcome) => resolve(outcome as RequestOutcome<BindCommand>))
    })
  }

  /** Message centre: accepts the bind that waits for judgement. */
  acceptBind(fields: PduFields<'bind_transceiver_resp'>): void {
    this.#machine.acceptBind(fields, this.#now())
  }

  /** Message centre: refuses the bind that waits for judgement, and closes. */
  refuseBind(status: number): void {
    this.#machine.refuseBind(status, this.#now())
  }

  /**
   * Takes no further requests and waits until those under way have ended, and those of the peer are answered: at most as
   * long as the response timer.
   */
  async drain(): Promise<void> {
    this.#machine.drain()
    while (this.state !== 'CLOSED' && (this.#machine.pendingCount > 0 || this.#handlers.count > 0)) {
      await new Promise<void>((resolve) => this.#roomWaiters.push(resolve))
    }
  }

  /** Unbinds and closes. Resolves when the connection is gone. */
  unbind(reason = 'this side unbound'): Promise<SessionEnd> {
    this.#machine.unbind(this.#now(), 'closed_here', reason)
    return this.closed
  }

  /** Closes without unbind, after what was written. */
  close(reason = 'closed by this side'): Promise<SessionEnd> {
    this.#machine.close(reason)
    return this.closed
  }

  /** Drops the connection at once. */
  destroy(reason = 'dropped by this side'): void {
    this.#machine.close(reason)
    this.#transport.destroy()
  }

  /** Changes the window in place. Requests under way stay where they are. */
  updateWindow(windowSize: number): void {
    checkRange('windowSize', windowSize, 1, 100_000)
    this.#machine.updateWindow(windowSize, this.#now())
  }

  /** Changes the pace in place; undefined removes it. */
  updatePace(pace: Pace | undefined): void {
    this.#machine.updatePace(pace, this.#now())
  }

  /** Changes timers in place; those not given go back to their defaults. */
  updateTimers(timers: Partial<SessionTimers>): void {
    this.#machine.updateTimers(sessionTimers(timers), this.#now())
  }

  /** While a chunk is taken in, time stands still: a look at the clock costs as much as a place in the window. */
  #now(): number {
    return this.#readAtMs ?? this.#clock.monotonicMs()
  }

  #received(chunk: Uint8Array): void {
    this.#readAtMs = this.#clock.monotonicMs()
    this.#outflow.beginRead()
    try {
      this.#machine.received(chunk, this.#readAtMs)
    } finally {
      if (this.#promised) queueMicrotask(() => this.#timeGoesOn())
      else this.#readAtMs = undefined
      this.#outflow.endRead(this.#promised)
    }
    if (this.#machine.outgoingOctets > this.#maxOutgoingOctets) {
      this.#outflow.flush()
      if (this.#machine.outgoingOctets > this.#maxOutgoingOctets) this.#pauseReading()
    }
    if (this.#roomWaiters.length > 0) this.#wakeWaiters()
  }

  #timeGoesOn(): void {
    this.#readAtMs = undefined
  }

  #outgoing(): void {
    this.#outflow.added()
    if (this.#readAtMs === undefined || (++this.#written & 15) !== 0) return
    // Handlers may take their time. The first answers need not wait for the last, and what is sent meanwhile has a time of
    // its own.
    const nowMs = this.#clock.monotonicMs()
    if (nowMs - this.#readAtMs >= slowMs) this.#outflow.flush()
    this.#readAtMs = nowMs
  }

  #requested(request: IncomingRequest): void {
    if (this.#handlers.add(request)) return
    this.#machine.counters.overloadedRequests++
    // A temporary error each side understands: the message centre keeps the message, the ESME slows down.
    this.#answer(request, this.role === 'esme' ? Status.ESME_RX_T_APPN : Status.ESME_RTHROTTLED)
  }

  #handle(request: IncomingRequest): HandlerResult {
    const handler = this.#listener.onRequest
    if (handler !== undefined) return handler(request, this)
    // Without a handler nobody keeps a message: the message centre shall try again later, and an ESME be told no.
    return this.role === 'esme' ? Status.ESME_RX_T_APPN : Status.ESME_RINVCMDID
  }

  #answer(request: IncomingRequest, answer: RequestAnswer): void {
    const wrong = this.#machine.answer(request, answer)
    if (wrong !== undefined) this.#handlerFailed(wrong, request)
    if (this.#roomWaiters.length > 0) this.#wakeWaiters()
  }

  #handlerFailed(error: unknown, request: IncomingRequest): void {
    const tell = this.#listener.onHandlerError
    if (tell !== undefined) guarded(() => tell(error, request, this))
    // A bug of the handler that nobody listens for must not pass unseen.
    else process.emitWarning(error instanceof Error ? error : String(error), { detail: `handling ${request.command}` })
  }

  #wakeWaiters(): void {
    const waiters = this.#roomWaiters
    this.#roomWaiters = []
    for (const wake of waiters) wake()
  }

  #drained(): void {
    this.#outflow.drained()
    if (!this.#outflow.busy && this.#paused) {
      this.#paused = false
      this.#transport.resume()
    }
  }

  #pauseReading(): void {
    if (this.#paused) return
    this.#paused = true
    this.#transport.pause()
  }

  #finish(end: SessionEnd): void {
    this.#timer?.cancel()
    // A peer that is not there would never let the rest go.
    if (end.code === 'enquire_link_timeout') this.#transport.destroy()
    else this.#outflow.end()
  }

  #lost(end: TransportEnd): void {
    this.#timer?.cancel()
    this.#outflow.close()
    const code = end.kind === 'ended' ? 'closed_by_peer' : end.kind === 'local' ? 'closed_here' : 'link_failed'
    this.#machine.lost({ code, reason: end.reason, ...(end.code === undefined ? {} : { errorCode: end.code }) })
    if (this.#machine.pendingCount > 0) throw new Error('requests are pending on a closed session')
    this.#handlers.clear()
    this.#wakeWaiters()
    const why = this.#machine.end ?? { code, reason: end.reason }
    guarded(() => this.#listener.onClose?.(why, this))
    this.#over = why
    this.#closed?.resolve(why)
  }

  #wakeAt(atMs: number): void {
    this.#timer?.cancel()
    this.#timer = this.#clock.after(Math.max(0, atMs - this.#now()), () => this.#tick())
  }

  #tick(): void {
    this.#machine.tick(this.#now())
    if (this.#roomWaiters.length > 0) this.#wakeWaiters()
  }

  #traced(direction: 'in' | 'out', octets: Uint8Array): void {
    const shown = this.#options.traceSecrets === true ? octets : maskPassword(octets)
    guarded(() => this.#options.onTrace?.({ direction, octets: shown, atMs: this.#now() }))
  }
}

/** Sixteen PDUs that take this long are held up by what handlers do: the usual is a fiftieth. */
const slowMs = 0.25

function abortReason(signal: AbortSignal): string {
  const { reason } = signal
  return reason instanceof Error ? reason.message : 'given up by the caller'
}
