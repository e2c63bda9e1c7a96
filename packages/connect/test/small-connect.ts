import { createApi } from '@smpp-connect/api'
import {
  type EdgePort,
  type InboundPdu,
  type OperationAnswer,
  type SmscId,
  type SmscSettings,
  type SubmitOrder,
  type SubmitOutcome,
  smscSettingsSchema,
} from '@smpp-connect/contracts'
import { IdSource, silentLog, silentMetrics, systemClock, systemRandom } from '@smpp-connect/kernel'
import { CONNECT, createAccess, Manager } from '@smpp-connect/manager'
import type { Store } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { eventually } from '@smpp-connect/testkit'
import { KEY } from './send/fake-connect.ts'

/** Manager and API over a store, in memory unless told, with the test in the place of the edge: what the commands speak with. */
export class SmallConnect {
  readonly url: string
  readonly manager: Manager
  readonly store: Store
  /** What the manager handed to the edge, oldest first. */
  readonly orders: readonly SubmitOrder[]
  tryBind: EdgePort['tryBind'] = async () => ({ kind: 'not-tried', reason: 'there is no edge' })
  /** What the SMSC says to cancel, query and replace. */
  answer: OperationAnswer = { kind: 'not-sent', reason: 'there is no edge' }
  readonly #close: () => Promise<void>

  private constructor(parts: {
    url: string
    manager: Manager
    store: Store
    orders: readonly SubmitOrder[]
    close: () => Promise<void>
  }) {
    this.url = parts.url
    this.manager = parts.manager
    this.store = parts.store
    this.orders = parts.orders
    this.#close = parts.close
  }

  static async start(store: Store = new MemoryStore()): Promise<SmallConnect> {
    await store.open()
    const orders: SubmitOrder[] = []
    const edge: EdgePort = {
      applyDefinitions: async () => {},
      submit: (batch) => void orders.push(...batch),
      block: () => {},
      operate: async () => connect.answer,
      tryBind: (order) => connect.tryBind(order),
      drain: async () => {},
    }
    const [clock, random] = [systemClock, systemRandom]
    const ids = new IdSource(clock, random)
    const access = createAccess({ store, clock, random, ids, bootstrapKeys: [KEY] })
    const parts = { store, edge, access, clock, random, ids, log: silentLog, metrics: silentMetrics }
    const manager = new Manager({ ...parts, maxParts: 10, retentionMs: null })
    await manager.start()
    const api = createApi({ useCases: manager.useCases, log: silentLog, clock, version: '0.0.0' })
    const url = await api.listen({ host: '127.0.0.1', port: 0 })
    const close = async () => {
      await api.close()
      await manager.stop()
      await store.close()
    }
    const connect = new SmallConnect({ url, manager, store, orders, close })
    return connect
  }

  /** Defines an SMSC. */
  async define(given: Partial<SmscSettings> = {}): Promise<SmscId> {
    const settings = { name: 'Provider', host: 'smsc.example', systemId: 'connect', defaultSender: '60777', ...given }
    const made = await this.manager.useCases.createSmsc(CONNECT, smscSettingsSchema.parse(settings))
    if (!made.ok) throw new Error(made.refusal.detail)
    return made.value.id as SmscId
  }

  /** Its bind stands, and takes so many. */
  bound(smscId: SmscId, credit: number): void {
    this.manager.bindChanged({
      edgeId: null,
      smscId,
      bindType: 'transceiver',
      number: 1,
      status: 'bound',
      sinceMs: Date.now(),
      reason: '',
      retryAtMs: null,
      definitionVersion: 1,
      windowSize: 10,
      windowInUse: 0,
      roundTripMs: 12.5,
      slowedTo: null,
    })
    this.manager.grantCredit(smscId, credit)
  }

  /** The order of a message, once it was handed to the edge. */
  order(id: string): Promise<SubmitOrder> {
    return eventually(`an order for ${id}`, () => this.orders.find(({ part }) => part.messageId === id))
  }

  /** Ends an order as the edge would. */
  async end(order: SubmitOrder, outcome: SubmitOutcome): Promise<void> {
    const { part, attempt, smscId } = order
    const nowMs = Date.now()
    await this.manager.answers([{ part, attempt, smscId, atMs: nowMs, sentAtMs: nowMs, outcome }])
  }

  /** What an SMSC delivers: a receipt for an id that it gave, or a person's text. */
  async deliver(smscId: SmscId, given: Partial<InboundPdu>): Promise<void> {
    await this.manager.deliver([
      {
        smscId,
        bindType: 'transceiver',
        atMs: Date.now(),
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
  }

  /** The receipt for a message id of the SMSC. */
  receive(smscId: SmscId, id: string, given: Partial<InboundPdu> = {}): Promise<void> {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:x`
    return this.deliver(smscId, { esmClass: 4, payload: Buffer.from(text), ...given })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }
}
