import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EdgeWorld } from './edge-world.ts'

const TEXTS = 400

describe('an SMSC that two edges may bind to', { timeout: 180_000 }, () => {
  it('is bound by one of them; a changed order hands over at once, with nothing uncertain', async () => {
    await using world = await EdgeWorld.start({ account: { maxBinds: 1 } })
    await world.edge('london')
    await world.edge('paris')
    const id = await world.define({ edges: ['london', 'paris'], perSecond: 100 })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS)
    await world.whenTaken(50)
    await world.change(id, { edges: ['paris'] })
    const tookMs = await world.whenBound(id, 'paris transceiver')
    console.log(`  a changed order is carried out after ${Math.round(tookMs)} ms`)
    await world.change(id, { perSecond: null })
    await world.allDelivered()
    assert.deepEqual(world.notOnce, [])
    const { mostBound, counters } = world.simulator.ledger
    assert.deepEqual([mostBound.get('connect'), counters.refusedBinds], [1, 0])
    assert.equal(await world.everUncertain(), 0)
  })

  it('is bound by the other within ten seconds when the one is killed, and handed over when it is stopped', async () => {
    await using world = await EdgeWorld.start({ account: { maxBinds: 1 } })
    const london = await world.edge('london')
    const paris = await world.edge('paris')
    const id = await world.define({ edges: ['london', 'paris'], perSecond: 100, uncertainWaitSeconds: 1 })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS)
    await world.whenTaken(50)
    await london.kill()
    const tookMs = await world.whenBound(id, 'paris transceiver')
    console.log(`  after a kill the other is bound within ${Math.round(tookMs)} ms`)
    await world.change(id, { perSecond: null })
    const counts = await world.allDelivered()
    const { windowSize } = await world.smsc(id)
    const most = Math.floor(windowSize * 1.25)
    assert.ok(counts.mayBeDuplicate <= most, `${counts.mayBeDuplicate} may have come twice`)
    assert.ok(world.notOnce.length <= counts.mayBeDuplicate, `${world.notOnce}`)

    await world.edge('london')
    const stopped = paris.stop()
    const overMs = await world.whenBound(id, 'london transceiver')
    console.log(`  after a stop within ${Math.round(overMs)} ms`)
    assert.equal(await stopped, 0, paris.output)
    const { mostBound } = world.simulator.ledger
    assert.equal(mostBound.get('connect'), 1)
  })
})
