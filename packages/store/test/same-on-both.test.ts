import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { MessageId } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import type { Store, VerifyResult } from '@smpp-connect/store'
import type { Subject } from '@smpp-connect/store/battery'
import fc from 'fast-check'
import { type Operation, operation, World } from './random-operations.ts'
import { memorySubject, sqliteSubject } from './subjects.ts'

const RUNS = 20
/** The same sequences each time, so that nobody's change fails by chance; other seeds are for looking further. */
const SEED = Number(process.env.CONNECT_SEED ?? 20_261_123)
/** Shrinking a failure ends after this; a pass takes a few seconds. */
const LONGEST_MS = 60_000
/** How many operations are asked for before the first of them has ended: in SQLite they share a transaction. */
const step = fc.record({
  together: fc.array(operation, { minLength: 1, maxLength: 5 }),
  laterMs: fc.nat({ max: 60 }),
  reopen: fc.nat({ max: 150 }).map((chance) => chance === 0),
})

describe('random operations', () => {
  let subjects: readonly Subject[]
  let run = 0

  before(async () => {
    subjects = [await memorySubject(), await sqliteSubject()]
  })
  after(async () => {
    for (const subject of subjects) await subject.dispose()
  })

  it('give the same results on both stores, and both keep the laws', async () => {
    const steps = fc.array(step, { minLength: 5, maxLength: 30, size: 'max' })
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        run += 1
        const world = new World(run)
        for (const { together, laterMs, reopen } of sequence) {
          world.nowMs += laterMs
          if (reopen) for (const subject of subjects) await subject.reopen()
          await playOnBoth(world, together)
        }
        const [inMemory, inSqlite] = await Promise.all(subjects.map(({ store }) => observe(store, world)))
        assert.deepEqual(inSqlite, inMemory)
        for (const { store } of subjects) await keepsTheLaws(store, world)
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: LONGEST_MS },
    )
  })

  async function playOnBoth(world: World, together: readonly Operation[]): Promise<void> {
    const calls = together.map((one) => world.callOf(one))
    const [first, second] = await Promise.all(
      subjects.map(({ store }) => Promise.allSettled(calls.map((call) => call(store)))),
    )
    const simple = (results: typeof first): unknown =>
      results?.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason.name)))
    assert.deepEqual(simple(second), simple(first))
  }
})

/** Everything that can be read of what a sequence did. */
async function observe(store: Store, world: World): Promise<unknown> {
  const messages = await Promise.all(
    world.messages.map((id) => Promise.all([store.message(id), store.parts(id), store.timeline(id)])),
  )
  const smscIds = [0, 1].map((index) => world.smscId(index))
  const lists = []
  for (const smscId of smscIds) {
    lists.push(
      (await store.messages({ limit: 500, smscId })).items.map(({ id }) => id),
      await store.messages({ limit: 3, smscId, state: 'uncertain' }),
      await store.messages({ limit: 3, smscId, number: world.person(0), mayBeDuplicate: true }),
      await store.messages({ limit: 3, smscId, number: world.ours(0), direction: 'outbound' }),
      await store.messages({ limit: 4, smscId, messageClass: 'code' }),
      await store.uncertain(smscId, 'code', world.nowMs, 50),
      await store.uncertain(smscId, 'transactional', world.nowMs, 50),
      await store.reroutable(smscId, 0, 50),
      await store.reroutable(smscId, 3, 2),
      await store.smscLoad(smscId, world.nowMs),
      await store.waitingAt(smscId, 0, 50),
      await store.waitingAt(smscId, 3, 2),
      await store.parkedReceipts(smscId, 2, 50),
    )
  }
  return {
    messages,
    lists,
    states: await store.messageStates(world.messages),
    conversations: await store.conversations({ limit: 50, search: world.ours(0).slice(0, -2) }),
    optOuts: await store.optOuts({ limit: 50 }),
    optedOut: await store.optedOut([0, 1, 2].map((one) => ({ person: world.person(one), ours: world.ours(0) }))),
    documents: await store.document('routing'),
    parked: await store.parkedReceipts(undefined, 0, 50),
    counts: await store.counts(),
    queues: await store.queues(),
    lastEventSeq: await store.lastEventSeq(),
    answers: await Promise.all([0, 1, 2].map((key) => store.storedAnswer(`scope ${run(world)}`, `key ${key}`))),
  }
}

function run(world: World): string {
  return world.smscId(0).split('_')[1] ?? ''
}

async function keepsTheLaws(store: Store, world: World): Promise<void> {
  const counts = await store.counts()
  const sum = Object.entries(counts.byState).reduce((total, [state, n]) => total + (state === 'received' ? 0 : n), 0)
  assert.equal(sum, counts.outbound, 'accepted = final + waiting + uncertain')
  for (let after: number | null = 0; after !== null; ) {
    const result: VerifyResult = await store.verify({ afterSeq: after, limit: 100, nowMs: world.nowMs })
    assert.deepEqual(result.findings, [])
    after = result.next
  }
  await Promise.all(world.messages.map((id) => endsOnce(store, id)))
}

/** One `message.final` of the whole when it is final, none before, and no change of state after. */
async function endsOnce(store: Store, id: MessageId): Promise<void> {
  const record = await store.message(id)
  if (record?.direction !== 'outbound') return
  const endings = (await store.timeline(id)).filter(({ kind, part }) => kind === 'message.final' && part === null)
  assert.equal(endings.length, isFinal(record.state) ? 1 : 0, id)
  if (endings[0]) assert.equal(endings[0].detail.state, record.state)
}
