import type { SmscDefinition, SubmitOrder } from '@smpp-connect/contracts'
import { seededRandom, silentLog } from '@smpp-connect/kernel'
import { type HandlerResult, type IncomingRequest, MemoryNetwork, Pacer, SmppServer } from '@smpp-connect/smpp'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { Edge } from '../src/edge.ts'
import { Hearing } from '../src/sender/hearing.ts'
import { definition } from './definition.ts'
import { FeedingManager, type FeedingOptions } from './feeding-manager.ts'
import { ModelLink } from './model-link.ts'
import { PORT } from './world.ts'

export interface LoadOptions extends Omit<FeedingOptions, 'clock' | 'submit'> {
  readonly definition?: Partial<SmscDefinition>
  /** There and back again. */
  readonly roundTripMs?: number
  /** What the SMSC really takes a second; more is answered ESME_RTHROTTLED. */
  readonly hiddenPerSecond?: number
  /** The manager is at the other end of a link with this round trip; in the same process when left out. */
  readonly linkRoundTripMs?: number
  /** With such a link: submits wait for nothing, as they did before there was a `Hearing`. */
  readonly hearsAlways?: boolean
}

/** One submit as the SMSC saw it. */
export interface Seen {
  readonly atMs: number
  readonly isTaken: boolean
  readonly text: string
  readonly destination: string
}

/** An edge under load: a manager with a queue behind it, an SMSC with limits of its own before it, on virtual time. */
export class LoadWorld {
  readonly clock = new VirtualClock()
  readonly network: MemoryNetwork
  readonly manager: FeedingManager
  readonly edge: Edge
  readonly link: ModelLink | undefined
  readonly hearing: Hearing | undefined
  readonly seen: Seen[] = []
  hidden: Pacer
  server!: SmppServer
  /** How the SMSC answers what its limit lets through. */
  answer: (request: IncomingRequest) => HandlerResult = () => ({ messageId: `id-${this.seen.length}` })

  private constructor(options: LoadOptions) {
    this.network = new MemoryNetwork({ clock: this.clock, latencyMs: (options.roundTripMs ?? 0) / 2 })
    this.hidden = this.#limit(options.hiddenPerSecond)
    const { clock } = this
    const link = options.linkRoundTripMs === undefined ? undefined : new ModelLink(clock, options.linkRoundTripMs)
    this.link = link
    const hand = (orders: readonly SubmitOrder[]): void => this.edge.submit(orders)
    this.manager = new FeedingManager({
      ...options,
      clock,
      submit: (orders) => (link ? link.toEdge.carry(() => hand(orders)) : hand(orders)),
    })
    this.hearing =
      link && !options.hearsAlways ? new Hearing({ ask: () => link.ask(), clock, log: silentLog }) : undefined
    this.edge = new Edge({
      manager: link ? link.to(this.manager) : this.manager,
      clock,
      random: seededRandom(1),
      log: silentLog,
      hearing: this.hearing,
      dial: ({ port }) => this.network.dial(port),
    })
  }

  static async start(options: LoadOptions = {}): Promise<LoadWorld> {
    const world = new LoadWorld(options)
    await world.listen()
    await world.edge.start()
    await world.edge.applyDefinitions([definition(options.definition)])
    await world.clock.advance(options.roundTripMs ?? 0)
    return world
  }

  /** Unbinds everywhere, which takes a round trip. */
  async stop(): Promise<void> {
    const stopped = this.edge.stop()
    await this.clock.advance(15_000)
    await stopped
  }

  async listen(): Promise<void> {
    this.server = await SmppServer.listen({
      listen: this.network.listen(PORT),
      clock: this.clock,
      maxConcurrentRequests: 10_000,
      interfaceVersion: 0x50,
      onBind: () => true,
      onRequest: (request) => this.#handle(request),
    })
  }

  /** The SMSC takes another number of parts a second from now on. */
  setHidden(perSecond: number | undefined): void {
    this.hidden = this.#limit(perSecond)
  }

  /** Submits that were taken, and that were not, since a time. */
  counts(sinceMs: number): { readonly taken: number; readonly refused: number } {
    const lately = this.seen.filter(({ atMs }) => atMs >= sinceMs)
    const taken = lately.filter(({ isTaken }) => isTaken).length
    return { taken, refused: lately.length - taken }
  }

  #limit(perSecond: number | undefined): Pacer {
    return new Pacer(perSecond === undefined ? undefined : { perSecond }, this.clock.monotonicMs())
  }

  #handle(request: IncomingRequest): HandlerResult {
    if (request.command !== 'submit_sm') return this.answer(request)
    const atMs = this.clock.monotonicMs()
    const isTaken = this.hidden.take(atMs)
    const text = Buffer.from(request.shortMessage).toString()
    this.seen.push({ atMs, isTaken, text, destination: request.destinationAddr })
    return isTaken ? this.answer(request) : 'ESME_RTHROTTLED'
  }
}

/** An order to a number of its own. */
export function orderTo(number: number, given: Partial<SubmitOrder> = {}): SubmitOrder {
  return {
    part: { messageId: `msg_${String(number).padStart(6, '0')}`, number: 1 },
    attempt: 1,
    smscId: 'smsc_test',
    messageClass: 'bulk',
    serviceType: '',
    source: { ton: 0, npi: 0, address: '60777' },
    destination: { ton: 1, npi: 1, address: `4477${String(number).padStart(8, '0')}` },
    esmClass: 0,
    protocolId: 0,
    priorityFlag: 0,
    scheduleDeliveryTime: '',
    validityPeriod: '',
    registeredDelivery: 1,
    replaceIfPresent: false,
    dataCoding: 0,
    shortMessage: Buffer.from(`Text ${number}`),
    tlvs: [],
    ...given,
  }
}

export function orders(count: number, from = 0): SubmitOrder[] {
  return Array.from({ length: count }, (_, index) => orderTo(from + index))
}

export { settle }
