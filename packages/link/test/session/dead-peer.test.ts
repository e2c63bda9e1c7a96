import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { MemoryConnection, type Way } from '../memory-connection.ts'
import { order, SMSC, text } from '../traffic.ts'
import { EDGE, MANAGER, World } from '../world.ts'

for (const [what, toManager, toEdge] of [
  ['both ways are dead', 'lost', 'lost'],
  ['only what the edge says is lost', 'lost', 'open'],
  ['only what the manager says is lost', 'open', 'lost'],
  ['the manager reads no more', 'stalled', 'open'],
  ['the edge reads no more', 'open', 'stalled'],
] as const satisfies readonly (readonly [string, Way, Way])[]) {
  test(`both sides know within eleven seconds that ${what}`, async () => {
    const world = new World()
    await world.connect()
    await world.clock.advance(30_000)
    assert.ok(world.isUp)
    if (world.atEdge) world.atEdge.way = toManager
    if (world.atManager) world.atManager.way = toEdge
    await world.clock.advance(11_000)
    assert.equal(world.isUp, false)
    assert.equal(world.hub.views[0]?.up, false)
    await world.connect()
    assert.ok(world.isUp)
  })
}

test('a peer that reads nothing makes nobody grow', async () => {
  const world = new World()
  world.link.grantCredit(SMSC, 100_000)
  await world.connect()
  const large = { shortMessage: new Uint8Array(254) }
  if (world.atManager) world.atManager.way = 'stalled'
  for (let at = 0; at < 100; at++) world.submit(...Array.from({ length: 100 }, (_, of) => order(at * 100 + of, large)))
  world.hub.applyDefinitions([])
  await settle(50)
  // What is not said yet is kept as what it is: the credit is the edge's own limit.
  assert.ok(world.mostPending < 300_000, `${world.mostPending} octets`)
  for (let at = 0; at < 1_000; at++) world.link.grantCredit(SMSC, 1)
  if (world.atEdge) world.atEdge.way = 'stalled'
  for (let at = 0; at < 1_000; at++) {
    world.link.grantCredit(SMSC, 1)
    await settle(1)
  }
  world.link.deliver(Array.from({ length: 3_000 }, (_, at) => text(at, { payload: new Uint8Array(250) })))
  await settle(50)
  assert.ok(world.mostPending < 700_000, `${world.mostPending} octets`)
})

test('a connection that says nothing is let go', async () => {
  const world = new World()
  const [, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  world.hub.accept(atManager)
  await world.clock.advance(13_000)
  assert.ok(atManager.isClosed)
})

test('a second process with the same name waits until the first is gone', async () => {
  const world = new World()
  await world.connect()
  await world.clock.advance(5_000)
  const { atEdge: first } = world
  world.newEdge()
  await world.connect()
  assert.match(
    world.link.state.kind === 'down' ? world.link.state.reason : '',
    /another process is connected as london/,
  )
  assert.equal(world.hub.views[0]?.up, true)
  if (first) first.way = 'lost'
  await world.clock.advance(5_000)
  await world.connect()
  assert.equal(world.link.state.kind, 'up')
})
