import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { bind, definition, order, SMSC, text } from './traffic.ts'
import { EDGE, World } from './world.ts'

const OTHER = 'smsc_other'

test('an edge that was taken over gets no further than its own SMSCs', async () => {
  const world = new World()
  world.hub.applyDefinitions([definition(SMSC), definition(OTHER, 1, { name: 'Other for paris' })])
  await world.connect()
  world.link.grantCredit(OTHER, 5)
  world.link.bindChanged(bind({ smscId: OTHER }))
  const answered = { kind: 'answered', smscMessageId: 'forged' } as const
  const { part, attempt } = order(1)
  const durable = world.link.answers([{ part, attempt, smscId: OTHER, atMs: 1, sentAtMs: 1, outcome: answered }])
  const verdicts = world.link.deliver([text(1), text(2, { smscId: OTHER }), text(3)])
  await settle(20)
  assert.equal(world.manager.creditOf(OTHER), 0)
  assert.deepEqual(world.manager.binds, [])
  assert.deepEqual(world.manager.answered, [])
  await durable
  assert.deepEqual(await verdicts, [{ kind: 'stored' }, { kind: 'try-later' }, { kind: 'stored' }])
  assert.deepEqual(world.manager.inbound, [text(1), text(3)])
  assert.ok(world.isUp, 'the rest of it goes on')
})

test('what an edge had under way still ends when its SMSC is taken from it', async () => {
  const world = new World()
  world.link.grantCredit(SMSC, 5)
  await world.connect()
  world.submit(order(1))
  await settle(10)
  world.edge.leave(1)
  world.hub.applyDefinitions([])
  await settle(10)
  world.edge.answer(1)
  const verdicts = world.link.deliver([text(1)])
  await settle(10)
  assert.equal(world.manager.answered.length, 1)
  assert.deepEqual(await verdicts, [{ kind: 'stored' }])
  assert.equal(world.hub.edge(EDGE.id) !== undefined, true)
})
