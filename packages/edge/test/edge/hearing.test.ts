import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LoadOptions, LoadWorld, orders, orderTo, settle } from '../load-world.ts'

/** Texts that an SMSC has got after so long. */
async function takenIn(ms: number, options: LoadOptions): Promise<number> {
  const world = await LoadWorld.start({ leaseMs: 2, durableMs: 2, ...options })
  world.manager.enqueue(orders(20_000))
  await world.clock.advance(ms)
  const { length } = world.seen
  await world.stop()
  return length
}

const kindsOf = (world: LoadWorld): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { outcome } of world.manager.answered) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1
  return counts
}

describe('an edge whose manager is at the other end of a link', () => {
  const LOADS = [
    ['a full window', { windowSize: 20 }, 40],
    ['a slow pace', { perSecond: 1, burst: 1 }, 40],
    ['a slow SMSC and a window of one', { windowSize: 1 }, 2_000],
    ['a slow SMSC that answers all at once', { windowSize: 10 }, 2_000],
  ] as const
  for (const [what, definition, roundTripMs] of LOADS) {
    for (const linkRoundTripMs of [50, 200, 600]) {
      it(`loses no throughput with ${what} and ${linkRoundTripMs} ms between the two`, async () => {
        const load = { definition, roundTripMs, linkRoundTripMs }
        const [hearing, before] = [await takenIn(30_000, load), await takenIn(30_000, { ...load, hearsAlways: true })]
        // The first waits for a round trip.
        const first = Math.ceil((before * 2 * linkRoundTripMs) / 30_000) + 1
        assert.ok(hearing >= before - first, `${hearing} instead of ${before}`)
      })
    }
  }

  it('submits nothing 0.7 s after the manager was heard last, and goes on when it is heard again', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 20 }, roundTripMs: 2_000, linkRoundTripMs: 20 })
    const { link, clock } = world
    assert.ok(link)
    world.manager.enqueue(orders(1_000))
    // All that have left are with the SMSC, and the next answers come in a second.
    await clock.advance(11_300)
    const { length } = world.seen
    const [smsc] = world.edge.figures
    assert.deepEqual([smsc?.sender.outstanding, smsc?.sender.waiting], [20, 5], 'some of them wait for room')
    link.stalled = true
    await clock.advance(7_000)
    assert.equal(world.seen.length, length)
    link.stalled = false
    await clock.advance(10_000)
    assert.ok(world.seen.length >= length + 90, `${world.seen.length - length} in 10 s`)
    assert.equal(new Set(world.seen.map(({ text }) => text)).size, world.seen.length, 'none was sent twice')
    assert.equal(kindsOf(world).uncertain, undefined)
    await world.stop()
  })

  it('gives back what waits, so that it is looked at again by whoever knows whether it may still go', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 1, burst: 1 }, linkRoundTripMs: 20 })
    assert.ok(world.link)
    world.manager.enqueue(orders(10))
    // The third waits for its turn.
    await world.clock.advance(2_100)
    world.link.toManager.stalled = true
    await world.clock.advance(3_000)
    const [smsc] = world.edge.figures
    assert.deepEqual([smsc?.sender.waiting, smsc?.sender.ended.get('not_sent')], [0, 1])
    world.link.toManager.stalled = false
    await world.clock.advance(20_000)
    assert.deepEqual(kindsOf(world), { answered: 10, 'not-sent': 1 })
    assert.deepEqual(world.seen.map(({ text }) => Number(text.slice(5))).sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    await world.stop()
  })

  it('goes on with operations meanwhile: they are about texts that the SMSC has', async () => {
    const world = await LoadWorld.start({ linkRoundTripMs: 20 })
    world.answer = () => ({ messageState: 2 })
    assert.ok(world.link)
    world.link.stalled = true
    world.edge.submit([orderTo(1)])
    const { source, destination } = orderTo(1)
    const order = { smscId: 'smsc_test', smscMessageId: 'a', source, destination, serviceType: '' } as const
    const answer = world.edge.operate({ kind: 'query', ...order })
    await world.clock.advance(100)
    assert.equal((await answer).kind, 'state')
    assert.equal(world.seen.length, 0)
    await world.stop()
  })

  it('can be drained while the manager is not heard', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 1, burst: 1 }, linkRoundTripMs: 20 })
    assert.ok(world.link)
    world.link.toEdge.stalled = true
    world.edge.submit([orderTo(1)])
    await settle()
    let isDrained = false
    const drained = world.edge.drain().then(() => {
      isDrained = true
    })
    await world.clock.advance(100)
    assert.equal(isDrained, false, 'the manager has not said that it has the answer')
    world.link.toEdge.stalled = false
    await world.clock.advance(100)
    await drained
    assert.deepEqual([kindsOf(world), world.seen.length], [{ 'not-sent': 1 }, 0])
    await world.stop()
  })
})
