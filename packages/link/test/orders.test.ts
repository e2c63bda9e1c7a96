import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubmitOutcome } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import { order, SMSC } from './traffic.ts'
import { World } from './world.ts'

/** What the manager was told, shortly. */
function ends(world: World): readonly string[] {
  return world.manager.answered.map(({ part, attempt, outcome }) => `${part.messageId} ${attempt} ${outcome.kind}`)
}

async function withOrders(count: number): Promise<World> {
  const world = new World({ lostAfterMs: 300_000 })
  world.link.grantCredit(SMSC, 10)
  await world.connect()
  world.submit(...Array.from({ length: count }, (_, at) => order(at + 1)))
  await settle(10)
  return world
}

test('an order crosses as it is, however the octets are cut', async () => {
  for (const pieceOctets of [1, 2, 3, 5, 64]) {
    const world = new World({ pieceOctets })
    world.link.grantCredit(SMSC, 1)
    await world.connect()
    const full = order(1, {
      messageClass: 'code',
      serviceType: 'CMT',
      scheduleDeliveryTime: '261126120000000+',
      esmClass: 0x43,
      protocolId: 0x41,
      priorityFlag: 3,
      replaceIfPresent: true,
      dataCoding: 8,
      shortMessage: new Uint8Array(254).fill(0xff),
      tlvs: [
        { tag: 0x0424, value: new Uint8Array(1_000).fill(1) },
        { tag: 0x1401, value: new Uint8Array(0) },
        { tag: 0x1401, value: Uint8Array.of(9) },
      ],
      source: { ton: 5, npi: 0, address: 'Café' },
    })
    world.submit(full)
    await settle(40)
    assert.deepEqual(world.edge.waiting, [full])
  }
})

test('what is kept of a frame does not hold on to all of it', async () => {
  const world = await withOrders(2)
  const text = { tag: 0x0424, value: Uint8Array.of(1) }
  world.submit(order(3, { tlvs: [text] }))
  await settle(10)
  const octets = world.edge.waiting.flatMap(({ shortMessage, tlvs }) => [
    shortMessage,
    ...tlvs.map(({ value }) => value),
  ])
  for (const some of octets) assert.equal(some.buffer.byteLength, some.length)
})

test('every outcome crosses as it is', async () => {
  const outcomes: readonly SubmitOutcome[] = [
    { kind: 'answered', smscMessageId: '' },
    { kind: 'refused', status: 0x58 },
    { kind: 'not-sent', reason: 'the bind is down' },
    { kind: 'unsendable', reason: 'too long' },
    { kind: 'blocked' },
    { kind: 'behind' },
    { kind: 'uncertain', reason: 'no answer in time' },
  ]
  const world = await withOrders(outcomes.length)
  world.edge.leave(outcomes.length)
  for (const outcome of outcomes) {
    const durable = world.edge.answer(1, () => outcome)
    await settle(10)
    await durable
  }
  assert.deepEqual(
    world.manager.answered.map(({ outcome }) => outcome),
    outcomes,
  )
  assert.equal(world.manager.answered[0]?.sentAtMs, 1)
})

test('answers given while the link is down are there when it is back, once', async () => {
  const world = await withOrders(3)
  world.edge.leave(3)
  await world.cut()
  world.edge.answer(3)
  await settle(10)
  assert.deepEqual(ends(world), [])
  assert.equal(world.link.unsettledAnswers, 3)
  await world.connect()
  assert.deepEqual(ends(world), ['msg_1 1 answered', 'msg_2 1 answered', 'msg_3 1 answered'])
  assert.equal(world.link.unsettledAnswers, 0)
  await world.cut()
  await world.connect()
  assert.equal(ends(world).length, 3)
})

test('answers that arrived and were not confirmed in time are not taken twice', async () => {
  const world = await withOrders(3)
  world.edge.leave(3)
  const stored = Promise.withResolvers<void>()
  world.manager.store = () => stored.promise
  world.edge.answer(3)
  await settle(10)
  await world.cut()
  await world.connect()
  stored.resolve()
  await settle(10)
  assert.equal(ends(world).length, 3)
  assert.equal(world.link.unsettledAnswers, 0)
})

test('answers wait for a store that fails, and are confirmed when it works again', async () => {
  const world = await withOrders(1)
  world.edge.leave(1)
  world.manager.store = async () => {
    throw new Error('disk full')
  }
  world.edge.answer(1)
  await world.clock.advance(5_000)
  assert.equal(world.link.unsettledAnswers, 1)
  assert.equal(world.manager.creditOf(SMSC), 9, 'no credit for what is not durable')
  world.manager.store = async () => {}
  await world.clock.advance(1_000)
  assert.deepEqual(ends(world), ['msg_1 1 answered'])
  assert.equal(world.link.unsettledAnswers, 0)
})

