import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOrder } from '@smpp-connect/contracts'
import type { HandlerResult } from '@smpp-connect/smpp'
import { LoadWorld, orderTo, type Seen, settle } from '../load-world.ts'

/** Message `number` to one of a few people. */
function toPerson(number: number, person: number, given: Partial<SubmitOrder> = {}): SubmitOrder {
  return orderTo(number, { destination: { ton: 1, npi: 1, address: `44770090000${person}` }, ...given })
}

const sent = ({ seen }: LoadWorld): number[] => seen.map(({ text }) => Number(text.slice(5)))

function assertInOrder(taken: readonly Seen[]): void {
  for (const [person, texts] of Map.groupBy(taken, ({ destination }) => destination)) {
    const numbers = texts.map(({ text }) => Number(text.slice(5)))
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
      `texts to ${person} in order`,
    )
  }
}

describe('first in, first out between two addresses', () => {
  it('sends one message at a time, and nobody else waits for it', async () => {
    const world = await LoadWorld.start()
    const answers: (() => void)[] = []
    world.answer = () =>
      new Promise((resolve) => {
        answers.push(() => resolve({ messageId: 'x' }))
      })
    world.manager.enqueue([toPerson(1, 1), toPerson(2, 1), toPerson(3, 2), toPerson(4, 1)])
    await settle()
    assert.deepEqual(sent(world), [1, 3])
    answers.shift()?.()
    await settle()
    assert.deepEqual(sent(world), [1, 3, 2])
    for (const answer of answers.splice(0)) answer()
    await settle()
    assert.deepEqual(sent(world), [1, 3, 2, 4])
    for (const answer of answers.splice(0)) answer()
    await world.stop()
  })

  it('sends the parts of one message together', async () => {
    const world = await LoadWorld.start()
    world.answer = () => new Promise(() => undefined)
    const part = (number: number): SubmitOrder => toPerson(number, 1, { part: { messageId: 'msg_long', number } })
    world.manager.enqueue([part(1), part(2), part(3), toPerson(4, 1)])
    await settle()
    assert.deepEqual(sent(world), [1, 2, 3])
    await world.stop()
  })

  it('does not wait over several binds either', async () => {
    const world = await LoadWorld.start({ definition: { bindCount: 2 }, roundTripMs: 20 })
    world.manager.enqueue(Array.from({ length: 60 }, (_, index) => toPerson(index, index % 3)))
    await world.clock.advance(2_000)
    assert.equal(world.manager.open, 0)
    assertInOrder(world.seen)
    await world.stop()
  })

  it('sends back what waits behind one that has to be tried again, and not what waits behind one that ended', async () => {
    const cases: readonly [HandlerResult, readonly string[]][] = [
      ['ESME_RSYSERR', ['refused', 'behind']],
      ['ESME_RTHROTTLED', ['refused', 'behind']],
      ['ESME_RINVDSTADR', ['refused', 'answered']],
    ]
    for (const [result, kinds] of cases) {
      const world = await LoadWorld.start({ retryMs: 60_000 })
      world.answer = () => (world.seen.length === 1 ? result : { messageId: 'x' })
      world.manager.enqueue([toPerson(1, 1), toPerson(2, 1), toPerson(3, 2)])
      await settle(20)
      const ended = world.manager.answered.filter(({ part }) => Number(part.messageId.slice(4)) !== 3)
      assert.deepEqual(ended.map(({ outcome }) => outcome.kind).slice(0, 2), kinds, String(result))
      await world.stop()
    }
  })

  it('lets the rules of the SMSC say what is tried again', async () => {
    const rules = [
      { status: 'ESME_RINVDSTADR', action: 'retry', afterSeconds: null, attempts: null },
      { status: '0x8', action: 'hold', afterSeconds: null, attempts: null },
    ] as const
    for (const [result, second] of [
      ['ESME_RINVDSTADR', 'behind'],
      ['ESME_RSYSERR', 'answered'],
    ] as const) {
      const world = await LoadWorld.start({ definition: { statusRules: [...rules] }, retried: [0x0b], retryMs: 60_000 })
      world.answer = () => (world.seen.length === 1 ? result : { messageId: 'x' })
      world.manager.enqueue([toPerson(1, 1), toPerson(2, 1)])
      await settle(20)
      assert.equal(world.manager.answered[1]?.outcome.kind, second, result)
      await world.stop()
    }
  })

  it('is not stuck between a Sender and a manager that are as quick as each other', async () => {
    const world = await LoadWorld.start({ retryMs: 0 })
    world.answer = () => (world.seen.length % 3 === 0 ? 'ESME_RSYSERR' : { messageId: 'x' })
    world.manager.enqueue(Array.from({ length: 30 }, (_, index) => toPerson(index, index % 2)))
    await settle(300)
    assert.equal(world.manager.open, 0)
    const behind = world.manager.answered.filter(({ outcome }) => outcome.kind === 'behind')
    assert.ok(behind.length <= 300, `${behind.length} went back and forth`)
    await world.stop()
  })

  it('stands through an answer that never comes', async () => {
    const world = await LoadWorld.start({ definition: { responseTimeoutSeconds: 5 } })
    world.answer = () => (world.seen.length === 1 ? new Promise(() => undefined) : { messageId: 'x' })
    world.manager.enqueue([toPerson(1, 1), toPerson(2, 1)])
    await world.clock.advance(6_000)
    assert.deepEqual(
      world.manager.answered.map(({ outcome }) => outcome.kind),
      ['uncertain', 'answered'],
    )
    await world.stop()
  })

  it('is kept through throttling, temporary errors, a broken link and a store that fails now and then', async () => {
    const world = await LoadWorld.start({
      definition: { bindCount: 2, windowSize: 20 },
      roundTripMs: 30,
      leaseMs: 2,
      durableMs: 3,
      hiddenPerSecond: 150,
      retryMs: 300,
    })
    const taken: Seen[] = []
    let count = 0
    world.answer = () => {
      count++
      if (count === 200) for (const session of [...world.server.sessions].slice(0, 1)) session.destroy('dropped')
      if (count % 17 === 0) return 'ESME_RSYSERR'
      taken.push(world.seen.at(-1)!)
      return { messageId: `id-${count}` }
    }
    const all = Array.from({ length: 1_500 }, (_, index) => toPerson(index, (index * index) % 7))
    world.manager.enqueue(all)
    for (let turn = 0; turn < 40 && world.manager.open > 0; turn++) {
      world.manager.failAnswers = turn % 5 === 0 ? 2 : 0
      await world.clock.advance(1_000)
    }
    assert.equal(world.manager.open, 0)
    assert.ok(world.seen.length - taken.length > 80, 'many were refused on the way')
    assertInOrder(taken)
    assert.equal(new Set(taken.map(({ text }) => text)).size, taken.length, 'none twice')
    // What was on its way when the link broke is uncertain, and nobody sends it again here.
    const uncertain = world.manager.answered.filter(({ outcome }) => outcome.kind === 'uncertain').length
    assert.ok(uncertain > 0 && uncertain <= 20 && taken.length >= 1_500 - uncertain, `${taken.length} taken`)
    await world.stop()
  })
})
