// How fast the store is, durable all the way: see README.md beside this file.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { MessageId, SmscId } from '@smpp-connect/contracts'
import type { LeasedPart, NewMessage, Store, SubmitRecord } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { SqliteStore } from '@smpp-connect/store/sqlite'

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
const batch = Number(values.batch)
const windowSize = Number(values.window)
const SMSC_ID: SmscId = 'smsc_bench'
const TEXT = 'Your parcel is on its way and will be with you between 10:00 and 12:00. Reply STOP to hear no more.'
const SHARES = { code: 60, transactional: 30, bulk: 10 }
const OCTETS = new Uint8Array(100).fill(0x41)

const directory = values.directory ?? mkdtempSync(join(tmpdir(), 'connect-bench-'))
const store: Store = values.store === 'memory' ? new MemoryStore() : new SqliteStore({ directory })
await store.open()
let events = 0
store.onEvents((some) => {
  events += some.length
})

console.log(`${messages} messages, batches of ${batch}, window ${windowSize}, ${store.kind} in ${directory}`)
await timed('accept alone', messages, () => acceptAll('a'))
await timed('then lease, answer, receipt', messages, () => sendAll(messages))
await timed('whole life, all at once', messages, async () => {
  await Promise.all([acceptAll('b'), sendAll(messages)])
})
const singles = Math.floor(messages / 10)
await timed('accept one by one, 64 at a time', singles, () => acceptOneByOne('c', singles))

const { byState, outbound } = await store.counts()
console.log(`${outbound} accepted, ${byState.delivered} delivered, ${events} events`)
await store.close()
if (store.kind === 'sqlite') {
  const octets = statSync(join(directory, 'connect.db')).size
  console.log(`${(octets / outbound).toFixed(0)} octets of database a message`)
}
if (values.directory === undefined) rmSync(directory, { recursive: true })

async function timed(what: string, count: number, work: () => Promise<void>): Promise<void> {
  const cpu = process.cpuUsage()
  const loop = performance.eventLoopUtilization()
  const beganMs = performance.now()
  await work()
  const tookMs = performance.now() - beganMs
  const { user, system } = process.cpuUsage(cpu)
  const { utilization } = performance.eventLoopUtilization(loop)
  const rate = Math.round((count / tookMs) * 1000)
  const cpuPer = (user + system) / count
  console.log(
    `${what.padEnd(34)} ${String(rate).padStart(7)} messages/s   ${cpuPer.toFixed(0).padStart(4)} µs CPU each   ` +
      `event loop ${(utilization * 100).toFixed(0)} %`,
  )
}

async function acceptAll(name: string): Promise<void> {
  const batches = Math.ceil(messages / batch)
  let next = 0
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let at = next++; at < batches; at = next++) {
        const size = Math.min(batch, messages - at * batch)
        const some = Array.from({ length: size }, (_, index) => message(name, at * batch + index))
        await store.accept({ messages: some, atMs: Date.now() })
      }
    }),
  )
}

async function acceptOneByOne(name: string, count: number): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (let at = next++; at < count; at = next++) {
        await store.accept({ messages: [message(name, at)], atMs: Date.now() })
      }
    }),
  )
}

/** Leases, answers and sends receipts until so many are delivered; up to three leases are under way at a time. */
async function sendAll(count: number): Promise<void> {
  let delivered = 0
  const lane = async (): Promise<void> => {
    while (delivered < count) {
      const leased = await store.lease({ smscId: SMSC_ID, limit: windowSize, nowMs: Date.now(), shares: SHARES })
      if (leased.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        continue
      }
      await store.recordSubmits(leased.map(answer))
      await store.recordReceipts(leased.map(receipt))
      delivered += leased.length
    }
  }
  await Promise.all([lane(), lane(), lane()])
}

function message(name: string, index: number): NewMessage {
  const id: MessageId = `msg_01jv5w0d3k8q6r2m${name}${String(index).padStart(9, '0')}`
  const person = `4477${String((index * 7_919) % 100_000_000).padStart(8, '0')}`
  return {
    id,
    from: '12345',
    to: `+${person}`,
    text: TEXT,
    encoding: 'gsm7',
    smscId: SMSC_ID,
    conversationId: `cnv_${person}abcdefghijklmn`,
    reference: null,
    expiresAtMs: Date.now() + 86_400_000,
    messageClass: 'transactional',
    owner: 'key_bench',
    sendAtMs: null,
    smscFixed: false,
    optOutExempt: false,
    wire: {
      source: { ton: 3, npi: 0, address: '12345' },
      destination: { ton: 1, npi: 1, address: person },
      serviceType: '',
      protocolId: 0,
      priorityFlag: 0,
      registeredDelivery: 1,
      replaceIfPresent: false,
      dataCoding: 0,
      validity: 'relative',
      scheduleAtMs: null,
    },
    tlvs: [],
    parts: [{ esmClass: 0, shortMessage: OCTETS, userMessageReference: index & 0xffff, tlvs: [] }],
  }
}

function smscMessageId(leased: LeasedPart): string {
  return `i${leased.part.messageId.slice(-10)}`
}

function answer(leased: LeasedPart): SubmitRecord {
  const { part, attempt, smscId } = leased
  const atMs = Date.now()
  const id = smscMessageId(leased)
  return {
    part,
    attempt,
    smscId,
    atMs,
    sentAtMs: atMs,
    result: { kind: 'submitted', smscMessageId: id, idForms: [id] },
  }
}

function receipt(leased: LeasedPart) {
  const id = smscMessageId(leased)
  return {
    smscId: leased.smscId,
    atMs: Date.now(),
    smscMessageId: id,
    idForms: [id],
    otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
    userMessageReference: leased.userMessageReference,
    destination: `+${leased.wire.destination.address}`,
    state: 'delivered',
    stat: 'DELIVRD',
    error: '000',
  } as const
}
