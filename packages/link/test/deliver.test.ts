import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboundVerdict } from '@smpp-connect/contracts'
import { type Log, silentLog } from '@smpp-connect/kernel'
import { settle } from '@smpp-connect/testkit'
import { INBOUND_WINDOW } from '../src/hub/inbound-desk.ts'
import { SMSC, text } from './traffic.ts'
import { EDGE, World } from './world.ts'

const LATER: InboundVerdict = { kind: 'try-later' }

test('texts cross whole, and each gets its own verdict', async () => {
  const world = new World({ pieceOctets: 7 })
  await world.connect()
  const texts = [
    text(1, {
      receiptedMessageId: 'abc',
      messageState: 2,
      networkErrorCode: Uint8Array.of(3, 0, 42),
      userMessageReference: 0,
      sarMsgRefNum: 65_535,
      sarTotalSegments: 2,
      sarSegmentSeqnum: 1,
      tlvs: [{ tag: 0x1401, value: Uint8Array.of() }],
      payload: new Uint8Array(70_000).fill(7),
    }),
    text(2, { bindType: 'receiver' }),
  ]
  world.manager.verdict = ({ bindType }) => ({ kind: bindType === 'receiver' ? 'try-later' : 'stored' })
  const verdicts = world.link.deliver(texts)
  await settle(600)
  assert.deepEqual(await verdicts, [{ kind: 'stored' }, LATER])
  assert.deepEqual(world.manager.inbound, texts)
})

test('an edge that writes a line for each is told its message id, and no other is', async () => {
  let isVerbose = false
  const edgeLog: Log = {
    ...silentLog,
    get isVerbose() {
      return isVerbose
    },
  }
  const world = new World({ edgeLog })
  await world.connect()
  world.manager.verdict = ({ bindType }) =>
    bindType === 'receiver' ? { kind: 'stored' } : { kind: 'stored', messageId: 'msg_1' }
  const ask = async (): Promise<readonly InboundVerdict[]> => {
    const verdicts = world.link.deliver([text(1), text(2, { bindType: 'receiver' })])
    await settle(20)
    return verdicts
  }
  assert.deepEqual(await ask(), [{ kind: 'stored' }, { kind: 'stored' }])
  isVerbose = true
  assert.deepEqual(await ask(), [{ kind: 'stored', messageId: 'msg_1' }, { kind: 'stored' }])
})

test('while the link is down, the SMSC is asked at once to try later', async () => {
  const world = new World()
  assert.deepEqual(await world.link.deliver([text(1), text(2)]), [LATER, LATER])
  await world.connect()
  await world.cut()
  assert.deepEqual(await world.link.deliver([text(3)]), [LATER])
  assert.deepEqual(world.lost, [], 'none of them ever left')
})

test('a text whose verdict is lost is refused, not sent again, and the manager is told of its SMSC', async () => {
  const world = new World()
  await world.connect()
  const stored = Promise.withResolvers<void>()
  world.manager.store = () => stored.promise
  const verdicts = world.link.deliver([text(1)])
  await settle(10)
  const cutAtMs = world.clock.nowMs()
  await world.cut()
  assert.deepEqual(await verdicts, [LATER])
  // The manager's side knows at once that a verdict may not have arrived.
  assert.deepEqual(world.lost, [{ edgeId: EDGE.id, smscIds: [SMSC], sinceMs: cutAtMs - 15_000 }])
  stored.resolve()
  await settle(10)
  assert.equal(world.manager.inbound.length, 1, 'it was stored all the same')
  await world.connect()
  // And the edge, which knows it for sure, says so when it is back.
  assert.deepEqual(world.lost.slice(1), [{ edgeId: EDGE.id, smscIds: [SMSC], sinceMs: cutAtMs - 15_000 }])
  await world.clock.advance(60_000)
  assert.equal(world.manager.inbound.length, 1)
  await world.cut()
  await world.connect()
  assert.equal(world.lost.length, 2, 'it is told once')
})

test('a verdict that is known to have arrived is no mishap later', async () => {
  const world = new World()
  await world.connect()
  const verdicts = world.link.deliver([text(1)])
  await settle(10)
  assert.deepEqual(await verdicts, [{ kind: 'stored' }])
  await world.clock.advance(5_000)
  await world.cut()
  assert.deepEqual(world.lost, [])
})

test('a verdict on its way when the link breaks is one', async () => {
  const world = new World()
  await world.connect()
  if (world.atManager) world.atManager.way = 'lost'
  const verdicts = world.link.deliver([text(1)])
  await settle(10)
  assert.equal(world.manager.inbound.length, 1)
  await world.cut()
  assert.deepEqual(await verdicts, [LATER])
  assert.deepEqual(
    world.lost.map(({ smscIds }) => smscIds),
    [[SMSC]],
  )
})

test('a manager that is slow to store is not flooded, over losses of the link either', async () => {
  const world = new World()
  await world.connect()
  const stored = Promise.withResolvers<void>()
  world.manager.store = () => stored.promise
  const many = Array.from({ length: INBOUND_WINDOW }, (_, at) => text(at))
  const first = world.link.deliver(many)
  await settle(40)
  assert.deepEqual(await world.link.deliver([text(1)]), [LATER], 'the window is full')
  await world.cut()
  await first
  await world.connect()
  assert.deepEqual(await world.link.deliver([text(1)]), [LATER], 'they are still under way at the manager')
  stored.resolve()
  await settle(40)
  await world.cut()
  await world.connect()
  const after = world.link.deliver([text(1)])
  await settle(10)
  assert.deepEqual(await after, [{ kind: 'stored' }])
})

test('a store that fails makes the SMSC try later', async () => {
  const world = new World()
  await world.connect()
  world.manager.store = async () => {
    throw new Error('disk full')
  }
  const verdicts = world.link.deliver([text(1)])
  await settle(10)
  assert.deepEqual(await verdicts, [LATER])
  assert.ok(world.hub.views[0]?.up)
})
