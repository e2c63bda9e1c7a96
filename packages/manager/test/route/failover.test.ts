import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RouterWorld } from './router-world.ts'

const to = (...ids: string[]) => ids.map((id) => ({ smscId: `smsc_${id}`, weight: 1 }))
const number = (n: number): string => `+4477009${String(n).padStart(5, '0')}`
const A_THEN_B = { to: to('a'), fallback: ['smsc_b'] }

describe('what waits at an SMSC', () => {
  it('stays through a short break, and goes to others once it has been out for the time that is set', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a')
    world.accept(number(2))
    await world.pass(29)
    assert.equal(world.where, 'a 2')
    assert.equal(world.store.reads, 0, 'and nothing is looked at')
    await world.pass(1.5)
    assert.equal(world.where, 'b 2')
    assert.deepEqual(
      world.store.rewritten.map(({ message, reason }) => [message.id, reason]),
      [
        ['msg_1', 'A has taken nothing for 30 s'],
        ['msg_2', 'A has taken nothing for 30 s'],
      ],
    )
    assert.deepEqual(world.woken, ['smsc_b'])
    assert.equal(world.accept(number(3)), 'b', 'and so does what is new')
  })

  it('goes at once when that is disabled', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.define('a', { enabled: false })
    world.bound('a')
    await world.pass(0.5)
    assert.equal(world.where, 'b 1')
    assert.equal(world.store.rewritten[0]?.reason, 'A is disabled')
  })

  it('stays where it was moved to when the first is back, and new messages go there again', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a')
    await world.pass(31)
    world.bound('a')
    assert.equal(world.accept(number(1)), 'a')
    await world.pass(300)
    assert.equal(world.where, 'a 1, b 1')
  })

  it('goes back when the other is out, and the first is not', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a')
    await world.pass(31)
    world.bound('a')
    world.lost('b')
    await world.pass(31)
    assert.equal(world.where, 'a 1')
  })

  it('is not given to one that is not bound either', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a', 'b')
    await world.pass(60)
    assert.equal(world.where, 'a 1', 'c is bound, and no rule names it')
    world.bound('b')
    await world.pass(1)
    assert.equal(world.where, 'b 1')
  })

  it('is not given to one that is away for a moment', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a')
    await world.pass(20)
    world.lost('b')
    await world.pass(20)
    assert.equal(world.where, 'a 1', 'a is out, b is not out yet, c is bound')
    world.bound('b')
    await world.pass(0.5)
    assert.equal(world.where, 'b 1')
  })

  it('is shared among the others by their weights, each person’s at one of them', async () => {
    const world = await RouterWorld.start({ to: to('a', 'b', 'c') })
    for (let n = 0; n < 3_000; n++) world.accept(number(n % 1_500))
    const before = world.store.waiting.map(({ smscId }) => smscId)
    world.lost('a')
    await world.pass(32)
    const homes = new Map<string, Set<string>>()
    for (const [at, { to: person, smscId }] of world.store.waiting.entries()) {
      if (before[at] !== 'smsc_a') assert.equal(smscId, before[at], 'what was elsewhere stays')
      homes.set(person, (homes.get(person) ?? new Set()).add(smscId))
    }
    assert.ok([...homes.values()].every((smscs) => smscs.size === 1))
    assert.match(world.where, /^b 1[45]\d\d, c 1[45]\d\d$/)
  })
})

describe('the order between two addresses', () => {
  it('is kept: what is new queues up behind what waits, and all of it goes over in the order of the queue', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    for (let n = 0; n < 5_000; n++) world.accept(number(n % 50))
    world.lost('a')
    await world.pass(30)
    assert.equal(world.where, 'a 3000, b 2000', 'a turn moves no more than 2,000')
    assert.equal(world.accept(number(7)), 'a', 'not past those that still wait')
    await world.pass(1)
    assert.equal(world.where, 'b 5001')
    const seqs = world.store.rewritten.map(({ message }) => Number(message.id.slice(4)))
    assert.deepEqual(
      seqs,
      seqs.toSorted((one, other) => one - other),
    )
    assert.equal(world.accept(number(7)), 'b')
  })

  it('is kept when there was nobody to take over, and then somebody is', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.lost('a')
    await world.pass(40)
    assert.equal(world.accept(number(1)), 'b')
    world.lost('b', 'c')
    await world.pass(60)
    for (let n = 0; n < 3_000; n++) assert.equal(world.accept(number(n % 50)), 'a')
    world.bound('b')
    await world.pass(0.5)
    assert.equal(world.accept(number(7)), 'a', 'not past those that still wait')
    await world.pass(1)
    assert.equal(world.where, 'b 3002')
    assert.equal(world.accept(number(7)), 'b')
  })

  it('is kept when one of them does not fit the other SMSC: those behind it stay too', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.define('b', { interfaceVersion: '3.3' })
    const long = { text: 'x'.repeat(200), smpp: { longMessage: 'sar' } } as const
    world.define('b', { defaults: { ...world.definitions[1]!.defaults, longMessage: 'sar' } })
    world.accept(number(1))
    world.accept(number(1), long)
    world.accept(number(1))
    world.accept(number(1), { class: 'bulk' })
    world.accept(number(2))
    world.lost('a')
    await world.pass(40)
    assert.deepEqual(
      world.store.rewritten.map(({ message }) => message.id),
      ['msg_1', 'msg_4', 'msg_5'],
      'another class, or another person, is not held up',
    )
  })

  it('one-time codes do not wait for an SMSC that is away for a moment', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.lost('a')
    assert.equal(world.accept(number(1), { class: 'code' }), 'b')
    assert.equal(world.accept(number(1)), 'a')
  })
})