test('orders that never arrived come back as not sent; those that did are answered in time', async () => {
  const world = await withOrders(2)
  world.edge.leave(2)
  if (world.atManager) world.atManager.way = 'lost'
  world.submit(order(3), order(4))
  await settle(10)
  await world.cut()
  assert.deepEqual(ends(world), [], 'nobody knows yet')
  await world.connect()
  assert.deepEqual(ends(world), ['msg_3 1 not-sent', 'msg_4 1 not-sent'])
  world.edge.answer(2)
  await settle(10)
  assert.deepEqual(ends(world).slice(2), ['msg_1 1 answered', 'msg_2 1 answered'])
  assert.equal(world.edge.left.length, 2)
})

test('what waits at the edge and has not left is given back when the link breaks', async () => {
  const world = await withOrders(3)
  world.edge.leave(1)
  await world.cut()
  assert.deepEqual(world.edge.waiting, [])
  await world.connect()
  assert.deepEqual(ends(world), ['msg_2 1 not-sent', 'msg_3 1 not-sent'])
})

test('orders handed over while the link is down come back at once, and there is no credit for more', async () => {
  const world = await withOrders(0)
  await world.cut()
  assert.equal(world.manager.creditOf(SMSC), 0)
  // Leased on the strength of credit from before.
  world.submit(order(1), order(2))
  await settle(2)
  assert.deepEqual(ends(world), ['msg_1 1 not-sent', 'msg_2 1 not-sent'])
  assert.equal(world.manager.creditOf(SMSC), 0)
  await world.connect()
  assert.equal(world.manager.creditOf(SMSC), 10)
})

test('when the edge process is another one, what the old one had is uncertain', async () => {
  const world = await withOrders(2)
  world.edge.leave(1)
  world.atEdge?.destroy('killed')
  world.newEdge()
  world.link.grantCredit(SMSC, 10)
  await world.connect()
  assert.deepEqual(ends(world), ['msg_1 1 uncertain', 'msg_2 1 uncertain'])
  assert.equal(world.manager.creditOf(SMSC), 10)
  world.submit(order(3))
  await settle(10)
  assert.deepEqual(world.edge.waiting, [order(3)])
})

test('an edge that stays away too long is given up; what it answers later is late, and still told', async () => {
  const world = await withOrders(2)
  world.edge.leave(2)
  await world.cut()
  await world.clock.advance(299_000)
  assert.deepEqual(ends(world), [])
  await world.clock.advance(2_000)
  assert.deepEqual(ends(world), ['msg_1 1 uncertain', 'msg_2 1 uncertain'])
  world.edge.answer(2)
  await world.connect()
  assert.deepEqual(ends(world).slice(2), ['msg_1 1 answered', 'msg_2 1 answered'])
})

test('an edge that served another manager in between cannot vouch for what it had of this one', async () => {
  const world = await withOrders(1)
  world.edge.leave(1)
  const { hub: first, link } = world
  await world.cut()
  world.newHub()
  await world.connect()
  assert.ok(link.state.kind === 'up')
  await world.cut()
  world.hub = first
  await world.connect()
  assert.deepEqual(ends(world), ['msg_1 1 uncertain'])
})

test('answers that another manager has taken in between are not missed', async () => {
  const world = await withOrders(2)
  world.edge.leave(2)
  world.edge.answer(1)
  await settle(10)
  const { hub: first } = world
  await world.cut()
  world.newHub()
  world.edge.answer(1)
  await world.connect()
  assert.equal(world.link.unsettledAnswers, 0)
  await world.cut()
  world.hub = first
  await world.connect()
  world.submit(order(3))
  await settle(10)
  world.edge.leave(1)
  world.edge.answer(1)
  await settle(10)
  assert.equal(world.link.unsettledAnswers, 0)
  assert.ok(world.isUp)
})

test('a manager that was started anew gets the answers of before, and takes no order number for known', async () => {
  const world = await withOrders(2)
  world.edge.leave(2)
  await world.cut()
  world.newHub()
  world.edge.answer(2)
  await world.connect()
  assert.deepEqual(ends(world), ['msg_1 1 answered', 'msg_2 1 answered'])
  world.submit(order(3))
  await settle(10)
  assert.deepEqual(world.edge.waiting, [order(3)])
})

test('an edge that is removed leaves nothing open', async () => {
  const world = await withOrders(2)
  world.hub.forget('london')
  await settle(10)
  assert.deepEqual(ends(world), ['msg_1 1 uncertain', 'msg_2 1 uncertain'])
  world.submit(order(3))
  await settle(10)
  assert.deepEqual(ends(world).slice(2), ['msg_3 1 not-sent'])
})

test('orders go to the edges that gave credit, and to no other', async () => {
  const world = await withOrders(0)
  const sent = Array.from({ length: 25 }, (_, at) => order(at + 1))
  world.submit(...sent)
  await settle(10)
  assert.equal(world.edge.waiting.length, 25, 'there is one edge, and it judges what came too much')
})

test('that answers are durable is told after the orders that were handed over before', async () => {
  const world = await withOrders(1)
  world.edge.leave()
  let atEdge: number | undefined
  world.manager.onAnswers = () => world.submit(...Array.from({ length: 3_000 }, (_, at) => order(at + 2)))
  void world.edge.answer(1).then(() => {
    atEdge = world.edge.waiting.length
  })
  await settle(60)
  assert.equal(atEdge, 3_000)
})
