import type { BindState, BindType, ManagerPort, SmscDefinition } from '@smpp-connect/contracts'
import type { Clock, Log, Random } from '@smpp-connect/kernel'
import {
  type ClientState,
  type ClientTimers,
  type Dial,
  dialSocket,
  type HandlerResult,
  type IncomingRequest,
  SmppClient,
} from '@smpp-connect/smpp'
import { type BindFigures, bindName } from '../edge-figures.ts'
import { inboundPdu } from '../receiver/inbound-pdu.ts'
import type { Receiver } from '../receiver/receiver.ts'
import { Fence } from '../seats/fenced-dial.ts'
import type { Seats } from '../seats/seats.ts'
import type { Sender } from '../sender/sender.ts'
import type { SubmitPath } from '../sender/submit-path.ts'
import { bindStatus, sentence } from './bind-status.ts'
import { within } from './within.ts'

export interface BindParts {
  readonly bindType: BindType
  /** Which of the binds of that type, from 1. */
  readonly number: number
  readonly manager: Pick<ManagerPort, 'bindChanged'>
  /** Where submits come from; a receiver bind carries none. */
  readonly sender: Sender | undefined
  readonly receiver: Receiver
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Which binds this edge may hold; undefined: all, as the only one. */
  readonly seats: Seats | undefined
  /** Makes the connection instead of TCP: in-memory worlds. */
  readonly dial: ((definition: SmscDefinition) => Dial) | undefined
  /** Told of every change of state. */
  readonly onState: (state: ClientState) => void
}

const VERSIONS = { '3.3': 0x33, '3.4': 0x34, '5.0': 0x50 } as const
/**
 * How long requests under way may take to end before a bind is closed all the same; what is left is then uncertain. An SMSC
 * that usually takes longer is given twice what it takes; the most is what a stop may take (30 s) and some.
 */
const DRAIN_WITHIN_MS = 10_000
const DRAIN_AT_MOST_MS = 25_000
/** The window is empty when it unbinds: who does not answer is not waited for, another edge may be waiting. */
const UNBIND_MS = 1_000
/**
 * Our own session before this one, here or at another edge, is what an SMSC means at first by "already bound" or "bind
 * failed": it is freed in a moment. When that lasts it is something else, and the waits grow to minutes.
 */
const SOON = { initialDelayMs: 1_000, maxDelayMs: 120_000 }

/** What comes in is stored together: with a hundred at once a busy SMSC would wait for commits that hold nothing else. */
const INBOUND_AT_ONCE = 1_000

/** Unanswered requests that a session remembers for a late answer: what its window lets expire in two turns. */
const REMEMBERED_WINDOWS = 2

/**
 * One SMPP session with an SMSC, kept up: it says what it is doing, carries submits, and hands on what comes in. Its
 * session holds the window as the last line of defence; pace and order are the Sender's, which hands it no more than
 * it takes at once.
 */
export class Bind {
  readonly #parts: BindParts
  readonly #client: SmppClient
  readonly #fence: Fence | undefined
  readonly #name: string
  #definition: SmscDefinition
  #path: SubmitPath | undefined
  #reported: BindState | undefined

