import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'

/** So late an SMSC answers that is slow and alive. */
const SLOW_MS = 2_500

describe('a planned hand-over of binds', { timeout: 300_000 }, () => {
  it('leaves nothing in doubt with a slow SMSC, a full window and a long queue, twice at once, and when the next is refused at first', async () => {
    await using world = await EdgeWorld.start({ account: { maxBinds: 1 } })
    await world.edge('london')
    await world.edge('paris')
    // Without the reference no receipt settles what has no answer.
    const id = await world.define({ edges: ['london', 'paris'], userMessageReference: false })
    await world.whenBound(id, 'london transceiver')
    world.simulator.setFaults({ delayAnswersMs: SLOW_MS })
    await world.send(200)
    await world.whenTaken(15)
    await world.change(id, { edges: ['paris', 'london'] })
    const tookMs = await world.whenBound(id, 'paris transceiver')
    console.log(`  with answers after ${SLOW_MS} ms and a full window: after ${Math.round(tookMs)} ms`)

    await world.whenTaken(world.taken + 10)
    await world.change(id, { edges: ['london', 'paris'] })
    await world.change(id, { edges: ['paris', 'london'] })
    await world.change(id, { edges: ['london', 'paris'] })
    const thereMs = await world.whenBound(id, 'london transceiver')
    console.log(`  there, back and there again at once: after ${Math.round(thereMs)} ms`)

    await world.whenTaken(world.taken + 10)
    const { counters } = world.simulator.ledger
    const refusedBefore = counters.refusedBinds
    world.simulator.setFaults({ delayAnswersMs: SLOW_MS, refuseBinds: 'ESME_RALYBND' })
    await world.change(id, { edges: ['paris', 'london'] })
    await eventually('refused', () => counters.refusedBinds > refusedBefore)
    world.simulator.setFaults({})
    const freedMs = await world.whenBound(id, 'paris transceiver')
    console.log(`  refused at first: ${Math.round(freedMs)} ms after the SMSC has let go`)
    await world.allDelivered(60_000)
    assert.deepEqual(world.notOnce, [])
    assert.equal(world.simulator.ledger.mostBound.get('connect'), 1)
    assert.equal(await world.everUncertain(), 0)
  })

  it('is one of transmitters and one of receivers where Sender and Receiver are apart', async () => {
    await using world = await EdgeWorld.start({ account: { maxBinds: 2 } })
    await world.edge('out-a', 'sender')
    const secondOut = await world.edge('out-b', 'sender')
    await world.edge('in-a', 'receiver')
    const secondIn = await world.edge('in-b', 'receiver')
    const edges = ['out-a', 'in-a', 'out-b', 'in-b']
    const id = await world.define({ bindMode: 'transmitter-receiver', edges, userMessageReference: false })
    await world.whenBound(id, 'in-a receiver, out-a transmitter')
    world.simulator.setFaults({ delayAnswersMs: 300 })
    await world.send(400)
    await world.whenTaken(15)
    await world.change(id, { edges: edges.toReversed() })
    let replies = 0
    const reply = async (): Promise<void> => {
      assert.ok((await world.simulator.reply('+447700980000', '60777', `Reply ${replies++}`)).ok)
    }
    for (let count = 0; count < 5; count++) await reply()
    const tookMs = await world.whenBound(id, 'in-b receiver, out-b transmitter')
    console.log(`  both pairs: after ${Math.round(tookMs)} ms`)
    await world.whenTaken(world.taken + 15)
    const stopped = Promise.all([secondOut.stop(), secondIn.stop()])
    for (let count = 0; count < 5; count++) await reply()
    const backMs = await world.whenBound(id, 'in-a receiver, out-a transmitter')
    console.log(`  both stopped: after ${Math.round(backMs)} ms`)
    assert.deepEqual(await stopped, [0, 0])
    world.simulator.setFaults({})
    await world.allDelivered(60_000)
    assert.deepEqual(world.notOnce, [])
    await eventually('the replies', async () => (await world.counts()).received >= replies)
    assert.equal((await world.counts()).received, replies, 'each is stored once')
    assert.equal(world.simulator.ledger.mostBound.get('connect'), 2)
    assert.equal(await world.everUncertain(), 0)
  })
})
