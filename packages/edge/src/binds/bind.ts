import type { BindState, BindType, ManagerPort, SmscDefinition } from '@smpp-connect/contracts'
import type { Clock, Log, Random } from '@smpp-connect/kernel'
import { type ClientState, type Dial, type IncomingRequest, SmppClient, type StatusName } from '@smpp-connect/smpp'
import { inboundPdu } from '../receiver/inbound-pdu.ts'
import type { Receiver } from '../receiver/receiver.ts'
import type { Sender } from '../sender/sender.ts'
import { bindStatus, sentence } from './bind-status.ts'
import { within } from './within.ts'

export interface BindParts {
  readonly bindType: BindType
  readonly manager: Pick<ManagerPort, 'bindChanged'>
  /** Where submits come from; a receiver bind carries none. */
  readonly sender: Sender | undefined
  readonly receiver: Receiver
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Makes the connection instead of TCP: in-memory worlds. */
  readonly dial: ((definition: SmscDefinition) => Dial) | undefined
}

const VERSIONS = { '3.3': 0x33, '3.4': 0x34, '5.0': 0x50 } as const
/** How long requests under way may take to end before a bind is closed all the same; what is left is then uncertain. */
const DRAIN_WITHIN_MS = 10_000

/** One SMPP session with an SMSC, kept up: it says what it is doing, carries submits, and hands on what comes in. */
export class Bind {
  readonly #parts: BindParts
  readonly #client: SmppClient
  #definition: SmscDefinition
  #reported: BindState | undefined

  constructor(definition: SmscDefinition, parts: BindParts) {
    this.#definition = definition
    this.#parts = parts
    const { bindType, clock, random, log, sender } = parts
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
      pace: paceOf(definition),
      timers: timersOf(definition),
      dial: parts.dial?.(definition),
      clock,
      random: () => random.fraction(),
      onState: (state) => this.#entered(state),
      onRequest: (request) => this.#receive(request),
      onLateResponse: (response, request) => {
        if (response.command === 'submit_sm_resp' && response.commandStatus === 0) {
          sender?.late(request.pdu, response.messageId)
        }
      },
      onHandlerError: (error) => log.error('inbound handler failed', { smscId: definition.id, cause: String(error) }),
    })
  }

  start(): void {
    this.#client.start()
  }

  /** Applies what can be changed without a new bind. */
  update(definition: SmscDefinition): void {
    this.#definition = definition
    this.#client.updateWindow(definition.windowSize)
    this.#client.updatePace(paceOf(definition))
    this.#client.updateTimers(timersOf(definition))
    if (this.#client.state.kind === 'bound') this.#parts.sender?.resize(definition.windowSize)
    this.report()
  }

  /** Lets the window run empty, for a while, then unbinds and closes. */
  async end(): Promise<void> {
    // New orders are turned away first, so that they come back as not sent rather than wait here.
    this.#parts.sender?.close()
    await within(this.#parts.clock, DRAIN_WITHIN_MS, this.#client.drain())
    await this.#client.close('the definition no longer asks for it')
  }

  /** Tells the manager how the bind stands, if that changed since it was told. */
  report(): void {
    const { manager, bindType } = this.#parts
    const { state, window } = this.#client
    const { id, version, windowSize } = this.#definition
    const now: BindState = {
      smscId: id,
      bindType,
      number: 1,
      status: bindStatus(state),
      sinceMs: state.sinceMs,
      reason: state.kind === 'bound' ? '' : sentence(state.reason),
      retryAtMs: state.kind === 'waiting' ? state.untilMs : null,
      definitionVersion: version,
      windowSize: window?.size ?? windowSize,
      windowInUse: window?.inFlight ?? 0,
      roundTripMs: null,
      slowedTo: null,
    }
    const before = this.#reported
    if (before && (Object.keys(now) as (keyof BindState)[]).every((key) => before[key] === now[key])) return
    this.#reported = now
    manager.bindChanged(now)
  }

  #entered(state: ClientState): void {
    const { sender } = this.#parts
    // The manager learns that the bind is there before it is asked for parts, and that it is gone before they end.
    this.report()
    if (state.kind === 'bound') {
      const takesTlvs = state.version !== '3.3'
      sender?.open({ takesTlvs, request: (pdu) => this.#client.request(pdu) }, this.#definition.windowSize)
    } else sender?.close()
  }

  async #receive(request: IncomingRequest): Promise<StatusName | undefined> {
    if (request.command !== 'deliver_sm' && request.command !== 'data_sm') return 'ESME_RINVCMDID'
    const { receiver, bindType, clock } = this.#parts
    const context = { smscId: this.#definition.id, bindType, atMs: clock.nowMs() }
    const verdict = await receiver.receive(inboundPdu(request, context))
    return verdict.kind === 'stored' ? undefined : 'ESME_RX_T_APPN'
  }
}

function paceOf(definition: SmscDefinition): { readonly perSecond: number } | undefined {
  return definition.perSecond === null ? undefined : { perSecond: definition.perSecond }
}

function timersOf(definition: SmscDefinition): { responseTimeoutMs: number; enquireLinkIntervalMs: number } {
  return {
    responseTimeoutMs: definition.responseTimeoutSeconds * 1_000,
    enquireLinkIntervalMs: definition.enquireLinkSeconds * 1_000,
  }
}
