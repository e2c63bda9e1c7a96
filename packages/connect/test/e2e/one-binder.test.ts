import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'
import { Relay } from './relay.ts'

const TEXTS = 400

describe('an SMSC that two edges may bind to', { timeout: 60_000 }, () => {
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
    assert.ok(tookMs <= 2_000, `the hand-over took ${tookMs} ms`)
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
    assert.ok(tookMs <= 10_000, `the take-over took ${tookMs} ms`)
    await world.change(id, { perSecond: null })
    const counts = await world.allDelivered()
    const { windowSize } = await world.smsc(id)
    assert.ok(world.notOnce.length <= windowSize, `${world.notOnce}`)
    assert.ok(counts.mayBeDuplicate <= windowSize)

    await world.edge('london')
    const stopped = paris.stop()
    const overMs = await world.whenBound(id, 'london transceiver')
    assert.ok(overMs <= 2_000, `the hand-over took ${overMs} ms`)
    assert.equal(await stopped, 0, paris.output)
    const { mostBound } = world.simulator.ledger
    assert.equal(mostBound.get('connect'), 1)
  })

  it('hears nothing more of one that was frozen beyond its time, and thawed when the other was bound', async () => {
    await using world = await EdgeWorld.start()
    await using relay = await Relay.to(world.simulator.address().port)
    const london = await world.edge('london')
    await world.edge('paris')
    const id = await world.define({
      edges: ['london', 'paris'],
      perSecond: 50,
      uncertainWaitSeconds: 1,
      port: relay.port,
    })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS)
    await world.whenTaken(20)

    london.child.kill('SIGSTOP')
    await world.whenBound(id, 'paris transceiver')
    const [ofLondon, ofParis] = relay.connections
    assert.ok(ofLondon && ofParis)
    const heard = ofLondon.toServer
    london.child.kill('SIGCONT')
    // It has noticed: it has dropped its bind, and has a new link.
    await eventually('thawed', () => ofLondon.isClosed && london.output.split('Linked with').length > 2)
    await world.change(id, { perSecond: null })
    await world.allDelivered()
    assert.equal(ofLondon.toServer, heard, 'not an octet came from it')
    assert.equal(relay.connections.length, 2, 'and it has not bound again')
    assert.equal(await world.bound(id), 'paris transceiver')
    const { windowSize } = await world.smsc(id)
    assert.ok(world.notOnce.length <= windowSize, `${world.notOnce}`)
  })
})
