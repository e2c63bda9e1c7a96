// How the store is when there is much in it: see README.md beside this file.
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Store } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { fill } from './fill.ts'
import { acceptAll, conversationId, flow, messageId, OURS, type Plan, person, SMSC_ID, timed } from './traffic.ts'

const { values } = parseArgs({
  options: {
    stored: { type: 'string', default: '10000000' },
    people: { type: 'string' },
    messages: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    verify: { type: 'boolean', default: false },
    directory: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const stored = Number(values.stored)
const people = Number(values.people ?? stored / 5)
const messages = Number(values.messages)
const DAY_MS = 86_400_000
/** So many go in a step, and after it comes a rest of so many times as long: as the manager does it (`retention.ts`). */
const STEP = { messages: 100, rest: 2 }
const directory = values.directory ?? mkdtempSync(join(tmpdir(), 'connect-size-'))

/** In the ids, so that a database that is kept can be used again. */
const run = Date.now().toString(36)
let named = 0

if (!statSync(join(directory, 'connect.db'), { throwIfNoEntry: false })) await fillOne()
const full = await openedFull()
await searches(full)
await timed('whole life, as it flows', messages, () => flow(full, plan()))
memory()
await besideEmpty()
await searches(full)
await removal(full)
if (values.verify) await verify(full)
await full.close()
if (!values.keep) rmSync(directory, { recursive: true })

/** Nine of ten to people who were written to before, one to somebody new. */
function plan(count = messages): Plan {
  const offset = named
  named += count
  const to = (index: number): string => {
    const all = offset + index
    return person(index % 10 === 0 ? people + all : (all * 7_368_787) % people)
  }
  return { name: `${run}${offset.toString(36)}`, messages: count, batch: 500, window: 500, to }
}

async function fillOne(): Promise<void> {
  mkdirSync(directory, { recursive: true })
  await (await opened(directory)).close()
  const beganMs = performance.now()
  fill(directory, { messages: stored, people, fromMs: Date.now() - 90 * DAY_MS, everyMs: (80 * DAY_MS) / stored })
  console.log(`filled in ${seconds(beganMs)} s`)
}

async function openedFull(): Promise<Store> {
  const octets = statSync(join(directory, 'connect.db')).size
  console.log(`a store of ${stored} messages to ${people} people, ${(octets / 2 ** 30).toFixed(1)} GiB:`)
  const beganMs = performance.now()
  const store = await opened(directory)
  console.log(`opened in ${seconds(beganMs)} s`)
  return store
}

async function opened(at: string): Promise<Store> {
  const store = new SqliteStore({ directory: at })
  await store.open()
  store.onEvents(() => undefined)
  return store
}

/** The same traffic on an empty store and on the full one, in turns, so that what else the machine does meets both. */
async function besideEmpty(): Promise<void> {
  const at = mkdtempSync(join(dirname(directory), 'connect-empty-'))
  const empty = await opened(at)
  const rates: Record<string, number[]> = { empty: [], full: [] }
  const lives: Record<string, number[]> = { empty: [], full: [] }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, store] of Object.entries({ empty, full })) {
      const accepting = plan()
      rates[name]?.push(await timed(`${name}: accept alone`, messages, () => acceptAll(store, accepting)))
      lives[name]?.push(
        await timed(`${name}: those, and as many as they flow`, 2 * messages, () =>
          flow(store, plan(), accepting.messages),
        ),
      )
    }
  }
  delay.disable()
  console.log(
    `full against empty, medians: accept ${ratio(rates)}, whole life ${ratio(lives)}; ` +
      `event loop delay ${ms(delay.percentile(99) / 1e6)} at 99 %, ${ms(delay.max / 1e6)} at most`,
  )
  await empty.close()
  rmSync(at, { recursive: true })
  memory()
}

function ratio({ empty = [], full = [] }: Readonly<Record<string, readonly number[]>>): string {
  return (median(full) / median(empty)).toFixed(2)
}

function median(some: readonly number[]): number {
  return some.toSorted((a, b) => a - b)[some.length >> 1] ?? 0
}

