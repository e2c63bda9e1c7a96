import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { order, SMSC } from './traffic.ts'
import { World } from './world.ts'

const PAIR = { source: null, destination: '447700900001' }
const TO_HIM = { destination: { ton: 1, npi: 1, address: '447700900001' } }

function ends(world: World): readonly string[] {
  return world.manager.answered.map(({ part, outcome }) => `${part.messageId} ${outcome.kind}`)
}

async function up(): Promise<World> {
  const world = new World()
  world.link.grantCredit(SMSC, 10)
  await world.connect()
  return world
}

test('a block reaches the edge at once and takes back what waits there', async () => {
  const world = await up()
  world.submit(order(1, TO_HIM), order(2))
  await settle(10)
  world.hub.block([PAIR, { source: 'Parcels', destination: '447700900002' }])
  await settle(10)
  assert.deepEqual(world.edge.blocked, [PAIR, { source: 'Parcels', destination: '447700900002' }])
  assert.deepEqual(ends(world), ['msg_1 blocked'])
})

test('an order that has not left for the edge is taken back here: the block would overtake it', async () => {
  const world = await up()
  world.submit(order(1, TO_HIM), order(2))
  world.hub.block([PAIR])
  await settle(10)
  assert.deepEqual(ends(world), ['msg_1 blocked'])
  assert.deepEqual(
    world.edge.waiting.map(({ part }) => part.messageId),
    ['msg_2'],
  )
  assert.equal(world.manager.creditOf(SMSC), 9, 'its credit is back')
})

test('what was blocked while the link was down is told before any order', async () => {
  const world = await up()
  await world.cut()
  world.edge.calls.length = 0
  world.hub.block([PAIR])
  world.hub.block([{ source: null, destination: '2' }])
  await world.connect()
  world.submit(order(1))
  await settle(10)
  assert.deepEqual(world.edge.calls, ['block 1', 'block 1', 'definitions', 'orders 1'])
  await world.cut()
  world.edge.calls.length = 0
  await world.connect()
  assert.deepEqual(world.edge.calls, ['definitions'], 'confirmed blocks are not told again')
})

test('a block whose confirmation was lost is told again', async () => {
  const world = await up()
  if (world.atEdge) world.atEdge.way = 'lost'
  world.hub.block([PAIR])
  await settle(10)
  assert.equal(world.edge.blocked.length, 1)
  await world.cut()
  await world.connect()
  assert.equal(world.edge.blocked.length, 2)
})

test('a new process of the edge has nothing to take back, and is told nothing', async () => {
  const world = await up()
  await world.cut()
  world.hub.block([PAIR])
  world.newEdge()
  await world.connect()
  assert.deepEqual(world.edge.blocked, [])
})

test('more blocks than are kept for an edge that is away become one: give back everything', async () => {
  const world = await up()
  await world.cut()
  world.edge.calls.length = 0
  const many = Array.from({ length: 5_000 }, (_, at) => ({ source: null, destination: String(at) }))
  for (let round = 0; round < 6; round++) world.hub.block(many)
  await world.connect()
  assert.deepEqual(world.edge.calls, ['recall', 'block 5000', 'definitions'])
})
