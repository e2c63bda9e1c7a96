import { isResponseId } from '../codec/commands.ts'
import type { DecodeError } from '../codec/decode-error.ts'
import { EncodeError } from '../codec/encode-error.ts'
import type { FramingError } from '../codec/framer.ts'
import { HEADER_OCTETS, type PduHeader, readUint32 } from '../codec/header.ts'
import type { Pdu, PduFields, PduInput, PduOf, RequestName, UnknownPdu } from '../codec/model/pdu.ts'
import { Status, statusName } from '../codec/status.ts'
import type { SmppVersion, StateName } from '../codec/tables/spec-types.ts'
import { type IncomingRequest, type RequestAnswer, statusPdu } from './answer.ts'
import { type BindCommand, type BindPdu, bindTypeOf, boundStateOf, isBound, isSessionCommand } from './bind.ts'
import { type CommandTraits, isTaken } from './command-traits.ts'
import type { SessionEnd, SessionEndCode } from './end.ts'
import type { MachineOptions } from './machine-options.ts'
import type { NotSent, RequestOutcome } from './outcome.ts'
import type { Pace } from './pacer.ts'
import { PduReader, type PduTaker } from './pdu-reader.ts'
import { PduWriter } from './pdu-writer.ts'
import type { PendingRequest } from './pending-request.ts'
import { notSent, RequestLane, settle, type WindowStats } from './request-lane.ts'
import { bareResponse, belongsTo } from './response-match.ts'
import { newSessionCounters, type SessionCounters } from './session-counters.ts'
import { SessionDeadlines } from './session-deadlines.ts'
import type { SessionEffects } from './session-effects.ts'
import { maySend, negotiatedVersion, stateBit } from './state-matrix.ts'
import type { SessionTimers } from './timers.ts'
import { writeAnswer } from './write-answer.ts'

/**
 * One SMPP session as a value: no socket, no clock, no timer, no randomness. What happens goes in through the methods,
 * each with the time; what to do comes out through `SessionEffects` and the outbox.
 *
 * States (3.4 section 2.2, 5.0 section 2.3):
 * - OPEN: from the connection on. An ESME binds; a message centre waits for a bind, or sends outbind. The session-init
 *   timer closes a session that stays here.
 * - OUTBOUND: an outbind was sent or came, and the bind that it asks for is awaited.
 * - BOUND_TX, BOUND_RX, BOUND_TRX: from a bind answered with ESME_ROK. Requests pass; keep-alive and inactivity timers run.
 * - UNBOUND: unbind has been exchanged. Answers still come for as long as the connection stands.
 * - CLOSED: the connection is gone. Nothing is pending any more.
 */
export class SessionMachine implements PduTaker {
  readonly counters: SessionCounters = newSessionCounters()
  /** congestion_state that the peer told last, 0 to 100 (5.0 section 4.8.4.18). */
  congestionState: number | undefined
  readonly #options: MachineOptions
  readonly #effects: SessionEffects
  readonly #lane: RequestLane
  readonly #writer: PduWriter
  readonly #reader: PduReader
  readonly #deadlines: SessionDeadlines
  #state: StateName = 'OPEN'
  #stateBit = stateBit.OPEN
  #version: SmppVersion
  /** While octets are taken in: their time. What they lead to is armed for once, at the end. */
  #readingAtMs = 0
  #reading = false
  /** The request command that was found legal last, in the state and version of the moment. */
  #legal: RequestName | undefined
  #draining = false
  #unbinding = false
  #end: SessionEnd | undefined
  #judging: BindPdu | undefined
  /** Bind under way on the ESME's side. */
  #bindSent: PduInput<BindCommand> | undefined

  constructor(options: MachineOptions, effects: SessionEffects, nowMs: number) {
    this.#options = options
    this.#effects = effects
    this.#writer = new PduWriter(options, effects, this.counters)
    this.#reader = new PduReader(options, effects, this.counters, this)
    this.#deadlines = new SessionDeadlines(options.timers, nowMs, effects)
    this.#version = negotiatedVersion(options.interfaceVersion, undefined)
    const { windowSize, maxWaiting, pace, firstSequenceNumber, maxRememberedRequests: maxRemembered } = options
    const { responseTimeoutMs } = options.timers
    const limits = { windowSize, maxWaiting, pace, firstSequenceNumber, maxRemembered, responseTimeoutMs }
    this.#lane = new RequestLane(limits, nowMs, this.#writer)
  }

