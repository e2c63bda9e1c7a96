import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definition } from '../definition.ts'
import { LoadWorld, orders, orderTo, settle } from '../load-world.ts'

/** Submits the SMSC saw in a stretch of time. */
function between({ seen }: LoadWorld, fromMs: number, toMs: number): number {
  return seen.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length
}

describe('the pace of an SMSC', () => {
  it('is kept over all its binds together', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 50, bindCount: 3 } })
    world.manager.enqueue(orders(1_000))
    await world.clock.advance(10_000)
    assert.ok(Math.abs(world.seen.length - 500) <= 1, `${world.seen.length} in ten seconds`)
    for (let second = 0; second < 10; second++) {
      const count = between(world, second * 1_000, (second + 1) * 1_000)
      assert.ok(count <= 51, `${count} in second ${second}`)
    }
    await world.stop()
  })

  it('lets a burst leave at once after a pause, and no more', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 10, burst: 5, windowSize: 100 } })
    world.manager.enqueue(orders(20))
    await settle()
    assert.equal(world.seen.length, 5)
    await world.clock.advance(500)
    assert.equal(world.seen.length, 10)
    await world.stop()
  })

  it('changes in place', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 10 } })
    world.manager.enqueue(orders(1_000))
    await world.clock.advance(2_000)
    await world.edge.applyDefinitions([definition({ version: 2, perSecond: 100 })])
    const before = world.seen.length
    await world.clock.advance(2_000)
    assert.ok(Math.abs(world.seen.length - before - 200) <= 2, `${world.seen.length - before} in two seconds`)
    assert.equal(world.network.pipes.length, 1)
    await world.stop()
  })

  it('looks no further ahead than it can use: what is urgent leaves within a second, whatever is queued', async () => {
    const world = await LoadWorld.start({
      definition: { perSecond: 10, windowSize: 1_000 },
      roundTripMs: 50,
      leaseMs: 2,
      durableMs: 2,
    })
    world.manager.enqueue(orders(1_000))
    await world.clock.advance(5_000)
    assert.ok(world.manager.mostInDoubt <= 5, `${world.manager.mostInDoubt} with the Sender`)
    // A code overtakes the queue, as the lanes let it, but not what the Sender has.
    world.manager.enqueueFirst([orderTo(5_000, { messageClass: 'code' })])
    await world.clock.advance(1_000)
    const code = world.seen.find(({ text }) => text === 'Text 5000')
    assert.ok(code !== undefined && code.atMs < 6_000)
    await world.stop()
  })

  it('is granted in portions that are worth a durable write', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 1_000, windowSize: 1_000 }, roundTripMs: 50 })
    world.manager.enqueue(orders(4_000))
    await world.clock.advance(3_000)
    assert.ok(world.seen.length >= 2_950, `${world.seen.length} in three seconds`)
    assert.ok(world.manager.leases <= 90, `${world.manager.leases} leases`)
    assert.ok(world.manager.mostInDoubt <= 400, `${world.manager.mostInDoubt} with the Sender`)
    await world.stop()
  })

  it('keeps full speed over a long way and a slow disk: 100 unanswered in 50 ms are 2,000 a second', async () => {
    const world = await LoadWorld.start({
      definition: { windowSize: 100 },
      roundTripMs: 50,
      leaseMs: 5,
      durableMs: 5,
    })
    world.manager.enqueue(orders(12_000))
    await world.clock.advance(5_000)
    assert.ok(world.seen.length >= 1_900 * 5, `${world.seen.length / 5} a second`)
    assert.equal(world.manager.mostInDoubt, 125)
    await world.stop()
  })

  it('gives back what would wait too long when it falls', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 100, windowSize: 100 } })
    world.manager.enqueue(orders(500))
    await world.clock.advance(1_000)
    assert.ok(world.manager.inDoubt >= 20, `${world.manager.inDoubt} lie at the Sender`)
    await world.edge.applyDefinitions([definition({ version: 2, perSecond: 2, windowSize: 100 })])
    await settle()
    assert.ok(world.manager.inDoubt <= 3, `${world.manager.inDoubt} lie at the Sender`)
    const back = world.manager.answered.filter(({ outcome }) => outcome.kind === 'not-sent')
    assert.ok(back.length > 15)
    await world.edge.applyDefinitions([definition({ version: 3, perSecond: 100, windowSize: 100 })])
    await world.clock.advance(6_000)
    assert.equal(world.manager.open, 0)
    const texts = world.seen.map(({ text }) => Number(text.slice(5)))
    assert.deepEqual(
      texts,
      texts.toSorted((a, b) => a - b),
      'in the order of the queue',
    )
    await world.stop()
  })
})
