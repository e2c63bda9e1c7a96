import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OperationAnswer, OperationOrder } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import { bind, definition, SMSC } from './traffic.ts'
import { World } from './world.ts'

const COMMON = {
  smscId: SMSC,
  smscMessageId: 'abc',
  source: { ton: 1, npi: 1, address: '1' },
  destination: { ton: 1, npi: 1, address: '2' },
  serviceType: '',
}
const QUERY: OperationOrder = { ...COMMON, kind: 'query' }

async function bound(): Promise<World> {
  const world = new World()
  world.hub.applyDefinitions([definition(SMSC, 1, { responseTimeoutSeconds: 20 })])
  world.link.bindChanged(bind())
  await world.connect()
  return world
}

test('questions and answers cross as they are', async () => {
  const world = await bound()
  const cases: readonly (readonly [OperationOrder, OperationAnswer])[] = [
    [QUERY, { kind: 'state', messageState: 2, finalDate: '2611261200', errorCode: 5 }],
    [{ ...COMMON, kind: 'cancel' }, { kind: 'done' }],
    [
      {
        ...COMMON,
        kind: 'replace',
        scheduleDeliveryTime: '',
        validityPeriod: '000001000000000R',
        registeredDelivery: 1,
        shortMessage: Uint8Array.of(1, 2),
      },
      { kind: 'refused', status: 0x54 },
    ],
    [QUERY, { kind: 'not-sent', reason: 'the bind is down' }],
    [QUERY, { kind: 'uncertain', reason: 'no answer in time' }],
  ]
  for (const [order, answer] of cases) {
    world.edge.operation = async () => answer
    const asked = world.hub.operate(order)
    await settle(10)
    assert.deepEqual(await asked, answer)
    assert.deepEqual(world.edge.operations.at(-1), order)
  }
})

test('without a link, or an edge that is bound, nothing is asked', async () => {
  const world = await bound()
  assert.deepEqual(await world.hub.operate({ ...QUERY, smscId: 'smsc_other' }), {
    kind: 'not-sent',
    reason: 'no edge is bound to this SMSC',
  })
  await world.cut()
  assert.deepEqual(await world.hub.operate(QUERY), { kind: 'not-sent', reason: 'no edge is bound to this SMSC' })
  assert.deepEqual(await world.hub.edge('london')?.operate(QUERY), {
    kind: 'not-sent',
    reason: 'the link to the edge is down',
  })
})

test('a link that breaks after the question left makes the answer uncertain; before, it was not sent', async () => {
  const world = await bound()
  world.edge.operation = () => new Promise(() => {})
  const left = world.hub.operate(QUERY)
  await settle(10)
  const here = world.hub.operate(QUERY)
  world.atManager?.destroy('cut')
  assert.deepEqual(await left, { kind: 'uncertain', reason: 'the link to the edge broke' })
  assert.deepEqual(await here, { kind: 'not-sent', reason: 'the link to the edge broke' })
})

test('an edge that gives no answer is not waited for longer than its SMSC may take', async () => {
  const world = await bound()
  world.edge.operation = () => new Promise(() => {})
  const asked = world.hub.operate(QUERY)
  await world.clock.advance(31_000)
  assert.deepEqual(await asked, { kind: 'uncertain', reason: 'the edge gave no answer in time' })
})

test('draining is over when the edge says so, or when there is nobody to wait for', async () => {
  const world = await bound()
  let over = 0
  const drained = world.hub.drain().then(() => over++)
  await settle(10)
  assert.equal(over, 0)
  world.edge.drained()
  await drained
  const again = world.hub.drain().then(() => over++)
  await settle(10)
  await world.cut()
  await again
  await world.hub.drain()
  assert.equal(over, 2)
})
