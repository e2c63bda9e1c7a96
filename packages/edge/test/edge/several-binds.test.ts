import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { HandlerResult } from '@smpp-connect/smpp'
import { settle } from '@smpp-connect/testkit'
import { definition } from '../definition.ts'
import { World } from '../world.ts'

const ID = 'smsc_test'

/** An SMSC that answers when it is told to. */
class SlowSmsc {
  readonly waiting: { readonly answer: (result: { readonly messageId: string }) => void }[] = []
  readonly handle = (): HandlerResult =>
    new Promise((resolve) => {
      this.waiting.push({ answer: resolve })
    })

  answerAll(): void {
    for (const [index, { answer }] of this.waiting.splice(0).entries()) answer({ messageId: `id-${index}` })
  }
}

async function slowWorld(given: Parameters<typeof definition>[0]): Promise<{ world: World; smsc: SlowSmsc }> {
  const world = await World.start()
  const smsc = new SlowSmsc()
  world.answer = smsc.handle
  await world.edge.applyDefinitions([definition(given)])
  await settle()
  return { world, smsc }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const unanswered = (world: World): number[] => [...world.server.sessions].map(({ handling }) => handling)

describe('several binds with one SMSC', () => {
  it('are held as many as the definition asks for, each reported by its number', async () => {
    const { world } = await slowWorld({ bindCount: 3 })
    assert.equal(world.server.sessions.size, 3)
    const bound = world.manager.binds.filter(({ status }) => status === 'bound')
    assert.deepEqual(
      bound.map(({ bindType, number }) => [bindType, number]),
      [
        ['transceiver', 1],
        ['transceiver', 2],
        ['transceiver', 3],
      ],
    )
    assert.equal(world.manager.credit.get(ID), 37, 'the windows of all of them, and a quarter')
    await world.stop()
  })

  it('are held of each kind where there are two kinds', async () => {
    const { world } = await slowWorld({ bindCount: 2, bindMode: 'transmitter-receiver' })
    assert.deepEqual(world.boundAs.toSorted(), ['receiver', 'receiver', 'transmitter', 'transmitter'])
    assert.equal(world.manager.credit.get(ID), 25)
    await world.stop()
  })

  it('share the work: none is unused while orders wait, and none has more unanswered than it may', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 3, windowSize: 4 })
    world.submit(range(1, 2).map((number) => world.order(number)))
    await settle()
    assert.deepEqual(unanswered(world).toSorted(), [0, 1, 1])
    world.submit(range(3, 12).map((number) => world.order(number)))
    await settle()
    assert.deepEqual(unanswered(world), [4, 4, 4])
    smsc.answerAll()
    await settle()
    assert.equal(world.manager.ended.length, 12)
    assert.equal(world.manager.credit.get(ID), 15)
    await world.stop()
  })

  it('are chosen by how little they have to do, not by whose turn it is', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 2, windowSize: 5 })
    world.submit(range(1, 5).map((number) => world.order(number)))
    await settle()
    assert.deepEqual(unanswered(world), [3, 2])
    // The first one answers all it has.
    for (const { answer } of smsc.waiting.splice(0, 3)) answer({ messageId: 'x' })
    await settle()
    assert.deepEqual(unanswered(world), [0, 2])
    world.submit([world.order(6), world.order(7)])
    await settle()
    assert.deepEqual(unanswered(world), [2, 2])
    await world.stop()
  })

  it('take turns when all are equally free', async () => {
    const { world } = await slowWorld({ bindCount: 3 })
    world.answer = () => ({ messageId: 'x' })
    for (const number of range(1, 9)) {
      world.submit([world.order(number)])
      await settle()
    }
    assert.deepEqual(
      [...world.server.sessions].map(({ counters }) => counters.pdusIn),
      [4, 4, 4],
      'a bind and three submits on each',
    )
    await world.stop()
  })

  it('are added and taken away without a touch to the others', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 2 })
    const [first, second] = [...world.server.sessions]
    world.submit([world.order(1), world.order(2)])
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2, bindCount: 3 })])
    await settle()
    assert.equal(world.server.sessions.size, 3)
    assert.equal(world.manager.credit.get(ID), 35)

    await world.edge.applyDefinitions([definition({ version: 3, bindCount: 1 })])
    await settle()
    assert.deepEqual([...world.server.sessions], [first, second], 'the second still has something to end')
    assert.equal(world.manager.credit.get(ID), 10, 'the shares of the two are taken back')
    world.submit([world.order(3)])
    await settle()
    smsc.answerAll()
    await settle(20)
    assert.deepEqual([...world.server.sessions], [first])
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome.kind),
      ['answered', 'answered', 'answered'],
    )
    const numbers = world.requests.filter((_, index) => index !== 1).map(({ sequenceNumber }) => sequenceNumber)
    assert.deepEqual(numbers, [2, 3], 'the first session goes on counting')
    assert.equal(world.network.pipes.length, 3)
    await world.stop()
  })

  it('give their share of the credit back before the window of the others grows', async () => {
    const { world } = await slowWorld({ bindCount: 3, windowSize: 6 })
    await world.edge.applyDefinitions([definition({ version: 2, bindCount: 1, windowSize: 14 })])
    await settle()
    assert.deepEqual(world.manager.creditChanges.slice(-3), [-7, -8, 10])
    assert.equal(world.manager.credit.get(ID), 17)
    await world.stop()
  })

  it('are never more than asked for at once, when all have to be made anew', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 3 })
    let most = 0
    world.judge = () => {
      most = Math.max(most, world.server.sessions.size)
      return true
    }
    world.submit(range(1, 3).map((number) => world.order(number)))
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2, bindCount: 3, password: 'another' })])
    await settle()
    assert.equal(world.boundAs.length, 3, 'the old ones still have something to end')
    smsc.answerAll()
    await settle(30)
    assert.equal(world.boundAs.length, 6)
    assert.ok(most <= 3, `${most} at once`)
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome.kind),
      ['answered', 'answered', 'answered'],
    )
    await world.stop()
  })

  it('are not bound twice when a definition is taken away and comes back before they are down', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 1 })
    world.submit([world.order(1)])
    await settle()
    await world.edge.applyDefinitions([])
    await settle()
    await world.edge.applyDefinitions([definition({ version: 2 })])
    await settle()
    assert.equal(world.boundAs.length, 1)
    smsc.answerAll()
    await settle(30)
    assert.equal(world.boundAs.length, 2)
    assert.equal(world.server.sessions.size, 1)
    world.submit([world.order(2)])
    await settle()
    smsc.answerAll()
    await settle()
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome.kind),
      ['answered', 'answered'],
    )
    await world.stop()
  })

  it('go on when one breaks: only what it had left is uncertain, and only its share of the credit is gone', async () => {
    const { world, smsc } = await slowWorld({ bindCount: 2, windowSize: 4 })
    world.submit(range(1, 6).map((number) => world.order(number)))
    await settle()
    assert.equal(world.manager.credit.get(ID), 4)
    world.network.pipes[0]?.cut()
    await settle()
    assert.deepEqual(
      world.manager.ended.map(({ outcome }) => outcome.kind),
      ['uncertain', 'uncertain', 'uncertain'],
    )
    assert.equal(world.manager.credit.get(ID), 2, 'three at the SMSC, one more fits, and one in hand')
    world.submit([world.order(7)])
    await settle()
    smsc.answerAll()
    await settle()
    assert.equal(world.manager.ended.filter(({ outcome }) => outcome.kind === 'answered').length, 4)
    await world.clock.advance(5_000)
    assert.equal(world.server.sessions.size, 2)
    assert.equal(world.manager.credit.get(ID), 10)
    await world.stop()
  })
})
