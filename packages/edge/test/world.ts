import type {
  BindState,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
  WireTlv,
} from '@smpp-connect/contracts'
import { type Log, seededRandom, silentLog } from '@smpp-connect/kernel'
import {
  type BindAttempt,
  type BindVerdict,
  type HandlerResult,
  type IncomingRequest,
  MemoryNetwork,
  SmppServer,
} from '@smpp-connect/smpp'
import { VirtualClock } from '@smpp-connect/testkit'
import { Edge } from '../src/edge.ts'

/** What the manager was told, and what it answers. */
export class RecordingManager implements ManagerPort {
  /** What it may still hand over. */
  readonly credit = new Map<SmscId, number>()
  readonly creditChanges: number[] = []
  readonly ended: SubmitAnswer[] = []
  readonly inbound: InboundPdu[] = []
  readonly binds: BindState[] = []
  /** What `deliver` answers; a rejection stands for a link or store that is not there. */
  verdict: () => Promise<InboundVerdict> = async () => ({ kind: 'stored' })
  /** Makes `answers` fail so often. */
  failAnswers = 0

  grantCredit(smscId: SmscId, count: number): void {
    this.creditChanges.push(count)
    this.credit.set(smscId, (this.credit.get(smscId) ?? 0) + count)
  }
  revokeCredit(smscId: SmscId, count: number): void {
    this.creditChanges.push(-count)
    this.credit.set(smscId, (this.credit.get(smscId) ?? 0) - count)
  }
  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    if (this.failAnswers-- > 0) throw new Error('the store is not there')
    this.ended.push(...batch)
  }
  deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    this.inbound.push(...batch)
    return Promise.all(batch.map(() => this.verdict()))
  }
  bindChanged(state: BindState): void {
    this.binds.push(state)
  }
  get lastBind(): BindState | undefined {
    return this.binds.at(-1)
  }
}

export const PORT = 2775

/** As the manager writes it on every order (3.4 section 5.3.2.17). */
export function userMessageReference(number: number): WireTlv {
  return { tag: 0x0204, value: Uint8Array.of(number >> 8, number & 0xff) }
}

/** An edge and an SMSC in one process, on virtual time. */
export class World {
  readonly clock = new VirtualClock()
  readonly network: MemoryNetwork
  readonly manager = new RecordingManager()
  readonly edge: Edge
  readonly requests: IncomingRequest[] = []
  readonly boundAs: string[] = []
  /** How the SMSC answers. */
  answer: (request: IncomingRequest) => HandlerResult = () => ({ messageId: `id-${this.requests.length}` })
  judge: (attempt: BindAttempt) => BindVerdict = () => true
  server!: SmppServer

  /** `latencyMs`: from one end of a connection to the other. */
  private constructor(latencyMs: number, log: Log) {
    this.network = new MemoryNetwork({ clock: this.clock, latencyMs })
    this.edge = new Edge({
      manager: this.manager,
      clock: this.clock,
      random: seededRandom(1),
      log,
      dial: (definition) => this.network.dial(definition.port),
    })
  }

  static async start(port = PORT, latencyMs = 0, log: Log = silentLog): Promise<World> {
    const world = new World(latencyMs, log)
    await world.listen(port)
    await world.edge.start()
    return world
  }

  /** Unbinds everywhere, however long requests stay unanswered. */
  async stop(): Promise<void> {
    const stopped = this.edge.stop()
    await this.clock.advance(15_000)
    await stopped
  }

  async listen(port = PORT): Promise<void> {
    this.server = await SmppServer.listen({
      listen: this.network.listen(port),
      clock: this.clock,
      onBind: (attempt) => {
        this.boundAs.push(attempt.bindType)
        return this.judge(attempt)
      },
      onRequest: (request) => {
        this.requests.push(request)
        return this.answer(request)
      },
    })
  }

  /** Hands over orders as the manager does, whether there is credit for them or not. */
  submit(orders: readonly SubmitOrder[]): void {
    const { credit } = this.manager
    for (const { smscId } of orders) credit.set(smscId, (credit.get(smscId) ?? 0) - 1)
    this.edge.submit(orders)
  }

  order(number: number, given: Partial<SubmitOrder> = {}): SubmitOrder {
    return {
      part: { messageId: `msg_${number}`, number: 1 },
      attempt: 1,
      smscId: 'smsc_test',
      messageClass: 'transactional',
      serviceType: '',
      source: { ton: 0, npi: 0, address: '60777' },
      destination: { ton: 1, npi: 1, address: `4477009${String(number).padStart(5, '0')}` },
      esmClass: 0,
      protocolId: 0,
      priorityFlag: 0,
      scheduleDeliveryTime: '',
      validityPeriod: '',
      registeredDelivery: 1,
      replaceIfPresent: false,
      dataCoding: 0,
      shortMessage: Buffer.from(`Text ${number}`),
      tlvs: [userMessageReference(number)],
      ...given,
    }
  }
}
