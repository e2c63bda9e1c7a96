import { createApi } from '@smpp-connect/api'
import {
  type EdgePort,
  type OperationAnswer,
  type SmscId,
  type SmscSettings,
  type SubmitOrder,
  type SubmitOutcome,
  smscSettingsSchema,
} from '@smpp-connect/contracts'
import { IdSource, silentLog, silentMetrics, systemClock, systemRandom } from '@smpp-connect/kernel'
import { createAccess, Manager } from '@smpp-connect/manager'
import type { Store } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { eventually } from '@smpp-connect/testkit'
import { KEY } from './send/fake-connect.ts'

/** Manager and API over an in-memory store, with the test in the place of the edge: what the commands speak with. */
export class SmallConnect {
  readonly url: string
  readonly manager: Manager
  readonly store: Store
  /** What the manager handed to the edge, oldest first. */
  readonly orders: readonly SubmitOrder[]
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

  static async start(): Promise<SmallConnect> {
    const store = new MemoryStore()
    await store.open()
    const orders: SubmitOrder[] = []
    const edge: EdgePort = {
      applyDefinitions: async () => {},
      submit: (batch) => void orders.push(...batch),
      block: () => {},
      operate: async () => connect.answer,
      drain: async () => {},
    }
    const [clock, random] = [systemClock, systemRandom]
    const ids = new IdSource(clock, random)
    const access = createAccess({ store, clock, random, ids, bootstrapKeys: [KEY] })
    const parts = { store, edge, access, clock, random, ids, log: silentLog, metrics: silentMetrics }
    const manager = new Manager({ ...parts, maxParts: 10 })
    await manager.start()
    const api = createApi({ useCases: manager.useCases, log: silentLog, clock, version: '0.0.0' })
    const url = await api.listen({ host: '127.0.0.1', port: 0 })
    const close = async () => {
      await api.close()
      await manager.stop()
    }
    const connect = new SmallConnect({ url, manager, store, orders, close })
    return connect
  }

  /** Defines an SMSC. */
  async define(given: Partial<SmscSettings> = {}): Promise<SmscId> {
    const settings = { name: 'Provider', host: 'smsc.example', systemId: 'connect', defaultSender: '60777', ...given }
    const made = await this.manager.useCases.createSmsc(smscSettingsSchema.parse(settings))
    if (!made.ok) throw new Error(made.refusal.detail)
    return made.value.id as SmscId
  }

  /** Its bind stands, and takes so many. */
  bound(smscId: SmscId, credit: number): void {
    this.manager.bindChanged({
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }
}