  constructor(definition: SmscDefinition, parts: BindParts) {
    this.#definition = definition
    this.#parts = parts
    const { bindType, clock, random, log, sender, seats } = parts
    this.#name = bindName(bindType, parts.number)
    const dial = parts.dial?.(definition)
    this.#fence = seats && new Fence(() => seats.mayWrite({ smscId: definition.id, bindType }))
    this.#client = new SmppClient({
      host: definition.host,
      port: definition.port,
      tls: definition.tls,
      systemId: definition.systemId,
      password: definition.password,
      // Providers hand out longer passwords than the 8 characters of the specification.
      longPassword: true,
      systemType: definition.systemType,
      addressRange: definition.addressRange,
      interfaceVersion: VERSIONS[definition.interfaceVersion],
      // What a version limits on paper SMSCs take all the same; 160 septets under 3.3, say.
      encodeVersion: 'widest',
      bindType,
      windowSize: definition.windowSize,
      // What does not leave at once could not be taken back.
      maxWaiting: 0,
      maxRememberedRequests: REMEMBERED_WINDOWS * definition.windowSize,
      timers: timersOf(definition),
      reconnect: { alreadyBound: SOON, refused: SOON },
      dial: this.#fence ? this.#fence.around(dial ?? dialSocket(definition)) : dial,
      clock,
      random: () => random.fraction(),
      onState: (state) => this.#entered(state),
      onRequest: (request) => this.#receive(request),
      maxConcurrentRequests: INBOUND_AT_ONCE,
      onLateResponse: (response, request) => {
        sender?.late(request.pdu, response)
      },
      onHandlerError: (error) => log.error('inbound handler failed', { smscId: definition.id, cause: String(error) }),
    })
  }

  start(): void {
    this.#client.start()
  }

  get bindType(): BindType {
    return this.#parts.bindType
  }

  get number(): number {
    return this.#parts.number
  }

  get figures(): BindFigures {
    const { state } = this.#client
    return {
      name: this.#name,
      status: bindStatus(state),
      sinceMs: state.sinceMs,
      reason: state.kind === 'bound' ? '' : sentence(state.reason),
      roundTripMs: roundTripOf(this.#path),
    }
  }

  /** Applies what can be changed without a new bind. */
  update(definition: SmscDefinition): void {
    this.#definition = definition
    this.#client.updateWindow(definition.windowSize)
    this.#client.updateTimers(timersOf(definition))
  }

  /** Lets the window run empty, for a while, then unbinds and closes. */
  async end(): Promise<void> {
    const usualMs = this.#path?.roundTrip.medianMs ?? 0
    const drainMs = Math.min(DRAIN_AT_MOST_MS, Math.max(DRAIN_WITHIN_MS, 2 * usualMs))
    // New orders are turned away first, so that they come back as not sent rather than wait here.
    this.#closePath()
    await within(this.#parts.clock, drainMs, this.#client.drain())
    await this.#client.close('the definition no longer asks for it')
  }

  /** Drops its connection, without a word. */
  cut(): void {
    this.#fence?.cut()
  }

  /** Tells the manager how the bind stands, if that changed since it was told. */
  report(): void {
    const { manager, bindType, number, sender } = this.#parts
    const { state, window } = this.#client
    const { id, version, windowSize } = this.#definition
    const path = this.#path
    const slowed = path === undefined ? undefined : sender?.slowed
    const now: BindState = {
      edgeId: null,
      smscId: id,
      bindType,
      number,
      status: bindStatus(state),
      sinceMs: state.sinceMs,
      reason: state.kind === 'bound' ? (slowed?.reason ?? '') : sentence(state.reason),
      retryAtMs: state.kind === 'waiting' ? state.untilMs : null,
      definitionVersion: version,
      windowSize: path?.window.size ?? window?.size ?? windowSize,
      windowInUse: window?.inFlight ?? 0,
      roundTripMs: roundTripOf(path),
      slowedTo: slowed?.to ?? null,
    }
    const before = this.#reported
    if (before && (Object.keys(now) as (keyof BindState)[]).every((key) => before[key] === now[key])) return
    this.#reported = now
    manager.bindChanged(now)
  }

  #entered(state: ClientState): void {
    this.#parts.onState(state)
    // The manager learns that the bind is there before it is asked for parts, and that it is gone before they end.
    this.report()
    this.#closePath()
    if (state.kind !== 'bound') return
    const takesTlvs = state.version !== '3.3'
    this.#path = this.#parts.sender?.open({
      name: this.#name,
      takesTlvs,
      requestWith: (pdu, onOutcome) => this.#client.requestWith(pdu, onOutcome),
    })
  }

  #closePath(): void {
    const path = this.#path
    this.#path = undefined
    if (path !== undefined) this.#parts.sender?.close(path)
  }

  #receive(request: IncomingRequest): HandlerResult {
    if (request.command !== 'deliver_sm' && request.command !== 'data_sm') return 'ESME_RINVCMDID'
    const { receiver, bindType, clock } = this.#parts
    return receiver.receive(inboundPdu(request, this.#definition.id, bindType, clock.nowMs()), request, this.#name)
  }
}

/** To a tenth of a millisecond: more is noise. */
function roundTripOf(path: SubmitPath | undefined): number | null {
  const medianMs = path?.roundTrip.medianMs ?? null
  return medianMs === null ? null : Math.round(medianMs * 10) / 10
}

function timersOf(definition: SmscDefinition): Partial<ClientTimers> {
  return {
    unbindTimeoutMs: UNBIND_MS,
    responseTimeoutMs: definition.responseTimeoutSeconds * 1_000,
    enquireLinkIntervalMs: definition.enquireLinkSeconds * 1_000,
  }
}
