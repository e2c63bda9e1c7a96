import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Outcome, ok, refuse } from '@smpp-connect/contracts'
import { type Store, StoreUnavailable } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { once } from '../../src/idempotency/once.ts'
import { scopeOf } from '../../src/idempotency/stored-answer.ts'
import type { Caller, KeyedWork } from '../../src/index.ts'

const SHOP: Caller = { kind: 'api-key', id: 'key_shop', name: 'Shop' }
const KEY = { key: 'k', fingerprint: 'f' }
const OTHER = { key: 'k', fingerprint: 'g' }
const CUT_OFF = new Error('the process was killed here')

/** Work that counts: its answer says the how many-th time it was done. */
class Counter {
  readonly askedAfter: (number | undefined)[] = []
  readonly #outcomes: ((count: number) => Outcome<number>)[]

  constructor(...outcomes: ((count: number) => Outcome<number>)[]) {
    this.#outcomes = outcomes
  }

  readonly work: KeyedWork<number>['work'] = async (cutOffAtMs) => {
    this.askedAfter.push(cutOffAtMs)
    const count = this.askedAfter.length
    return (this.#outcomes[count - 1] ?? ok)(count)
  }
}

const killed = (): never => {
  throw CUT_OFF
}
const refused = () => refuse<number>('name-taken', 'taken')

async function world() {
  const store = new MemoryStore()
  await store.open()
  let nowMs = 1_000
  const ask = (counter: Counter, idempotency: typeof KEY | undefined = KEY, caller = SHOP, isSecret = false) => {
    nowMs += 1_000
    return once(store, () => nowMs, caller, idempotency, { status: 201, isSecret, work: counter.work })
  }
  return { store, ask, kept: () => store.storedAnswer(scopeOf(SHOP), KEY.key) }
}

const answer = (body: number, replayed: boolean) => ok({ status: 201, body, replayed })
const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.refusal.code)

describe('what is asked for under a key', () => {
  it('is done once, and every repetition gets the stored answer', async () => {
    const { ask, kept } = await world()
    const counter = new Counter()
    assert.deepEqual(await ask(counter), answer(1, false))
    assert.deepEqual(await kept(), { fingerprint: 'f', status: 201, body: '1', atMs: 2_000 })
    assert.deepEqual(await ask(counter), answer(1, true))
    assert.equal(counter.askedAfter.length, 1)
  })

  it('is refused when it is another request, and the first keeps its answer', async () => {
    const { ask } = await world()
    const counter = new Counter()
    await ask(counter)
    assert.equal(codeOf(await ask(counter, OTHER)), 'idempotency-key-reused')
    assert.deepEqual(await ask(counter), answer(1, true))
  })

  it('is apart from the same key of another caller, and from requests without one', async () => {
    const { ask } = await world()
    const counter = new Counter()
    await ask(counter)
    assert.deepEqual(await ask(counter, KEY, { ...SHOP, id: 'key_other' }), answer(2, false))
    assert.deepEqual(await ask(counter, KEY, { ...SHOP, kind: 'user' }), answer(3, false))
    const { work } = counter
    assert.deepEqual(await once({} as Store, () => 0, SHOP, undefined, { status: 201, work }), answer(4, false))
  })

  it('may be asked for again after it was refused, with another body too', async () => {
    const { ask, kept } = await world()
    const counter = new Counter(refused)
    assert.equal(codeOf(await ask(counter)), 'name-taken')
    assert.equal(await kept(), undefined)
    assert.deepEqual(await ask(counter, OTHER), answer(2, false))
    assert.deepEqual(counter.askedAfter, [undefined, undefined])
  })
})

describe('what was cut off', () => {
  it('is told when it began, and its answer is then kept', async () => {
    const { ask, kept } = await world()
    const counter = new Counter(killed)
    await assert.rejects(ask(counter), CUT_OFF)
    assert.equal((await kept())?.status, 0)
    assert.deepEqual(await ask(counter), answer(2, false))
    assert.deepEqual(counter.askedAfter, [undefined, 2_000])
    assert.deepEqual(await ask(counter), answer(2, true))
  })

  it('stays cut off when all that can be said is a refusal: the key is not free', async () => {
    const { ask } = await world()
    const counter = new Counter(killed, refused, refused)
    await assert.rejects(ask(counter), CUT_OFF)
    assert.equal(codeOf(await ask(counter)), 'name-taken')
    assert.equal(codeOf(await ask(counter)), 'name-taken')
    assert.deepEqual(counter.askedAfter, [undefined, 2_000, 2_000])
    assert.equal(codeOf(await ask(counter, OTHER)), 'idempotency-key-reused')
  })

  it('is answered all the same when only the store went away after it; a repetition finds it cut off', async () => {
    const { store, ask } = await world()
    const settle = store.settleAnswer.bind(store)
    store.settleAnswer = async () => {
      throw new StoreUnavailable('the disk is full')
    }
    const counter = new Counter()
    assert.deepEqual(await ask(counter), answer(1, false))
    store.settleAnswer = settle
    assert.deepEqual(await ask(counter), answer(2, false))
    assert.deepEqual(counter.askedAfter, [undefined, 2_000])
  })

  it('began with a durable note: without one nothing is done', async () => {
    const { store, ask } = await world()
    store.keepAnswer = async () => {
      throw new StoreUnavailable('the disk is full')
    }
    const counter = new Counter()
    await assert.rejects(ask(counter), StoreUnavailable)
    assert.deepEqual(counter.askedAfter, [])
  })
})

describe('an answer that holds a secret', () => {
  it('is given once, kept nowhere, and its request is not done again', async () => {
    const { ask, kept } = await world()
    const counter = new Counter()
    assert.deepEqual(await ask(counter, KEY, SHOP, true), answer(1, false))
    assert.deepEqual(await kept(), { fingerprint: 'f', status: 201, body: '', atMs: 2_000 })
    assert.equal(codeOf(await ask(counter, KEY, SHOP, true)), 'idempotency-answer-secret')
    assert.equal(codeOf(await ask(counter, OTHER, SHOP, true)), 'idempotency-key-reused')
    assert.equal(counter.askedAfter.length, 1)
  })
})
