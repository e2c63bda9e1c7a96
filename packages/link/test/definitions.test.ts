import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { definitionFromWire, definitionToWire } from '../src/wire/definition.ts'
import { bind, definition } from './traffic.ts'
import { World } from './world.ts'

const A = definition('smsc_a')
const B = definition('smsc_b')

test('an edge that connects gets all of its cache, and then what changes', async () => {
  const world = new World()
  world.hub.applyDefinitions([A, B])
  await world.connect()
  assert.deepEqual(world.edge.definitions, [A, B])
  const after = definition('smsc_b', 2, { windowSize: 77 })
  world.hub.applyDefinitions([A, after])
  await settle(10)
  assert.deepEqual(world.edge.definitions, [A, after])
  world.hub.applyDefinitions([after])
  await settle(10)
  assert.deepEqual(world.edge.definitions, [after])
})

test('another process of the edge gets all of it again', async () => {
  const world = new World()
  world.hub.applyDefinitions([A, B])
  await world.connect()
  await world.cut()
  world.newEdge()
  await world.connect()
  assert.deepEqual(world.edge.definitions, [A, B])
})

test('which edges are behind is shown', async () => {
  const world = new World()
  const shown = (): unknown => world.hub.views[0]?.definitions
  world.hub.applyDefinitions([A])
  assert.deepEqual(shown(), [{ smscId: 'smsc_a', version: 1, appliedVersion: null }])
  await world.connect()
  assert.deepEqual(shown(), [{ smscId: 'smsc_a', version: 1, appliedVersion: 1 }])
  await world.cut()
  world.hub.applyDefinitions([definition('smsc_a', 2)])
  assert.deepEqual(shown(), [{ smscId: 'smsc_a', version: 2, appliedVersion: 1 }])
  await world.connect()
  assert.deepEqual(shown(), [{ smscId: 'smsc_a', version: 2, appliedVersion: 2 }])
  await world.cut()
  world.newEdge()
  world.edge.applyDefinitions = async () => {
    throw new Error('a bug')
  }
  await world.connect()
  assert.deepEqual(shown(), [{ smscId: 'smsc_a', version: 2, appliedVersion: null }])
})

test('an edge gets only what is assigned to it: no secret of another crosses', async () => {
  const world = new World()
  const octets: Uint8Array[] = []
  world.doctor = (_, atManager) => {
    atManager.spoil = (some) => {
      octets.push(some)
      return some
    }
  }
  const mine = definition('smsc_a', 1, { name: 'A for london', password: 'mine-to-see' })
  const other = definition('smsc_b', 1, { name: 'B for paris', password: 'not-mine-to-see' })
  world.hub.applyDefinitions([mine, other])
  await world.connect()
  world.hub.applyDefinitions([definition('smsc_a', 2, { name: 'A for london', password: 'mine-to-see' }), other])
  await settle(10)
  assert.deepEqual(
    world.edge.definitions.map(({ id, version }) => [id, version]),
    [['smsc_a', 2]],
  )
  const said = Buffer.concat(octets).toString('latin1')
  assert.ok(said.includes('mine-to-see'))
  assert.ok(!said.includes('not-mine-to-see') && !said.includes('smsc_b'))
})

test('many large definitions cross in several frames and are applied once', async () => {
  const world = new World()
  const receiptErrors = Array.from({ length: 500 }, (_, at) => ({ code: String(at), meaning: 'x'.repeat(200) }))
  const many = Array.from({ length: 60 }, (_, at) => definition(`smsc_${at}`, 1, { receiptErrors }))
  world.hub.applyDefinitions(many)
  await world.connect()
  await settle(100)
  assert.equal(world.edge.definitions.length, 60)
  assert.deepEqual(world.edge.calls, ['definitions'])
})

test('a connection that broke off in the middle of a push leaves the cache as it was', async () => {
  const world = new World()
  world.hub.applyDefinitions([A])
  await world.connect()
  if (world.atManager) world.atManager.way = 'lost'
  world.hub.applyDefinitions([definition('smsc_a', 2)])
  await settle(10)
  await world.cut()
  assert.deepEqual(world.edge.definitions, [A])
})

test('members that this version does not know are left out, and those it misses get their default', () => {
  const wire = definitionToWire(A)
  const stored = JSON.parse(Buffer.from(wire.json).toString()) as Record<string, unknown>
  delete stored.bindCount
  const newer = { ...stored, orbit: 'low', classes: { ...A.classes, code: { ...A.classes.code, colour: 'red' } } }
  const read = definitionFromWire({ ...wire, json: Uint8Array.from(Buffer.from(JSON.stringify(newer))) })
  assert.deepEqual(read, { kind: 'definition', definition: A })
})

test('a definition that is not understood leaves the one before it, and is shown as not applied', async () => {
  const world = new World()
  world.hub.applyDefinitions([A])
  await world.connect()
  const wrong = { ...definition('smsc_a', 2), port: 0 }
  world.hub.applyDefinitions([wrong, B])
  await settle(10)
  assert.deepEqual(world.edge.definitions, [A, B])
  assert.deepEqual(world.hub.views[0]?.definitions[0], { smscId: 'smsc_a', version: 2, appliedVersion: 1 })
})

test('binds are told as they are, wait for the link while it is down, and are told anew', async () => {
  const world = new World()
  world.link.bindChanged(bind({ roundTripMs: 12.5, slowedTo: 3 }))
  world.link.bindChanged(bind({ number: 2, status: 'waiting', reason: 'refused', retryAtMs: 99 }))
  await world.connect()
  assert.deepEqual(world.manager.binds, [
    bind({ edgeId: 'london', roundTripMs: 12.5, slowedTo: 3 }),
    bind({ edgeId: 'london', number: 2, status: 'waiting', reason: 'refused', retryAtMs: 99 }),
  ])
  world.manager.binds.length = 0
  await world.cut()
  assert.deepEqual(
    world.manager.binds.map(({ number, status, reason }) => [number, status, reason]),
    [
      [1, 'waiting', 'The link to the edge london is down: the other side closed the connection.'],
      [2, 'waiting', 'The link to the edge london is down: the other side closed the connection.'],
    ],
  )
  world.manager.binds.length = 0
  world.link.bindChanged(bind({ number: 2, status: 'closed' }))
  await world.connect()
  assert.deepEqual(
    world.manager.binds.map(({ number, status }) => [number, status]),
    [
      [2, 'closed'],
      [1, 'bound'],
    ],
  )
})
