import type {
  BindTrialAnswer,
  BindTrialOrder,
  BlockedPair,
  EdgePort,
  InboundPdu,
  MessageDetail,
  MessageState,
  OperationAnswer,
  OperationOrder,
  SendMessage,
  SmscDefinition,
  SmscId,
  SubmitOrder,
  SubmitOutcome,
} from '@smpp-connect/contracts'
import { IdSource, seededRandom, silentLog, silentMetrics } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { type AccessUseCases, type Caller, Manager } from '../src/index.ts'
import { definition } from './definition.ts'

export const CALLER: Caller = { kind: 'api-key', id: 'key_test', name: 'test' }
export const SMSC = 'smsc_test'

/** Takes what the manager hands to an edge, and lets the test be the edge. */
class HandEdge implements EdgePort {
  definitions: readonly SmscDefinition[] = []
  readonly orders: SubmitOrder[] = []
  readonly blocked: BlockedPair[] = []
  readonly operations: OperationOrder[] = []
  /** What the SMSC says to cancel, query and replace. */
  answerTo: (order: OperationOrder) => OperationAnswer = () => ({ kind: 'done' })

  async applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void> {
    this.definitions = definitions
  }
  submit(orders: readonly SubmitOrder[]): void {
    this.orders.push(...orders)
  }
  block(pairs: readonly BlockedPair[]): void {
    this.blocked.push(...pairs)
  }
  async operate(order: OperationOrder): Promise<OperationAnswer> {
    this.operations.push(order)
    return this.answerTo(order)
  }
  readonly trials: BindTrialOrder[] = []
  trialAnswer: (order: BindTrialOrder) => BindTrialAnswer = () => ({ kind: 'not-tried', reason: 'it has no SMSC' })
  async tryBind(order: BindTrialOrder): Promise<BindTrialAnswer> {
    this.trials.push(order)
    return this.trialAnswer(order)
  }
  async drain(): Promise<void> {}
}

/** A manager over an in-memory store on virtual time, with the test in the place of the edge. */
export class World {
  readonly clock: VirtualClock
  readonly store: Store
  readonly edge = new HandEdge()
  /** Events of the lines that the manager logged as warnings. */
  readonly warnings: string[] = []
  readonly manager: Manager

  private constructor(clock: VirtualClock, store: Store, retentionMs: number | null = null) {
    this.clock = clock
    this.store = store
    const random = seededRandom(7)
    this.manager = new Manager({
      store,
      edge: this.edge,
      // No test here asks for access; it has tests of its own.
      access: {} as AccessUseCases,
      clock,
      random,
      ids: new IdSource(clock, random),
      log: { ...silentLog, warn: (event) => this.warnings.push(event) },
      metrics: silentMetrics,
      maxParts: 20,
      retentionMs,
    })
  }

  /** With one SMSC definition, and messages that are kept for so long. */
  static async retaining(retentionMs: number): Promise<World> {
    const store = new MemoryStore()
    await store.open()
    await store.putSmsc(definition(), null)
    const world = new World(new VirtualClock(), store, retentionMs)
    await world.manager.start()
    return world
  }

  /** With one SMSC definition, and as many others as are given. */
  static async start(
    given: Partial<SmscDefinition> = {},
    ...others: readonly Partial<SmscDefinition>[]
  ): Promise<World> {
    const clock = new VirtualClock()
    const store = new MemoryStore()
    await store.open()
    for (const one of [given, ...others]) await store.putSmsc(definition(one), null)
    const world = new World(clock, store)
    await world.manager.start()
    return world
  }

  /** The same store after the process died: a new manager, and nothing of the old one goes on. */
  async afterCrash(): Promise<World> {
    await this.manager.stop()
    const world = new World(this.clock, this.store)
    await world.manager.start()
    return world
  }

  /** Says that the bind for submits stands and takes so many. */
  async bound(credit: number, smscId: SmscId = SMSC): Promise<void> {
    this.bind('bound', '', smscId)
    this.manager.grantCredit(smscId, credit)
    await settle()
  }

  bind(status: 'bound' | 'waiting', reason = '', smscId: SmscId = SMSC): void {
    this.manager.bindChanged({
      edgeId: null,
      smscId,
      bindType: 'transceiver',
      number: 1,
      status,
      sinceMs: this.clock.nowMs(),
      reason,
      retryAtMs: null,
      definitionVersion: 1,
      windowSize: 10,
      windowInUse: 0,
      roundTripMs: null,
      slowedTo: null,
    })
  }

  async send(text: string, given: Partial<SendMessage> = {}): Promise<string> {
    const outcome = await this.manager.useCases.send(CALLER, { to: '+447700900123', text, ...given })
    if (!outcome.ok) throw new Error(outcome.refusal.detail)
    await settle()
    return outcome.value.body.id
  }

  /** Ends orders as the edge would, and gives their credit back. */
  async end(orders: readonly SubmitOrder[], outcome: (order: SubmitOrder) => SubmitOutcome): Promise<void> {
    const atMs = this.clock.nowMs()
    await this.manager.answers(
      orders.map((order) => ({
        part: order.part,
        attempt: order.attempt,
        smscId: order.smscId,
        atMs,
        sentAtMs: atMs,
        outcome: outcome(order),
      })),
    )
    for (const { smscId } of orders) this.manager.grantCredit(smscId, 1)
    await settle()
  }

  answered(orders: readonly SubmitOrder[]): Promise<void> {
    return this.end(orders, (order) => ({ kind: 'answered', smscMessageId: smscIdOf(order) }))
  }

  /** What an SMSC delivers: a receipt for an order, or a person's text. */
  async deliver(given: Partial<InboundPdu>): Promise<string> {
    const [verdict] = await this.manager.deliver([
      {
        smscId: SMSC,
        bindType: 'transceiver',
        atMs: this.clock.nowMs(),
        source: { ton: 1, npi: 1, address: '447700900123' },
        destination: { ton: 0, npi: 0, address: '60777' },
        esmClass: 0,
        dataCoding: 0,
        payload: new Uint8Array(),
        receiptedMessageId: null,
        messageState: null,
        networkErrorCode: null,
        userMessageReference: null,
        sarMsgRefNum: null,
        sarTotalSegments: null,
        sarSegmentSeqnum: null,
        tlvs: [],
        ...given,
      },
    ])
    await settle()
    return verdict?.kind ?? 'none'
  }

  receipt(id: string, stat = 'DELIVRD', given: Partial<InboundPdu> = {}): Promise<string> {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:${stat} err:000 text:x`
    return this.deliver({ esmClass: 4, payload: Buffer.from(text), ...given })
  }

  async message(id: string): Promise<MessageDetail> {
    const outcome = await this.manager.useCases.message(id)
    if (!outcome.ok) throw new Error(outcome.refusal.detail)
    return outcome.value
  }

  async state(id: string): Promise<MessageState> {
    return (await this.message(id)).state
  }
}

export const smscIdOf = (order: SubmitOrder): string => `${order.part.messageId}.${order.part.number}`.toUpperCase()

/** The user_message_reference that an order carries; null for none. */
export function referenceOf(order: SubmitOrder | undefined): number | null {
  const tlv = order?.tlvs.find(({ tag }) => tag === 0x0204)
  return tlv ? Buffer.from(tlv.value).readUInt16BE() : null
}
