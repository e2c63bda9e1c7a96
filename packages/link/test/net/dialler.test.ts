import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom, silentLog } from '@smpp-connect/kernel'
import { type Connection, type Dialled, Dialler } from '@smpp-connect/link'
import { settle } from '@smpp-connect/testkit'
import { Backoff } from '../../src/net/backoff.ts'
import { MemoryConnection } from '../memory-connection.ts'
import { EDGE, MANAGER, World } from '../world.ts'

test('waits double up to ten seconds, each between half and all of it, and begin anew after a success', () => {
  const backoff = new Backoff({ ...seededRandom(1), fraction: () => 0 })
  const lower = Array.from({ length: 8 }, () => backoff.nextMs())
  assert.deepEqual(lower, [125, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
  backoff.reset()
  assert.equal(backoff.nextMs(), 125)
  const upper = new Backoff({ ...seededRandom(1), fraction: () => 0.999_999 })
  assert.ok(Math.abs(upper.nextMs() - 250) < 1)
  upper.refused()
  assert.ok(Math.abs(upper.nextMs() - 10_000) < 1)
})

interface Line {
  readonly world: World
  readonly dialler: Dialler
  readonly dialledAtMs: number[]
  reachable: boolean
}

/** An edge that dials a manager in memory. */
function line(): Line {
  const world = new World()
  const dialledAtMs: number[] = []
  const dial = async (): Promise<Dialled> => {
    dialledAtMs.push(world.clock.monotonicMs())
    if (!self.reachable) return { kind: 'failed', reason: 'unreachable' }
    const [atEdge, atManager] = MemoryConnection.pair(EDGE, MANAGER)
    world.atEdge = atEdge
    world.atManager = atManager
    world.hub.accept(atManager)
    return { kind: 'connected', connection: atEdge }
  }
  const accept = (connection: Connection) => world.link.accept(connection)
  const dialler = new Dialler({ dial, accept, clock: world.clock, random: seededRandom(7), log: silentLog })
  const self: Line = { world, dialler, dialledAtMs, reachable: true }
  return self
}

test('a link that breaks is made again at once, one that cannot be made more and more seldom', async () => {
  const it = line()
  await it.dialler.start()
  await settle(20)
  assert.equal(it.world.link.state.kind, 'up')
  await it.world.clock.advance(60_000)
  it.reachable = false
  await it.world.cut()
  await it.world.clock.advance(60_000)
  const attempts = it.dialledAtMs.slice(1).map((atMs) => atMs - 60_000)
  assert.ok((attempts[0] ?? 0) <= 250, `the first after ${attempts[0]} ms`)
  assert.ok(attempts.length >= 10 && attempts.length <= 20, `${attempts.length} attempts in a minute`)
  it.reachable = true
  await it.world.clock.advance(10_000)
  assert.equal(it.world.link.state.kind, 'up')
  await it.dialler.stop()
})

test('a link that flaps every three seconds comes back each time', async () => {
  const it = line()
  await it.dialler.start()
  await settle(20)
  let ups = 0
  for (let round = 0; round < 20; round++) {
    await it.world.clock.advance(3_000)
    if (it.world.link.state.kind === 'up') ups += 1
    await it.world.cut()
    await it.world.clock.advance(10_000)
  }
  assert.ok(ups >= 19, `up ${ups} times of 20`)
  await it.dialler.stop()
})

test('a refusal that time does not mend is not asked for again at once', async () => {
  const it = line()
  it.world.hub.setRevoked([EDGE.serial])
  await it.dialler.start()
  await it.world.clock.advance(60_000)
  assert.ok(it.dialledAtMs.length <= 13, `${it.dialledAtMs.length} attempts in a minute`)
  it.world.hub.setRevoked([])
  await it.world.clock.advance(11_000)
  assert.equal(it.world.link.state.kind, 'up')
  await it.dialler.stop()
})

test('a stop ends the link with a goodbye, and nothing is dialled any more', async () => {
  const it = line()
  await it.dialler.start()
  await settle(20)
  await it.dialler.stop()
  await it.world.clock.advance(60_000)
  assert.equal(it.dialledAtMs.length, 1)
  assert.equal(it.world.hub.views[0]?.reason, 'the edge ended the link: this side stops')
})
