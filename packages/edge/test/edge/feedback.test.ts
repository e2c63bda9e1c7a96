import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOrder } from '@smpp-connect/contracts'
import { definition } from '../definition.ts'
import { LoadWorld, orders, orderTo } from '../load-world.ts'

describe('an SMSC that asks for less', () => {
  it('is sent to just below its limit, over all binds, and everything arrives once and in order', async () => {
    const world = await LoadWorld.start({
      definition: { bindCount: 2, windowSize: 50, perSecond: 1_000 },
      roundTripMs: 40,
      hiddenPerSecond: 100,
      retryMs: 500,
    })
    const toPerson = (index: number): SubmitOrder =>
      orderTo(index, { destination: { ton: 1, npi: 1, address: `4477009${(index * 7) % 400}` } })
    world.manager.enqueue(Array.from({ length: 5_000 }, (_, index) => toPerson(index)))
    await world.clock.advance(15_000)
    const fromMs = world.clock.monotonicMs()
    await world.clock.advance(30_000)
    const { taken, refused } = world.counts(fromMs)
    assert.ok(taken >= 0.95 * 3_000, `${taken} of 3,000 in half a minute`)
    assert.ok(refused < 0.01 * taken, `${refused} refused`)

    const { lastBind } = world.manager
    assert.ok(lastBind?.slowedTo && Math.abs(lastBind.slowedTo - 100) <= 6, `${lastBind?.slowedTo}`)
    assert.match(lastBind.reason, /^The SMSC takes less than its definition allows \(it answered ESME_RTHROTTLED\): /)
    assert.equal(lastBind.status, 'bound')

    await world.clock.advance(20_000)
    assert.equal(world.manager.open, 0)
    const arrived = world.seen.filter(({ isTaken }) => isTaken)
    assert.equal(arrived.length, 5_000)
    for (const [person, texts] of Map.groupBy(arrived, ({ destination }) => destination)) {
      const numbers = texts.map(({ text }) => Number(text.slice(5)))
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
        `in order to ${person}`,
      )
    }
    await world.stop()
  })

  it('is slowed down for a full queue too, by rule for any status, and for none that a rule says is a temporary error', async () => {
    const cases = [
      { status: 'ESME_RMSGQFUL', rule: undefined, isSlowed: true },
      { status: 'ESME_RSYSERR', rule: undefined, isSlowed: false },
      { status: 'ESME_RSYSERR', rule: 'slow-down', isSlowed: true },
      { status: 'ESME_RTHROTTLED', rule: 'retry', isSlowed: false },
    ] as const
    for (const { status, rule, isSlowed } of cases) {
      const statusRules = rule === undefined ? [] : [{ status, action: rule, afterSeconds: null, attempts: null }]
      const world = await LoadWorld.start({ definition: { perSecond: 100, statusRules } })
      world.answer = () => (world.seen.length % 5 === 0 ? status : { messageId: 'x' })
      world.manager.enqueue(orders(200))
      await world.clock.advance(2_000)
      assert.equal((world.manager.lastBind?.slowedTo ?? 100) < 90, isSlowed, `${status} by rule ${rule}`)
      await world.stop()
    }
  })

  it('is slowed down when it says that it is congested, though it takes everything', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 100, interfaceVersion: '5.0' }, roundTripMs: 20 })
    world.answer = () => ({ messageId: 'x', tlvs: { congestionState: 95 } })
    world.manager.enqueue(orders(1_000))
    await world.clock.advance(5_000)
    const { slowedTo, reason } = world.manager.lastBind!
    assert.ok(slowedTo && slowedTo < 85, `${slowedTo}`)
    assert.match(reason, /it says that it is congested/)
    await world.stop()
  })

  it('is back at the pace of its definition, and says so, when nothing was heard for long', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 100 }, hiddenPerSecond: 20 })
    world.manager.enqueue(orders(200))
    await world.clock.advance(20_000)
    assert.ok(world.manager.lastBind?.slowedTo)
    world.setHidden(undefined)
    await world.clock.advance(320_000)
    world.manager.enqueue(orders(10, 1_000))
    await world.clock.advance(2_000)
    assert.equal(world.manager.lastBind?.slowedTo, null)
    assert.equal(world.manager.lastBind?.reason, '')
    await world.stop()
  })

  it('begins anew with a definition that allows another pace', async () => {
    const world = await LoadWorld.start({ definition: { perSecond: 100 }, hiddenPerSecond: 20 })
    world.manager.enqueue(orders(2_000))
    await world.clock.advance(20_000)
    world.setHidden(undefined)
    await world.edge.applyDefinitions([definition({ version: 2, perSecond: 200 })])
    const fromMs = world.clock.monotonicMs()
    await world.clock.advance(1_000)
    assert.ok(world.counts(fromMs).taken > 190)
    await world.stop()
  })
})

describe('an adaptive window', () => {
  it('begins small, grows to what rate and round trip call for, and tells both', async () => {
    const world = await LoadWorld.start({
      definition: { perSecond: 200, windowSize: 500, windowMode: 'adaptive' },
      roundTripMs: 100,
      leaseMs: 1,
      durableMs: 1,
    })
    assert.equal(world.manager.credit, 2)
    world.manager.enqueue(orders(4_000))
    await world.clock.advance(3_000)
    const fromMs = world.clock.monotonicMs()
    await world.clock.advance(4_000)
    assert.ok(world.counts(fromMs).taken >= 790, `${world.counts(fromMs).taken} in four seconds`)
    const { windowSize, windowInUse, roundTripMs } = world.manager.lastBind!
    assert.equal(roundTripMs, 100)
    assert.ok(windowSize >= 25 && windowSize <= 45, `${windowSize}`)
    assert.ok(windowInUse <= 22, `${windowInUse}`)
    await world.stop()
  })

  it('takes all of the window where there is no limit, and a quarter in hand', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 30, windowMode: 'adaptive' }, roundTripMs: 50 })
    world.manager.enqueue(orders(4_000))
    await world.clock.advance(3_000)
    assert.equal(world.manager.lastBind?.windowSize, 30)
    assert.equal(world.manager.mostInDoubt, 37)
    await world.stop()
  })

  it('is not asked for with a fixed one, which tells the round trip all the same', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 30, perSecond: 10 }, roundTripMs: 50 })
    world.manager.enqueue(orders(50))
    await world.clock.advance(2_000)
    const { windowSize, roundTripMs } = world.manager.lastBind!
    assert.deepEqual([windowSize, roundTripMs], [30, 50])
    await world.stop()
  })
})
