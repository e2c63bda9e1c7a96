import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually, FaultyProxy } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'

const TEXTS = 400

describe('an edge that is frozen beyond its time, and thawed when another is bound', { timeout: 180_000 }, () => {
  it('writes nothing any more, and the other one goes on', async () => {
    await using world = await EdgeWorld.start()
    await using proxy = await FaultyProxy.to(world.simulator.address().port)
    const london = await world.edge('london')
    await world.edge('paris')
    const id = await world.define({
      edges: ['london', 'paris'],
      perSecond: 50,
      uncertainWaitSeconds: 1,
      port: proxy.port,
    })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS)
    await world.whenTaken(20)

    london.child.kill('SIGSTOP')
    const tookMs = await world.whenBound(id, 'paris transceiver')
    console.log(`  after the freeze the other is bound within ${Math.round(tookMs)} ms`)
    const [ofLondon, ofParis] = proxy.opened
    assert.ok(ofLondon && ofParis)
    const heard = ofLondon.toServer
    london.child.kill('SIGCONT')
    // It has noticed: it has dropped its bind, and has a new link.
    await eventually('thawed', () => ofLondon.isClosed && london.output.split('Linked with').length > 2)
    await world.change(id, { perSecond: null })
    await world.allDelivered()
    assert.equal(ofLondon.toServer, heard, 'not an octet came from it')
    assert.equal(proxy.connections, 2, 'and it has not bound again')
    assert.equal(await world.bound(id), 'paris transceiver')
    const { windowSize } = await world.smsc(id)
    assert.ok(world.notOnce.length <= windowSize, `${world.notOnce}`)
  })
})