/** The time that each search takes, the median and the longest of many. */
async function searches(store: Store): Promise<void> {
  const one = (index: number): number => (index * 48_271) % stored
  const who = (index: number): string => person((index * 48_271) % people)
  const late = `m${stored >> 1}`
  const kinds: Readonly<Record<string, (index: number) => Promise<unknown>>> = {
    'message by id': (index) => store.message(messageId('0', one(index))),
    'its timeline': (index) => store.timeline(messageId('0', one(index))),
    'messages by number': (index) => store.messages({ number: who(index), limit: 50 }),
    'messages by number and state': (index) => store.messages({ number: who(index), state: 'delivered', limit: 50 }),
    'messages by our address': () => store.messages({ number: OURS, limit: 50 }),
    'messages of a conversation': (index) => store.messages({ conversationId: conversationId(who(index)), limit: 50 }),
    'newest messages': () => store.messages({ limit: 50 }),
    'a page in the midst of all': () => store.messages({ limit: 50, cursor: late }),
    'the same of an SMSC and class': () =>
      store.messages({ limit: 50, cursor: late, smscId: SMSC_ID, messageClass: 'transactional' }),
    'failed messages': () => store.messages({ state: 'failed', limit: 50 }),
    'accepted messages': () => store.messages({ state: 'accepted', limit: 50 }),
    'inbound messages': () => store.messages({ direction: 'inbound', limit: 50 }),
    'newest conversations': () => store.conversations({ limit: 50 }),
    'unread conversations': () => store.conversations({ unread: true, limit: 50 }),
    'conversations by whole number': (index) => store.conversations({ search: who(index), limit: 50 }),
    'conversations by its beginning': (index) => store.conversations({ search: who(index).slice(0, 9), limit: 50 }),
    'conversations by seven digits of it': (index) => store.conversations({ search: who(index).slice(-7), limit: 50 }),
    'conversations by three digits of it': (index) => store.conversations({ search: who(index).slice(-3), limit: 50 }),
  }
  for (const [what, search] of Object.entries(kinds)) {
    const times: number[] = []
    for (let index = 1; index <= 40; index++) {
      const beganMs = performance.now()
      await search(index)
      times.push(performance.now() - beganMs)
    }
    const sorted = times.sort((a, b) => a - b)
    console.log(`${what.padEnd(40)} ${ms(sorted[20])} median, ${ms(sorted.at(-1))} longest`)
  }
}

/** Accepts one message after the other, alone and then while others are removed, and says how long each had to wait. */
async function removal(store: Store): Promise<void> {
  const goal = Math.min(stored / 10, 200_000)
  const alone = await whileAccepting(store, () => sleep(20_000))
  const steps: number[] = []
  let removed = 0
  const beganMs = performance.now()
  const beside = await whileAccepting(store, async () => {
    while (removed < goal) {
      const stepMs = performance.now()
      const some = await store.removeOld(Date.now() - 20 * DAY_MS, STEP.messages)
      steps.push(performance.now() - stepMs)
      removed += some
      if (some === 0) break
      await sleep((performance.now() - stepMs) * STEP.rest)
    }
  })
  const rate = Math.round((removed * 1000) / (performance.now() - beganMs))
  console.log(`removed ${removed} at ${rate}/s, in steps of ${STEP.messages}:`)
  print('a step', steps)
  print('an accept alone', alone)
  print('an accept meanwhile', beside)
  memory()

  function print(what: string, times: number[]): void {
    times.sort((a, b) => a - b)
    const at = (share: number): string => ms(times[Math.floor((times.length - 1) * share)])
    console.log(`${what.padEnd(40)} ${at(0.5)} median, ${at(0.99)} for 99 of 100, ${at(1)} longest`)
  }
}

async function whileAccepting(store: Store, work: () => Promise<void>): Promise<number[]> {
  const waits: number[] = []
  let isOver = false
  const accepting = (async () => {
    while (!isOver) {
      const beganMs = performance.now()
      await acceptAll(store, plan(1))
      waits.push(performance.now() - beganMs)
      await sleep(5)
    }
  })()
  await work()
  isOver = true
  await accepting
  return waits
}

async function verify(store: Store): Promise<void> {
  const beganMs = performance.now()
  let messages = 0
  let findings = 0
  for (let next: number | null = 0; next !== null; ) {
    const result = await store.verify({ afterSeq: next, limit: 1000, nowMs: Date.now() })
    for (const finding of result.findings.slice(0, 3)) console.log(JSON.stringify(finding))
    messages += result.messages
    findings += result.findings.length
    next = result.next
  }
  console.log(`verified ${messages} messages in ${seconds(beganMs)} s: ${findings} findings`)
  memory()
}

function memory(): void {
  console.log(`${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`)
}

function seconds(beganMs: number): string {
  return ((performance.now() - beganMs) / 1000).toFixed(1)
}

function ms(value: number | undefined): string {
  return `${(value ?? 0).toFixed(1)} ms`
}
