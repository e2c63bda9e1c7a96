import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import type { ConsentChange, NewMessage, OptOutFilter, OptOutRecord } from '@smpp-connect/store'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { OptOuts } from '../../src/consent/opt-outs.ts'

const message = (to: string, from = '60777'): NewMessage => ({ to, from }) as NewMessage
const person = (at: number): string => `+4477${String(at).padStart(8, '0')}`
const optOut = (at: number, ours: string | null = '60777') => ({ person: person(at), ours }) as OptOutRecord

/** A store with opt-outs, that counts what it is asked. */
class FakeStore {
  readonly optOutRecords: OptOutRecord[] = []
  readonly steps: number[] = []
  asked: string[] = []
  failures = 0
  pages = 0

  async optOuts({ limit, cursor }: OptOutFilter) {
    this.pages += 1
    if (this.failures > 0) {
      this.failures -= 1
      throw new Error('the disk is full')
    }
    const from = Number(cursor ?? 0)
    const items = this.optOutRecords.slice(from, from + limit)
    return { items, next: from + limit < this.optOutRecords.length ? String(from + limit) : null }
  }
  async optedOut(pairs: readonly { readonly person: string; readonly ours: string }[]) {
    this.asked = pairs.map((pair) => pair.person)
    return pairs.map((pair) =>
      this.optOutRecords.some((one) => one.person === pair.person && (one.ours === null || one.ours === pair.ours)),
    )
  }
  async changeConsent(batch: readonly ConsentChange[]) {
    this.steps.push(batch.length)
    return batch.map(() => ({ changed: true }))
  }
}

function over(store: FakeStore) {
  const clock = new VirtualClock()
  const held: (readonly Pick<OptOutRecord, 'person' | 'ours'>[])[] = []
  const optOuts = new OptOuts({ store, clock, log: silentLog, seed: 7, hold: (pairs) => void held.push(pairs) })
  return { clock, held, optOuts }
}

const among = async (optOuts: OptOuts, messages: readonly NewMessage[]): Promise<readonly string[]> =>
  [...(await optOuts.among(messages))].map(({ to }) => to)

describe('opt-outs at the door', () => {
  it('are loaded page by page, and then only suspects are looked up', async () => {
    const store = new FakeStore()
    for (let at = 0; at < 2_500; at++) store.optOutRecords.push(optOut(at))
    store.optOutRecords.push(optOut(9_000, null))
    const { optOuts } = over(store)
    optOuts.start()
    await settle()
    assert.deepEqual([optOuts.isLoaded, store.pages], [true, 3])
    const messages = [person(1), person(5_000), person(2_499), person(9_000)].map((to) => message(to))
    assert.deepEqual(await among(optOuts, messages), [person(1), person(2_499), person(9_000)])
    assert.deepEqual(store.asked, [person(1), person(2_499), person(9_000)])
    store.asked = []
    assert.deepEqual(await among(optOuts, [message(person(1), '60778'), message(person(5_000))]), [])
    assert.deepEqual(store.asked, [])
  })

  it('are all looked up until they are loaded', async () => {
    const store = new FakeStore()
    store.optOutRecords.push(optOut(1))
    const { optOuts } = over(store)
    assert.deepEqual(await among(optOuts, [message(person(1)), message(person(2))]), [person(1)])
    assert.deepEqual(store.asked, [person(1), person(2)])
  })

  it('are loaded again after a failure', async () => {
    const store = new FakeStore()
    store.failures = 2
    const { optOuts, clock } = over(store)
    optOuts.start()
    await settle()
    assert.equal(optOuts.isLoaded, false)
    await clock.advance(10_000)
    assert.equal(optOuts.isLoaded, true)
    await optOuts.stop()
  })

  it('are known as soon as they are recorded, and taken back from the Sender', async () => {
    const store = new FakeStore()
    const { optOuts, held } = over(store)
    optOuts.start()
    await settle()
    const change = { ...optOut(1), to: 'opted-out' } as unknown as ConsentChange
    store.optOutRecords.push(optOut(1))
    await optOuts.change([change, { ...change, person: person(2), to: 'opted-in' }])
    assert.deepEqual(await among(optOuts, [message(person(1)), message(person(2))]), [person(1)])
    assert.deepEqual(
      held.map((pairs) => pairs.map((pair) => pair.person)),
      [[person(1)]],
    )
  })

  it('that were withdrawn since let messages through', async () => {
    const store = new FakeStore()
    store.optOutRecords.push(optOut(1))
    const { optOuts } = over(store)
    optOuts.start()
    await settle()
    store.optOutRecords.pop()
    assert.deepEqual(await among(optOuts, [message(person(1))]), [])
    assert.deepEqual(store.asked, [person(1)], 'the index did not forget, and the store was asked')
  })

  it('are recorded in steps of a thousand', async () => {
    const store = new FakeStore()
    const { optOuts, held } = over(store)
    const changes = Array.from(
      { length: 2_001 },
      (_, at) => ({ ...optOut(at), to: 'opted-out' }) as unknown as ConsentChange,
    )
    assert.equal((await optOuts.change(changes)).length, 2_001)
    assert.deepEqual(store.steps, [1_000, 1_000, 1])
    assert.deepEqual(
      held.map(({ length }) => length),
      [1_000, 1_000, 1],
    )
  })
})
