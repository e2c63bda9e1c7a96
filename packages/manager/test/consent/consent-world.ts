import type { ConversationView, InboundPdu, MessageState, SendMessage, SmscDefinition } from '@smpp-connect/contracts'
import { IdSource, seededRandom, silentLog, silentMetrics } from '@smpp-connect/kernel'
import type { MessageRecord, Store } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { type AccessUseCases, type Caller, Manager } from '../../src/index.ts'
import { definition } from '../definition.ts'
import { PacedEdge, type Passed } from './paced-edge.ts'
import { ConsentLedger, slowStore } from './slow-store.ts'

export const SHOP: Caller = { kind: 'api-key', id: 'key_test', name: 'test' }
export const ANNA: Caller = { kind: 'user', id: 'usr_1', name: 'Anna' }
export const SMSC = 'smsc_test'
export const PERSON = '+447700900123'
export const OURS = '60777'

export interface WorldOptions {
  readonly seed?: number
  /** Most time that the store takes to do something, and then to answer; 0 for none. */
  readonly storeMs?: number
  /** The Sender writes one order in so many milliseconds. */
  readonly everyMs?: number
  readonly definition?: Partial<SmscDefinition>
  /** What the manager sees of the store. */
  readonly seen?: (store: Store) => Store
}

/** A manager over an in-memory store that takes its time, and a Sender that holds orders back. On virtual time. */
export class ConsentWorld {
  readonly clock: VirtualClock
  /** Asked directly; it answers at once. */
  readonly store: Store
  readonly edge: PacedEdge
  readonly ledger = new ConsentLedger()
  readonly manager: Manager
  readonly #suspects: Passed[] = []

  private constructor(clock: VirtualClock, store: Store, options: WorldOptions) {
    const { seed = 7, storeMs = 0, everyMs = 10, seen = (whole) => whole } = options
    this.clock = clock
    this.store = store
    this.edge = new PacedEdge(clock, SMSC, everyMs)
    const random = seededRandom(seed)
    this.manager = new Manager({
      store: seen(slowStore(store, clock, random, storeMs, this.ledger)),
      edge: this.edge,
      access: {} as AccessUseCases,
      clock,
      random,
      ids: new IdSource(clock, random),
      log: silentLog,
      metrics: silentMetrics,
      maxParts: 20,
      retentionMs: null,
    })
    this.edge.manager = this.manager
    this.edge.onPassed = (passed) => this.#look(passed)
  }

  static async start(options: WorldOptions = {}): Promise<ConsentWorld> {
    const store = new MemoryStore()
    await store.open()
    await store.putSmsc(definition(options.definition), null)
    return ConsentWorld.#over(new VirtualClock(), store, options)
  }

  static async #over(clock: VirtualClock, store: Store, options: WorldOptions): Promise<ConsentWorld> {
    const world = new ConsentWorld(clock, store, options)
    const started = world.manager.start()
    await clock.advance(100)
    await started
    return world
  }

  /** The same store after the process died. */
  async afterCrash(options: WorldOptions = {}): Promise<ConsentWorld> {
    const stopped = this.manager.stop()
    await this.clock.advance(1_000)
    await stopped
    return ConsentWorld.#over(this.clock, this.store, options)
  }

  /** The bind for submits stands, with a window of so many. */
  async bound(window: number): Promise<void> {
    this.bind('bound')
    this.manager.grantCredit(SMSC, window)
    await settle()
  }

  bind(status: 'bound' | 'waiting'): void {
    this.manager.bindChanged({
      edgeId: null,
      smscId: SMSC,
      bindType: 'transceiver',
      number: 1,
      status,
      sinceMs: this.clock.nowMs(),
      reason: '',
      retryAtMs: null,
      definitionVersion: 1,
      windowSize: 10,
      windowInUse: 0,
      roundTripMs: null,
      slowedTo: null,
    })
  }

  /** The id of the message, or the code of the refusal. */
  async send(given: Partial<SendMessage> = {}): Promise<string> {
    const outcome = await this.#within(this.manager.useCases.send(SHOP, { to: PERSON, text: 'Hello', ...given }))
    return outcome.ok ? outcome.value.body.id : outcome.refusal.code
  }

  /** A person writes; the verdict that the SMSC gets. */
  async text(text: string, given: Partial<InboundPdu> = {}): Promise<string> {
    const [verdict] = await this.#within(this.manager.deliver([this.pdu(text, given)]))
    return verdict?.kind ?? 'none'
  }

  pdu(text: string, given: Partial<InboundPdu> = {}): InboundPdu {
    return {
      smscId: SMSC,
      bindType: 'transceiver',
      atMs: this.clock.nowMs(),
      source: { ton: 1, npi: 1, address: PERSON.slice(1) },
      destination: { ton: 0, npi: 0, address: OURS },
      esmClass: 0,
      dataCoding: 8,
      payload: Buffer.from(text, 'utf16le').swap16(),
      receiptedMessageId: null,
      messageState: null,
      networkErrorCode: null,
      userMessageReference: null,
      sarMsgRefNum: null,
      sarTotalSegments: null,
      sarSegmentSeqnum: null,
      tlvs: [],
      ...given,
    }
  }

  /** What was written, as texts. */
  async sent(): Promise<readonly string[]> {
    return Promise.all(this.edge.written.map(async ({ order }) => (await this.record(order.part.messageId)).text))
  }

  async state(id: string): Promise<MessageState> {
    return (await this.record(id)).state
  }

  async record(id: string): Promise<MessageRecord> {
    const record = await this.store.message(id as never)
    if (!record) throw new Error(`there is no message ${id}`)
    return record
  }

  async conversation(): Promise<ConversationView | undefined> {
    return (await this.#within(this.manager.useCases.conversations({ limit: 10 }))).items[0]
  }

  async kinds(): Promise<readonly string[]> {
    return (await this.store.events(0, 10_000)).map(({ kind }) => kind)
  }

  /** Orders that were handed over or written more than a second after an opt-out against them was told. */
  async late(): Promise<readonly Passed[]> {
    const owners = await Promise.all(this.#suspects.map(({ order }) => this.record(order.part.messageId)))
    return this.#suspects.filter((_, at) => owners[at]?.owner !== 'automatic')
  }

  #look({ order, atMs }: Passed): void {
    const sinceMs = this.ledger.sinceMs(`+${order.destination.address}`, order.source.address)
    if (sinceMs !== undefined && atMs > sinceMs + 1_000) this.#suspects.push({ order, atMs })
  }

  async stop(): Promise<void> {
    await this.#within(this.manager.stop())
  }

  /** Lets time pass until it is done. */
  async #within<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false
    const done = work.finally(() => {
      isDone = true
    })
    for (let round = 0; round < 100 && !isDone; round++) await this.clock.advance(round === 0 ? 0 : 10)
    return done
  }
}
