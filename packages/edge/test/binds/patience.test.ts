import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definition } from '../definition.ts'
import { World } from '../world.ts'

/** An SMSC that always answers after so long. */
function slow(world: World, afterMs: number): void {
  world.answer = () => new Promise((resolve) => world.clock.after(afterMs, () => resolve({ messageId: 'id' })))
}

const outcomes = (world: World): readonly string[] => world.manager.ended.map(({ outcome }) => outcome.kind)

describe('a bind that is to end', () => {
  it('waits for the answers of an SMSC that always takes long, and not for ever for those of one that was quick', async () => {
    for (const [usualMs, thenMs, expected] of [
      [12_000, 20_000, 'answered'],
      [10, 20_000, 'uncertain'],
    ] as const) {
      const world = await World.start()
      slow(world, usualMs)
      await world.edge.applyDefinitions([definition()])
      await world.clock.advance(10)
      world.submit([world.order(1)])
      await world.clock.advance(usualMs + 10)
      slow(world, thenMs)
      world.submit([world.order(2)])
      await world.clock.advance(10)
      void world.edge.applyDefinitions([definition({ version: 2, password: 'another' })])
      await world.clock.advance(thenMs + 10)
      assert.deepEqual(outcomes(world), ['answered', expected], `usually ${usualMs} ms`)
      assert.equal(world.manager.lastBind?.status, 'bound')
      await world.stop()
    }
  })
})

describe('a bind that is refused because another one stands', () => {
  it('is tried again soon, since that was most likely our own, and then more and more seldom', async () => {
    const world = await World.start()
    world.judge = () => 'ESME_RALYBND'
    await world.edge.applyDefinitions([definition()])
    const triesWithin: number[] = []
    for (const seconds of [1, 1, 8, 50]) {
      const before = world.boundAs.length
      await world.clock.advance(seconds * 1_000 + 10)
      triesWithin.push(world.boundAs.length - before)
    }
    assert.deepEqual(triesWithin, [2, 0, 2, 3])
    world.judge = () => true
    await world.clock.advance(120_000)
    assert.equal(world.manager.lastBind?.status, 'bound')
    await world.stop()
  })
})
