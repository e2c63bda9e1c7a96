// How fast the store is, durable all the way: see README.md beside this file.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Store } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { acceptAll, flow, message, type Plan, person, sendAll, timed } from './traffic.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '50000' },
    batch: { type: 'string', default: '500' },
    window: { type: 'string', default: '500' },
    store: { type: 'string', default: 'sqlite' },
    directory: { type: 'string' },
  },
})
const messages = Number(values.messages)
const plan = (name: string): Plan => ({
  name,
  messages,
  batch: Number(values.batch),
  window: Number(values.window),
  to: person,
})

const directory = values.directory ?? mkdtempSync(join(tmpdir(), 'connect-bench-'))
const store: Store = values.store === 'memory' ? new MemoryStore() : new SqliteStore({ directory })
await store.open()
let events = 0
store.onEvents((some) => {
  events += some.length
})

console.log(`${messages} messages, batches of ${values.batch}, window ${values.window}, ${store.kind} in ${directory}`)
await timed('accept alone', messages, () => acceptAll(store, plan('a')))
await timed('then lease, answer, receipt', messages, () => sendAll(store, plan('a')))
await timed('whole life, as it flows', messages, () => flow(store, plan('b')))
const singles = Math.floor(messages / 10)
await timed('accept one by one, 64 at a time', singles, acceptOneByOne)

const { byState, outbound } = await store.counts()
console.log(`${outbound} accepted, ${byState.delivered} delivered, ${events} events`)
await store.close()
if (store.kind === 'sqlite') {
  const octets = statSync(join(directory, 'connect.db')).size
  console.log(`${(octets / outbound).toFixed(0)} octets of database a message`)
}
if (values.directory === undefined) rmSync(directory, { recursive: true })

async function acceptOneByOne(): Promise<void> {
  let next = 0
  const caller = async (): Promise<void> => {
    for (let at = next++; at < singles; at = next++) {
      const atMs = Date.now()
      await store.accept({ messages: [message('c', at, person(at), atMs)], atMs })
    }
  }
  await Promise.all(Array.from({ length: 64 }, caller))
}
