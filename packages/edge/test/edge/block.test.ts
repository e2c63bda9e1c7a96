import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LoadWorld, orderTo, settle } from '../load-world.ts'

const person = (number: number): { ton: number; npi: number; address: string } => ({
  ton: 1,
  npi: 1,
  address: `44770090000${number}`,
})

const kindsOf = (world: LoadWorld): Record<string, string> =>
  Object.fromEntries(world.manager.answered.map(({ part, outcome }) => [Number(part.messageId.slice(4)), outcome.kind]))

describe('taking back what a person does not want any more', () => {
  it('reaches what waits for the pace, behind its pair, and what was handed over in the same turn; never what has left', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 10, burst: 1 }, roundTripMs: 2_000 })
    const number = (from: string) => ({ ton: 0, npi: 0, address: from })
    world.manager.enqueue([
      orderTo(1, { destination: person(1) }),
      orderTo(2, { destination: person(1) }),
      orderTo(3, { destination: person(1), source: number('60888') }),
      orderTo(4, { destination: person(2) }),
    ])
    await settle()
    await world.clock.advance(1)
    world.edge.block([{ source: '60777', destination: person(1).address }])
    await settle()
    assert.deepEqual(kindsOf(world), { 2: 'blocked' }, 'the first has left')
    await world.clock.advance(5_000)
    assert.deepEqual(kindsOf(world), { 1: 'answered', 2: 'blocked', 3: 'answered', 4: 'answered' })
    assert.deepEqual(
      world.seen.map(({ text }) => text),
      ['Text 1', 'Text 3', 'Text 4'],
    )
    await world.stop()
  })

  it('from all addresses of ours, in the turn of the hand-over', async () => {
    const world = await LoadWorld.start()
    world.edge.submit([orderTo(1, { destination: person(1) }), orderTo(2, { destination: person(2) })])
    world.edge.block([{ source: null, destination: person(1).address }])
    await settle()
    assert.deepEqual(
      world.manager.answered.map(({ part, outcome, sentAtMs }) => [
        Number(part.messageId.slice(4)),
        outcome.kind,
        sentAtMs,
      ]),
      [
        [1, 'blocked', null],
        [2, 'answered', world.clock.nowMs()],
      ],
    )
    await world.stop()
  })

  it('reaches what was written to a bind that broke before it had left', async () => {
    const world = await LoadWorld.start({ definition: { bindCount: 2 } })
    world.edge.submit([orderTo(1, { destination: person(1) }), orderTo(2, { destination: person(2) })])
    await Promise.resolve()
    world.edge.block([{ source: null, destination: person(1).address }])
    world.network.pipes[0]?.cut()
    await world.clock.advance(5_000)
    assert.deepEqual(
      world.manager.answered.map(({ part, outcome }) => [Number(part.messageId.slice(4)), outcome.kind]).toSorted(),
      [
        [1, 'not-sent'],
        [2, 'answered'],
      ],
      'the other bind does not send it',
    )
    assert.equal(world.seen.length, 1)
    await world.stop()
  })

  it('is done for all that waits when the manager cannot be reached', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 10, windowSize: 100 } })
    world.edge.submit([1, 2, 3, 4].map((number) => orderTo(number)))
    await settle()
    world.edge.recall('the link is down')
    await settle()
    const ended = world.manager.answered.map(({ part, outcome }) => [Number(part.messageId.slice(4)), outcome.kind])
    assert.deepEqual(ended, [
      [1, 'answered'],
      [2, 'not-sent'],
      [3, 'not-sent'],
      [4, 'not-sent'],
    ])
    await world.clock.advance(2_000)
    assert.equal(world.seen.length, 1)
    await world.stop()
  })

  it('costs no credit', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 5, perSecond: 20 } })
    const blocked = Array.from({ length: 60 }, (_, index) => orderTo(index, { destination: person(index % 2) }))
    world.manager.enqueue(blocked)
    for (let turn = 0; turn < 20; turn++) {
      await world.clock.advance(37)
      world.edge.block([{ source: null, destination: person(turn % 2).address }])
    }
    await world.clock.advance(10_000)
    assert.equal(world.manager.open, 0)
    assert.equal(world.manager.answered.length, 60)
    assert.equal(world.manager.credit, 6)
    await world.stop()
  })
})