describe('an outage of an hour', () => {
  it('of all SMSCs costs nothing: nothing is read', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    for (let n = 0; n < 100; n++) world.accept(number(n))
    world.lost('a', 'b', 'c')
    await world.pass(3_600)
    assert.equal(world.store.reads, 0)
    assert.equal(world.where, 'a 100')
  })

  it('of one whose messages may go nowhere else is looked at ever less often', async () => {
    const world = await RouterWorld.start({ to: to('a') })
    for (let n = 0; n < 2_600; n++) world.accept(number(n))
    world.lost('a')
    await world.pass(3_600)
    const passes = world.store.reads / 6
    assert.ok(passes >= 5 && passes <= 12, `looked through ${passes} times`)
    assert.equal(world.where, 'a 2600')
  })

  it('ends at once for what waits when a rule is changed', async () => {
    const world = await RouterWorld.start({ to: to('a') })
    world.accept(number(1))
    world.lost('a')
    await world.pass(1_800)
    assert.equal(world.where, 'a 1')
    await world.rules(A_THEN_B)
    await world.pass(0.5)
    assert.equal(world.where, 'b 1')
  })

  it('ends at once for what waits when another SMSC is bound', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    world.accept(number(1))
    world.lost('a', 'b')
    await world.pass(1_800)
    assert.equal(world.where, 'a 1')
    world.bound('b')
    await world.pass(0.5)
    assert.equal(world.where, 'b 1')
  })

  it('of two that take turns moves a message no more often than they change', async () => {
    const world = await RouterWorld.start({ to: to('a', 'b') })
    world.accept(number(1))
    for (let round = 0; round < 10; round++) {
      world.lost('a')
      world.bound('b')
      await world.pass(60)
      world.lost('b')
      world.bound('a')
      await world.pass(60)
    }
    assert.ok(world.store.rewritten.length <= 20, `moved ${world.store.rewritten.length} times`)
    world.bound('b')
    const before = world.store.rewritten.length
    for (let flap = 0; flap < 100; flap++) {
      world.lost('a')
      await world.pass(3)
      world.bound('a')
      await world.pass(3)
    }
    assert.equal(world.store.rewritten.length, before, 'and not at all when they are back in time')
  })
})

describe('a store that fails', () => {
  it('keeps one SMSC’s messages from no other’s', async () => {
    const bulk = { class: 'bulk' } as const
    const classes = { prefixes: [], countries: [], senders: [], classes: ['bulk' as const], callers: [] }
    const world = await RouterWorld.start(
      { when: classes, to: to('a'), fallback: ['smsc_c'] },
      { to: to('b'), fallback: ['smsc_c'] },
    )
    world.accept(number(1), bulk)
    world.accept(number(2))
    const { reroutable } = world.store
    world.store.reroutable = (id, afterSeq, limit) =>
      id === 'smsc_a' ? Promise.reject(new Error('unreadable')) : reroutable.call(world.store, id, afterSeq, limit)
    world.lost('a', 'b')
    await world.pass(31)
    assert.equal(world.where, 'a 1, c 1')
    assert.equal(world.accept(number(3), bulk), 'a', 'what is new waits behind it')
    await world.pass(60)
    assert.equal(world.accept(number(3), bulk), 'c', 'for a minute at most')
    world.store.reroutable = reroutable
    await world.pass(1)
    assert.equal(world.where, 'c 4')
  })
})

describe('what came back later', () => {
  it('is found by the pass after the next, however early it was queued', async () => {
    const world = await RouterWorld.start(A_THEN_B)
    for (let n = 0; n < 10; n++) world.accept(number(n))
    world.store.fixed.add('msg_3')
    world.lost('a')
    await world.pass(31)
    assert.equal(world.where, 'a 1, b 9')
    world.store.fixed.clear()
    await world.pass(35)
    assert.equal(world.where, 'b 10')
  })
})
