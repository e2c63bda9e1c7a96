import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OperationAnswer, OperationOrder } from '@smpp-connect/contracts'
import type { HandlerResult, IncomingRequest } from '@smpp-connect/smpp'
import { settle } from '@smpp-connect/testkit'
import { definition } from '../definition.ts'
import { LoadWorld, orders } from '../load-world.ts'
import { World } from '../world.ts'

const about = {
  smscId: 'smsc_test',
  smscMessageId: '0815',
  source: { ton: 5, npi: 0, address: 'Shop' },
  destination: { ton: 1, npi: 1, address: '447700900123' },
  serviceType: 'CMT',
} as const
const CANCEL: OperationOrder = { ...about, kind: 'cancel' }
const QUERY: OperationOrder = { ...about, kind: 'query' }
const REPLACE: OperationOrder = {
  ...about,
  kind: 'replace',
  scheduleDeliveryTime: '',
  validityPeriod: '000001000000000R',
  registeredDelivery: 1,
  shortMessage: Buffer.from('Better so'),
}

async function worldThatAnswers(answer: (request: IncomingRequest) => HandlerResult): Promise<World> {
  const world = await World.start()
  world.answer = answer
  await world.edge.applyDefinitions([definition()])
  await settle()
  return world
}

describe('operations on what the SMSC has', () => {
  it('cancel: all that names the message, and the answer', async () => {
    const world = await worldThatAnswers(() => 0)
    assert.deepEqual(await world.edge.operate(CANCEL), { kind: 'done' })
    const [request] = world.requests
    assert.ok(request?.command === 'cancel_sm')
    assert.deepEqual(
      [request.messageId, request.serviceType, request.sourceAddrTon, request.sourceAddr, request.destinationAddr],
      ['0815', 'CMT', 5, 'Shop', '447700900123'],
    )
    assert.deepEqual([request.sourceAddrNpi, request.destAddrTon, request.destAddrNpi], [0, 1, 1])
    await world.stop()
  })

  it('query: the state as the SMSC tells it', async () => {
    const finalDate = '260101120000000+'
    const world = await worldThatAnswers(() => ({ messageId: '0815', finalDate, messageState: 2, errorCode: 5 }))
    const answer = await world.edge.operate(QUERY)
    assert.deepEqual(answer, { kind: 'state', messageState: 2, finalDate, errorCode: 5 })
    const [request] = world.requests
    assert.ok(request?.command === 'query_sm')
    assert.deepEqual([request.messageId, request.sourceAddrTon, request.sourceAddr], ['0815', 5, 'Shop'])
    await world.stop()
  })

  it('replace: the new text and times', async () => {
    const world = await worldThatAnswers(() => 0)
    assert.deepEqual(await world.edge.operate(REPLACE), { kind: 'done' })
    const [request] = world.requests
    assert.ok(request?.command === 'replace_sm')
    assert.equal(Buffer.from(request.shortMessage).toString(), 'Better so')
    assert.deepEqual(
      [request.messageId, request.sourceAddr, request.validityPeriod, request.registeredDelivery],
      ['0815', 'Shop', '000001000000000R', 1],
    )
    await world.stop()
  })

  it('say what the SMSC refused, what never left, and what nobody knows', async () => {
    const world = await worldThatAnswers(() => 'ESME_RCANCELFAIL')
    assert.deepEqual(await world.edge.operate(CANCEL), { kind: 'refused', status: 0x11 })
    const tooLong: OperationOrder = { ...CANCEL, smscMessageId: 'x'.repeat(80) }
    assert.equal((await world.edge.operate(tooLong)).kind, 'not-sent')
    assert.deepEqual(await world.edge.operate({ ...CANCEL, smscId: 'smsc_other' }), {
      kind: 'not-sent',
      reason: 'the SMSC definition is gone',
    })
    world.answer = () => new Promise(() => undefined)
    const unanswered = world.edge.operate(CANCEL)
    await settle()
    world.network.pipes[0]?.cut()
    assert.equal((await unanswered).kind, 'uncertain')
    assert.deepEqual(await world.edge.operate(CANCEL), {
      kind: 'not-sent',
      reason: 'no bind that takes submits is up',
    })
    await world.stop()
  })

  it('go ahead of what is queued, within the window, and take no credit', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 2, perSecond: 10 }, roundTripMs: 20 })
    const order: string[] = []
    world.answer = (request) => {
      order.push(request.command)
      return { messageId: 'x' }
    }
    world.manager.enqueue(orders(100))
    await world.clock.advance(1_050)
    const before = order.length
    const { inDoubt } = world.manager
    let answer: OperationAnswer | undefined
    void world.edge.operate(CANCEL).then((outcome) => {
      answer = outcome
    })
    await world.clock.advance(300)
    assert.equal(order[before], 'cancel_sm')
    assert.deepEqual(answer, { kind: 'done' })
    assert.ok(world.manager.inDoubt <= Math.max(2, inDoubt))
    await world.clock.advance(12_000)
    assert.equal(world.manager.open, 0)
    await world.stop()
  })

  it('wait for room in the window, and end when the bind is lost', async () => {
    const world = await LoadWorld.start({ definition: { windowSize: 1 } })
    world.answer = () => new Promise(() => undefined)
    world.manager.enqueue(orders(1))
    await settle()
    const answer = world.edge.operate(QUERY)
    await settle()
    assert.equal(world.seen.length, 1)
    world.network.pipes[0]?.cut()
    assert.deepEqual(await answer, { kind: 'not-sent', reason: 'no bind that takes submits is up' })
    await world.stop()
  })

  it('are waited for by a drain, and not taken any more after it', async () => {
    const world = await worldThatAnswers(() => new Promise(() => undefined))
    const answer = world.edge.operate(QUERY)
    await settle()
    let isDrained = false
    void world.edge.drain().then(() => {
      isDrained = true
    })
    await settle()
    assert.equal(isDrained, false)
    assert.deepEqual(await world.edge.operate(QUERY), { kind: 'not-sent', reason: 'Connect is being stopped' })
    await world.clock.advance(60_000)
    assert.equal((await answer).kind, 'uncertain')
    assert.equal(isDrained, true)
    await world.stop()
  })
})
