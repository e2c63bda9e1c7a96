import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { CONTRACT } from '../src/wire/contract-version.ts'
import { MemoryConnection } from './memory-connection.ts'
import { hello, RawPeer } from './raw-peer.ts'
import { EDGE, MANAGER, World } from './world.ts'

const PAIR = { source: null, destination: '447700900001' }
/** A request with the number 7 that asks for an echo: field 1, and field 35 without anything in it. */
const ECHO_AS_REQUEST_7 = '08079a0200'

/** An edge that is written by hand, linked with a manager. */
async function rawEdge(world: World): Promise<readonly [edge: RawPeer, atManager: MemoryConnection]> {
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const edge = new RawPeer(atEdge)
  world.hub.accept(atManager)
  await edge.say(hello('edge', CONTRACT.minor))
  return [edge, atManager]
}

const kindsOf = ({ frames }: RawPeer): readonly string[] =>
  frames.map(({ kind }) => kind.case ?? 'unknown').filter((kind) => kind === 'blocks' || kind === 'echoed')

test('an edge that asks gets its reply', async () => {
  const world = new World()
  assert.equal(await world.link.echo(), false, 'there is no link')
  await world.connect()
  assert.equal(await world.link.echo(), true)
})

test('the reply goes behind all blocks that are known when it is written, though other replies go first', async () => {
  const world = new World()
  const [edge] = await rawEdge(world)
  const asked = edge.sayOctets(ECHO_AS_REQUEST_7)
  // The question is read in the next turn, and the reply written in the one after it.
  await settle(1)
  world.hub.block([PAIR])
  await asked
  assert.deepEqual(kindsOf(edge), ['blocks', 'echoed'])
  assert.equal(edge.frames.find(({ kind }) => kind.case === 'echoed')?.replyTo, 7)
})

test('the reply waits with the blocks while there is no room for them', async () => {
  const world = new World()
  const [edge, atManager] = await rawEdge(world)
  atManager.way = 'stalled'
  const many = Array.from({ length: 10_000 }, (_, at) => ({ source: '60777', destination: `44770090${at}` }))
  world.hub.block(many)
  await settle(5)
  world.hub.block([PAIR])
  await edge.sayOctets(ECHO_AS_REQUEST_7)
  atManager.way = 'open'
  await settle(10)
  assert.deepEqual(kindsOf(edge), ['blocks', 'blocks', 'echoed'])
})

test('a question that the link breaks off has no reply', async () => {
  const world = new World()
  await world.connect()
  if (world.atManager) world.atManager.way = 'stalled'
  const asked = world.link.echo()
  await settle(5)
  await world.cut()
  assert.equal(await asked, false)
})

test('a manager that does not know the question says so at once, which is as good', async () => {
  const world = new World()
  const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
  const manager = new RawPeer(atManager)
  world.link.accept(atEdge)
  await settle(10)
  await manager.say(hello('manager', CONTRACT.minor - 1))
  const asked = world.link.echo()
  await settle(10)
  const request = manager.frames.find(({ kind }) => kind.case === 'echo')?.request ?? 0
  // NotSupported, as a reply to it.
  await manager.sayOctets(`10${request.toString(16).padStart(2, '0')}3200`)
  assert.equal(await asked, true)
})

test('an edge that asks without end costs the manager nothing', async () => {
  const world = new World()
  const [edge, atManager] = await rawEdge(world)
  atManager.way = 'stalled'
  world.hub.block(Array.from({ length: 10_000 }, (_, at) => ({ source: '60777', destination: `44770090${at}` })))
  await settle(5)
  for (let question = 0; question < 500; question++) await edge.sayOctets(ECHO_AS_REQUEST_7)
  atManager.way = 'open'
  await settle(10)
  assert.equal(kindsOf(edge).filter((kind) => kind === 'echoed').length, 100)
})

test('how long nothing has been heard is known before the link is found dead', async () => {
  const world = new World()
  await world.connect()
  for (let second = 0; second < 60; second++) {
    await world.clock.advance(1_000)
    assert.ok((world.hub.views[0]?.silentMs ?? 0) <= 3_000)
  }
  for (const end of ['atEdge', 'atManager'] as const) {
    const connection = world[end]
    if (connection) connection.way = 'lost'
    await world.clock.advance(6_000)
    const [view] = world.hub.views
    assert.equal(view?.up, true)
    // Counted from the last that came, or from our first ping after it.
    assert.ok((view?.silentMs ?? 0) >= 4_000, `${view?.silentMs} ms`)
    await world.clock.advance(6_000)
    assert.deepEqual([world.hub.views[0]?.up, world.hub.views[0]?.silentMs], [false, 0])
    await world.connect()
  }
})
