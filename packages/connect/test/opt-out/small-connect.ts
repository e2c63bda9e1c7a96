import { createApi } from '@smpp-connect/api'
import type { EdgePort } from '@smpp-connect/contracts'
import { IdSource, silentLog, silentMetrics, systemClock, systemRandom } from '@smpp-connect/kernel'
import { createAccess, Manager } from '@smpp-connect/manager'
import { MemoryStore } from '@smpp-connect/store/memory'
import { KEY } from '../send/fake-connect.ts'

const NO_EDGE: EdgePort = {
  applyDefinitions: async () => {},
  submit: () => {},
  block: () => {},
  operate: async () => ({ kind: 'not-sent', reason: 'there is no edge' }),
  drain: async () => {},
}

/** Manager and API over an in-memory store, without an edge: what the commands speak with. */
export class SmallConnect {
  readonly url: string
  readonly #close: () => Promise<void>

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url
    this.#close = close
  }

  static async start(): Promise<SmallConnect> {
    const store = new MemoryStore()
    await store.open()
    const [clock, random] = [systemClock, systemRandom]
    const ids = new IdSource(clock, random)
    const access = createAccess({ store, clock, random, ids, bootstrapKeys: [KEY] })
    const parts = { store, edge: NO_EDGE, access, clock, random, ids, log: silentLog, metrics: silentMetrics }
    const manager = new Manager({ ...parts, maxParts: 10 })
    await manager.start()
    const api = createApi({ useCases: manager.useCases, log: silentLog, clock, version: '0.0.0' })
    const url = await api.listen({ host: '127.0.0.1', port: 0 })
    return new SmallConnect(url, async () => {
      await api.close()
      await manager.stop()
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close()
  }
}
