// What opt-outs cost: see README.md beside this file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLog, systemClock } from '@smpp-connect/kernel'
import type { ConsentChange, NewMessage } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { BUILT_IN_KEYWORDS } from '../../packages/manager/src/consent/built-in/index.ts'
import { KeywordReader } from '../../packages/manager/src/consent/keyword-reader.ts'
import { OptOuts } from '../../packages/manager/src/consent/opt-outs.ts'

const { values } = parseArgs({ options: { 'opt-outs': { type: 'string', default: '1000000' } } })
const count = Number(values['opt-outs'])
const ROUNDS = 9
const BATCH = 500
const OURS = '60777'
const person = (at: number): string => `+4477${String(at).padStart(8, '0')}`

/** Messages, made once, so that making them is not measured. */
const made = new Map<number, NewMessage[]>()

const directory = mkdtempSync(join(tmpdir(), 'connect-bench-'))
const store = new SqliteStore({ directory })
await store.open()
const optOuts = new OptOuts({ store, clock: systemClock, log: silentLog, seed: 1, hold: () => {} })

await seconds(`record ${count} opt-outs`, async () => {
  for (let from = 0; from < count; from += 10_000)
    await store.changeConsent(changes(from, Math.min(count, from + 10_000)))
})
const before = await memory()
await seconds('load them', async () => {
  optOuts.start()
  while (!optOuts.isLoaded) await new Promise((resolve) => setTimeout(resolve, 10))
})
const after = await memory()
console.log(`${((after - before) / 1e6).toFixed(0)} MB more resident afterwards`)

await each('message to somebody else, in batches of 500', BATCH * 200, async () => {
  for (let batch = 0; batch < 200; batch++) await optOuts.among(messages(batch))
})
const reader = new KeywordReader(BUILT_IN_KEYWORDS)
const texts = ['STOP', 'Yes, that is fine', 'Ja gerne', 'Когда вы приедете?', 'please stop', 'x'.repeat(160)]
for (const text of texts) {
  await each(`inbound text, ${JSON.stringify(text.slice(0, 20))}`, 10_000, async () => {
    for (let time = 0; time < 10_000; time++) reader.read(text)
  })
}
await optOuts.stop()
await store.close()
rmSync(directory, { recursive: true })

function changes(from: number, to: number): ConsentChange[] {
  const nothing = { keyword: null, messageId: null, by: null, reply: null, atMs: Date.now() }
  return Array.from({ length: to - from }, (_, at) => ({
    ...{ person: person(from + at), ours: at % 10 === 0 ? null : OURS, source: 'import', to: 'opted-out', ...nothing },
  }))
}

function messages(batch: number): NewMessage[] {
  const known = made.get(batch)
  if (known) return known
  const fresh = Array.from({ length: BATCH }, (_, at) => ({ to: person(50_000_000 + batch * BATCH + at), from: OURS }))
  made.set(batch, fresh as NewMessage[])
  return fresh as NewMessage[]
}

async function memory(): Promise<number> {
  globalThis.gc?.()
  await new Promise((resolve) => setTimeout(resolve, 200))
  return process.memoryUsage().rss
}

async function seconds(what: string, work: () => Promise<void>): Promise<void> {
  const beganMs = performance.now()
  await work()
  console.log(`${((performance.now() - beganMs) / 1_000).toFixed(1)} s to ${what}`)
}

/** The median of the rounds. */
async function each(what: string, times: number, work: () => Promise<void>): Promise<void> {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(began)
    rounds.push((user + system) / times)
  }
  const median = rounds.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number
  console.log(`${median.toFixed(2)} µs CPU each: ${what}`)
}
