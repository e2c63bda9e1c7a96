import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { order, SMSC, text } from '../traffic.ts'
import { TlsWorld } from './tls-world.ts'

for (const who of ['the edge', 'the manager']) {
  test(`orders, answers, texts and definitions cross when ${who} dials`, async (t) => {
    const world = new TlsWorld()
    t.after(() => world.stop())
    if (who === 'the edge') await world.edgeDials((await world.managerListens()).port)
    else await world.managerDials((await world.edgeListens()).port)
    world.link.grantCredit(SMSC, 2)
    await eventually('the credit', () => world.manager.creditOf(SMSC) === 2)
    world.hub.submit([order(1), order(2)])
    await eventually('the orders', () => world.edge.waiting.length === 2)
    world.edge.leave(2)
    await world.edge.answer(2)
    assert.equal(world.manager.answered.length, 2)
    assert.deepEqual(await world.link.deliver([text(1)]), [{ kind: 'stored' }])
    assert.deepEqual(world.manager.inbound, [text(1)])
  })
}
