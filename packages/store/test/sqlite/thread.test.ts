import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { type Crossing, Thread } from '../../src/sqlite/thread.ts'
import { messageNamed, SHARES, SMSC_ID } from './message.ts'

const DYING = new URL('./dying-worker.ts', import.meta.url)
const COUNTING = new URL('./counting-worker.ts', import.meta.url)

/** Calls a thread from callbacks of one turn of the event loop, one after the other; resolves with which message brought each. */
function fromCallbacks(thread: Thread, crossings: readonly Crossing[]): Promise<number[]> {
  const asked = crossings.map(
    (crossing) =>
      new Promise<number>((resolve, reject) => {
        setImmediate(() => thread.call<number>('touchApiKey', [], crossing).then(resolve, reject))
      }),
  )
  return Promise.all(asked)
}

describe('the thread of a store', () => {
  for (const [directory, reason] of [
    ['throws', /its thread stopped: out of everything; nobody knows whether this was kept/],
    ['exits', /its thread ended; nobody knows whether this was kept/],
  ] as const) {
    it(`that ${directory} ends every call that is open, and takes no more`, async () => {
      const thread = await Thread.start({ role: 'writer', directory }, undefined, DYING)
      const calls = [1, 2, 3].map((id) => thread.call('touchApiKey', [id]))
      for (const call of calls) await assert.rejects(call, { name: 'StoreUnavailable', reason })
      await assert.rejects(thread.call('sweep', []), { name: 'StoreUnavailable' })
      await thread.close()
    })
  }

  it('is sent what is asked for in several callbacks of a turn one by one, or together, but always in order', async () => {
    const thread = await Thread.start({ role: 'writer', directory: '' }, undefined, COUNTING)
    const [soon, late] = ['after-callback', 'after-turn'] as const
    const brought: number[][] = []
    for (const crossings of [
      [soon, soon, soon],
      [late, late, late],
      [late, late, soon, late, late],
    ]) {
      brought.push(await fromCallbacks(thread, crossings))
    }
    await thread.close()
    assert.deepEqual(brought, [
      [1, 2, 3],
      [4, 4, 4],
      [5, 5, 5, 6, 6],
    ])
  })

  it('that cannot start says so', async () => {
    const nowhere = new URL('./no-such-worker.ts', import.meta.url)
    await assert.rejects(Thread.start({ role: 'writer', directory: '' }, undefined, nowhere))
  })

  it('fails a call that cannot cross to it, and no other', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const bad = messageNamed('bad', { text: (() => 'a function') as unknown as string })
    const results = await Promise.allSettled([
      store.accept({ messages: [messageNamed('a')], atMs: 1 }),
      store.accept({ messages: [bad], atMs: 1 }),
      store.accept({ messages: [messageNamed('b')], atMs: 1 }),
    ])
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    await store.close()
  })

  it('holds nobody up with a search', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    await store.accept({ messages: [messageNamed('a')], atMs: 1 })
    // The search is asked for first, and its thread is not there yet: any other question is answered before.
    const answered: string[] = []
    await Promise.all([
      store.conversations({ limit: 1 }).then(({ items }) => answered.push(`${items.length} conversation`)),
      store.messages({ limit: 1 }).then(({ items }) => answered.push(`${items.length} message found`)),
      store.message('msg_a').then((message) => answered.push(message?.id ?? 'none')),
    ])
    assert.deepEqual(answered, ['msg_a', '1 conversation', '1 message found'])
    await store.close()
    await assert.rejects(store.messages({ limit: 1 }), { name: 'StoreUnavailable', reason: /not open/ })
  })

  it('says how long the log is, from the first transaction on and until it is closed', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    assert.equal(store.writeAheadLog(), null)
    await store.accept({ messages: [messageNamed('a')], atMs: 1 })
    const log = await eventually('a report', () => store.writeAheadLog() ?? undefined).finally(() => store.close())
    assert.ok(log.octets > 0 && log.octets % 4096 === 0, `${log.octets} octets`)
    assert.deepEqual(log, { octets: log.octets, uncopiedOctets: log.octets, trouble: null })
    assert.equal(store.writeAheadLog(), null)
  })

  it('lets what was asked for end before it closes', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const results = Array.from({ length: 20 }, (_, index) =>
      store.accept({ messages: [messageNamed(`m${index}`)], atMs: 1 }),
    )
    const read = store.counts()
    await store.close()
    assert.ok((await Promise.all(results)).every(({ kind }) => kind === 'stored'))
    await read
    await assert.rejects(store.counts(), { name: 'StoreUnavailable', reason: /not open/ })
  })

  it('does what is asked for at once in few transactions (group commit)', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const groups: number[] = []
    store.onEvents((events: readonly ConnectEvent[]) => groups.push(events.length))
    const ask = (name: string) => store.accept({ messages: [messageNamed(name)], atMs: 1 })
    await Promise.all(Array.from({ length: 100 }, (_, index) => ask(`g${index}`)))
    assert.deepEqual(groups, [100])
    await Promise.all([ask('h'), store.lease({ smscId: SMSC_ID, limit: 101, nowMs: 2, shares: SHARES })])
    assert.deepEqual(groups.slice(1), [102])
    await store.close()
  })
})