  get state(): StateName {
    return this.#state
  }

  get version(): SmppVersion {
    return this.#version
  }

  get window(): WindowStats {
    return this.#lane.stats
  }

  /** Requests that have not ended; 0 in state CLOSED. */
  get pendingCount(): number {
    return this.#lane.pendingCount
  }

  /** Whether requests are taken. */
  get accepting(): boolean {
    return isBound(this.#state) && !this.#draining && !this.#unbinding && this.#end === undefined
  }

  /** Octets that wait to be written. */
  get outgoingOctets(): number {
    return this.#writer.octets
  }

  /** Why it is over, once it is. */
  get end(): SessionEnd | undefined {
    return this.#end
  }

  /** Whether a request would leave at once. If only the pacer holds it back, `tick` is called when it no longer does. */
  hasRoom(nowMs: number): boolean {
    if (!this.accepting || this.#lane.hasRoom(nowMs)) return this.accepting
    this.#deadlines.armFor(this.#lane.roomAtMs(nowMs))
    return false
  }

  /** Takes the octets that wait: from now on they count as handed to the operating system. */
  takeOutgoing(): Uint8Array {
    return this.#writer.take()
  }

  /** The operating system has copied all that was taken: its memory may be written again. */
  reuseOutgoing(): void {
    this.#writer.reuse()
  }

  /** Begins: arms the first timer. */
  open(nowMs: number): void {
    this.#arm(nowMs)
  }

  /** Octets came from the peer. */
  received(chunk: Uint8Array, nowMs: number): void {
    if (this.#state === 'CLOSED') return
    this.#readingAtMs = nowMs
    this.#reading = true
    try {
      const error = this.#reader.read(chunk)
      if (error !== undefined) this.#framingBroken(error, chunk)
    } finally {
      this.#reading = false
    }
    this.#arm(nowMs)
  }

  /** Asks for a request to be sent. `request.settle` is told once how it ended. */
  request(request: PendingRequest, nowMs: number): void {
    const refusal = this.#refusal(request.pdu.command)
    if (refusal !== undefined) {
      settle(request, refusal)
      return
    }
    this.#deadlines.worked(nowMs)
    this.#lane.add(request, nowMs)
    if (!this.#reading) this.#deadlines.armFor(this.#lane.dueAtMs(nowMs))
  }

  /** The caller of a request gave up. */
  abandon(request: PendingRequest, reason: string): void {
    this.#lane.abandon(request, reason)
  }

  /** Sends a PDU that takes no answer. Undefined: written; else why not. */
  notify(pdu: PduInput<'alert_notification' | 'outbind'>, nowMs: number): NotSent | undefined {
    if (this.#end !== undefined) return notSent('closing', 'the session is closing')
    const legality = maySend(pdu.command, this.#options.role, this.#state, this.#version)
    if (!legality.allowed) return notSent('not_allowed', legality.reason)
    // Notifications are outside the window: nothing is ever waited for under their number.
    try {
      this.#writer.write(pdu, 1)
    } catch (error) {
      if (error instanceof EncodeError) return notSent('invalid', error.message, error.violation)
      throw error
    }
    if (pdu.command === 'outbind') this.#enter('OUTBOUND')
    this.#arm(nowMs)
    return undefined
  }

  /** ESME: sends the bind. */
  bind(pdu: PduInput<BindCommand>, nowMs: number, onOutcome: (outcome: RequestOutcome) => void): void {
    if ((this.#state !== 'OPEN' && this.#state !== 'OUTBOUND') || this.#bindSent !== undefined) {
      onOutcome(notSent('not_allowed', `a bind is not possible in state ${this.#state}`))
      return
    }
    this.#bindSent = pdu
    this.#lane.addAhead(pdu, nowMs, onOutcome)
    this.#arm(nowMs)
  }

  /**
   * Message centre: answers the bind that waits for judgement with ESME_ROK. Throws EncodeError if the fields cannot be
   * sent; the bind then still waits.
   */
  acceptBind(fields: PduFields<'bind_transceiver_resp'>, nowMs: number): void {
    const bind = this.#judging
    if (bind === undefined || this.#end !== undefined) return
    this.#version = negotiatedVersion(bind.interfaceVersion, this.#options.interfaceVersion)
    // A 3.3 client does not know TLVs: it is told no version (5.0 section 4.1.1.2, sc_interface_version).
    const tlvs = bind.interfaceVersion < 0x34 ? {} : { scInterfaceVersion: this.#options.interfaceVersion }
    const command = `${bind.command}_resp` as const
    this.#writer.write({ ...fields, command, tlvs: { ...tlvs, ...fields.tlvs } } as PduInput, bind.sequenceNumber)
    this.#judging = undefined
    this.#bound(bind.command, nowMs)
  }

  /** Message centre: answers the bind that waits for judgement with an error, and closes unless told to go on. */
  refuseBind(status: number, nowMs: number, stayOpen = false): void {
    const bind = this.#judging
    if (bind === undefined || this.#end !== undefined) return
    this.#judging = undefined
    this.#writer.write(statusPdu(bind.command, status), bind.sequenceNumber)
    if (!stayOpen) this.#finish('bind_refused', `the bind was refused with ${statusName(status)}`)
    this.#arm(nowMs)
  }

  /** Answers a request that was handed to `requested`. Undefined: written; else what is wrong with the answer. */
  answer(request: IncomingRequest, answer: RequestAnswer): EncodeError | undefined {
    return this.#state === 'CLOSED' ? undefined : writeAnswer(this.#writer, request, answer, this.#version)
  }

  /** Takes no further requests; those that wait or are unanswered go on. */
  drain(): void {
    this.#draining = true
  }

  /** Says good-bye: unbind, then the end, at the latest when the unbind timer runs out. */
  unbind(nowMs: number, code: SessionEndCode = 'closed_here', reason = 'this side unbound'): void {
    if (this.#end !== undefined || this.#unbinding) return
    if (!isBound(this.#state)) {
      this.#finish(code, reason)
      return
    }
    this.#unbinding = true
    this.#lane.refuseWaiting('closing', 'the session is being unbound')
    this.#deadlines.unbinding(nowMs)
    this.#lane.addAhead({ command: 'unbind' }, nowMs, () => {
      if (this.#end !== undefined) return
      this.#enter('UNBOUND')
      this.#finish(code, reason)
    })
    this.#arm(nowMs)
  }

  /** Ends at once, without unbind. */
  close(reason: string): void {
    this.#finish('closed_here', reason)
  }

  /** The connection is gone. Every request that has not ended ends now. */
  lost(end: SessionEnd): void {
    if (this.#state === 'CLOSED') return
    this.#end ??= end
    this.#enter('CLOSED')
    this.#judging = undefined
    this.#lane.lost(this.#writer.handedBatch, this.#end.reason)
  }

  /** The time asked for by `wakeAt` has come. */
  tick(nowMs: number): void {
    if (this.#end !== undefined || this.#state === 'CLOSED' || !this.#deadlines.ring(nowMs)) return
    this.#due(nowMs)
    this.#arm(nowMs)
  }

  updateWindow(windowSize: number, nowMs: number): void {
    this.#lane.updateWindow(windowSize, nowMs)
    this.#arm(nowMs)
  }

  updatePace(pace: Pace | undefined, nowMs: number): void {
    this.#lane.updatePace(pace, nowMs)
    this.#arm(nowMs)
  }

  updateTimers(timers: SessionTimers, nowMs: number): void {
    this.#deadlines.updateTimers(timers)
    this.#lane.updateResponseTimeout(timers.responseTimeoutMs)
    this.#arm(nowMs)
  }

  /** The reader has read a PDU. @internal */
  pdu(pdu: Pdu, traits: CommandTraits): void {
    const nowMs = this.#readingAtMs
    this.#deadlines.heard(nowMs)
    switch (traits.kind) {
      case 'response':
        this.#response(pdu, traits, nowMs)
        return
      case 'unknown':
        this.#unknown(pdu as UnknownPdu)
        return
      case 'enquire_link':
        this.#writer.write({ command: 'enquire_link_resp' }, pdu.sequenceNumber)
        return
      case 'bind':
        this.#bindCame(pdu as BindPdu)
        return
    }
    this.#deadlines.worked(nowMs)
    if (!isTaken(traits, this.#options.role === 'esme', this.#stateBit)) this.#misplaced(pdu)
    else if (pdu.command === 'unbind') this.#unbindCame(pdu, nowMs)
    else if (pdu.command === 'outbind' || pdu.command === 'alert_notification') {
      if (pdu.command === 'outbind') this.#enter('OUTBOUND')
      this.#effects.notified(pdu)
    } else this.#effects.requested(pdu as IncomingRequest)
  }

  /** The reader has found a PDU whose body is unsound. @internal */
  unreadable(header: PduHeader, error: DecodeError, traits: CommandTraits): void {
    this.#deadlines.heard(this.#readingAtMs)
    this.counters.unreadablePdus++
    this.#effects.unreadable(error)
    const { command } = error
    if (isResponseId(header.commandId)) {
      this.#response(bareResponse(command, header), traits, this.#readingAtMs)
      return
    }
    // A notification takes no answer, not even when it is unreadable.
    if (command === 'alert_notification' || command === 'outbind') return
    this.#writer.refuse(command as RequestName, error.status, header.sequenceNumber)
  }

  #due(nowMs: number): void {
    if (this.#deadlines.unbindOver(nowMs)) {
      if (this.#state === 'UNBOUND') this.#finish('unbound_by_peer', 'the peer unbound')
      else this.#finish('closed_here', 'the peer did not answer unbind in time')
      return
    }
    this.#lane.expire(nowMs)
    this.#lane.pump(nowMs)
    const { sessionInitTimeoutMs, enquireLinkTimeoutMs, inactivityTimeoutMs } = this.#deadlines.timers
    switch (this.#deadlines.check(nowMs)) {
      case 'not_bound':
        this.#finish('session_init_timeout', `not bound within ${sessionInitTimeoutMs} ms`)
        break
      case 'enquire':
        this.#lane.addAhead({ command: 'enquire_link' }, nowMs, ignoreOutcome)
        break
      case 'dead':
        this.#finish('enquire_link_timeout', `the peer was silent after enquire_link for ${enquireLinkTimeoutMs} ms`)
        break
      case 'inactive':
        this.unbind(nowMs, 'inactivity_timeout', `no traffic for ${inactivityTimeoutMs} ms`)
        break
      case 'none':
    }
  }

  #arm(nowMs: number): void {
    if (this.#end === undefined) this.#deadlines.arm(this.#lane.dueAtMs(nowMs))
  }

  #response(pdu: Pdu, traits: CommandTraits, nowMs: number): void {
    const { sequenceNumber } = pdu
    if (pdu.command !== 'unknown') this.congestionState = pdu.tlvs.congestionState ?? this.congestionState
    const request = this.#lane.find(sequenceNumber)
    if (request === undefined) {
      const late = this.#lane.takeLate(sequenceNumber)
      if (late === undefined) {
        this.counters.unknownResponses++
        return
      }
      this.counters.lateResponses++
      this.#effects.answeredLate(pdu, late)
      return
    }
    const { command } = request.pdu
    if (traits.answers !== command && !belongsTo(pdu.command, command)) {
      this.counters.unknownResponses++
      return
    }
    const abandoned = request.settle === undefined
    if (request.watched) this.#deadlines.worked(nowMs)
    if (request.pdu === this.#bindSent) this.#bindAnswered(pdu, nowMs)
    this.#lane.answered(request, pdu, nowMs)
    if (this.#state === 'UNBOUND' && this.#lane.stats.inFlight === 0)
      this.#finish('unbound_by_peer', 'the peer unbound')
    if (abandoned && request.watched) {
      this.counters.lateResponses++
      this.#effects.answeredLate(pdu, { pdu: request.pdu, sequenceNumber, sentAtMs: request.sentAtMs })
    }
  }

  #bindAnswered(response: Pdu, nowMs: number): void {
    const bind = this.#bindSent!
    this.#bindSent = undefined
    if (response.commandStatus !== 0 || response.command === 'generic_nack') return
    const sc = (response as PduOf<'bind_transceiver_resp'>).tlvs.scInterfaceVersion
    // A centre that takes bind_transceiver speaks 3.4 at least, whatever it announces.
    const least = bind.command === 'bind_transceiver' && sc !== undefined ? Math.max(sc, 0x34) : sc
    this.#version = negotiatedVersion(bind.interfaceVersion ?? 0x34, least)
    this.#bound(bind.command, nowMs)
  }

  #bindCame(bind: BindPdu): void {
    if (this.#options.role === 'esme') this.#misplaced(bind)
    else if (this.#judging !== undefined || isBound(this.#state)) {
      this.#writer.write(statusPdu(bind.command, Status.ESME_RALYBND), bind.sequenceNumber)
    } else if (this.#state !== 'OPEN' && this.#state !== 'OUTBOUND') this.#misplaced(bind)
    else {
      this.#judging = bind
      this.#effects.bindRequested(bind)
    }
  }

  #unbindCame(unbind: PduOf<'unbind'>, nowMs: number): void {
    this.#writer.write({ command: 'unbind_resp' }, unbind.sequenceNumber)
    this.#lane.refuseWaiting('closing', 'the peer unbound')
    this.#enter('UNBOUND')
    // Answers may still be on their way, and requests of the peer still in work: the connection stays for a moment.
    if (this.#lane.stats.inFlight === 0) this.#finish('unbound_by_peer', 'the peer unbound')
    else this.#deadlines.unbinding(nowMs)
  }

  #misplaced(pdu: Pdu): void {
    this.counters.misplacedRequests++
    if (pdu.command === 'outbind' || pdu.command === 'alert_notification') return
    this.#writer.refuse(pdu.command as RequestName, Status.ESME_RINVBNDSTS, pdu.sequenceNumber)
  }

  #unknown(pdu: UnknownPdu): void {
    // A response is never answered, known or not.
    if (isResponseId(pdu.commandId)) {
      this.counters.unknownResponses++
      return
    }
    this.counters.unknownCommands++
    this.#writer.write({ command: 'generic_nack', commandStatus: Status.ESME_RINVCMDID }, pdu.sequenceNumber)
  }

  #framingBroken(error: FramingError, chunk: Uint8Array): void {
    if (error.problem !== 'foreign_protocol' && this.#end === undefined) {
      const sequenceNumber = chunk.length >= HEADER_OCTETS && this.counters.pdusIn === 0 ? readUint32(chunk, 12) : 0
      this.#writer.write({ command: 'generic_nack', commandStatus: Status.ESME_RINVCMDLEN }, sequenceNumber)
    }
    this.#finish('framing_broken', error.message)
  }

  #refusal(command: RequestName): NotSent | undefined {
    if (this.#end !== undefined) return notSent('closing', this.#end.reason)
    if (this.#draining || this.#unbinding) return notSent('closing', 'the session takes no new requests')
    if (!isBound(this.#state)) return notSent('not_bound', `the session is in state ${this.#state}`)
    if (command === this.#legal) return undefined
    if (isSessionCommand(command)) return notSent('not_allowed', `${command} is sent by the session itself`)
    const legality = maySend(command, this.#options.role, this.#state, this.#version)
    if (!legality.allowed) return notSent('not_allowed', legality.reason)
    this.#legal = command
    return undefined
  }

  #bound(command: BindCommand, nowMs: number): void {
    const { encodeVersion } = this.#options
    if (encodeVersion !== 'widest') this.#writer.useVersion(encodeVersion === 'session' ? this.#version : encodeVersion)
    this.#deadlines.bound(nowMs)
    this.#enter(boundStateOf[bindTypeOf(command)!])
    this.#arm(nowMs)
  }

  #enter(state: StateName): void {
    if (this.#state === state) return
    this.#state = state
    this.#stateBit = stateBit[state]
    this.#legal = undefined
    this.#effects.stateChanged(state)
  }

  #finish(code: SessionEndCode, reason: string): void {
    if (this.#end !== undefined) return
    this.#end = { code, reason }
    this.#effects.finished(this.#end)
  }
}

const ignoreOutcome = (): void => undefined
