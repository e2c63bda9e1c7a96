import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OperationResult, Outcome, PartOperation } from '@smpp-connect/contracts'
import { World } from '../world.ts'

const partsOf = (outcome: Outcome<OperationResult>): readonly PartOperation[] => {
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
  return outcome.value.parts
}
const codeOf = (outcome: Outcome<OperationResult>): string => (outcome.ok ? 'done' : outcome.refusal.code)

/** A world in which a message of so many parts is at the SMSC, with ids A, B … */
async function submitted(text = 'Hello'): Promise<{ readonly world: World; readonly id: string }> {
  const world = await World.start()
  const id = await world.send(text)
  await world.bound(9)
  let next = 0
  const letters = 'ABCDEFGH'
  await world.end(world.edge.orders.slice(), () => ({ kind: 'answered', smscMessageId: letters.charAt(next++) }))
  return { world, id }
}

describe('cancel', () => {
  it('asks the SMSC for what it has, shows its answer, and ends the part', async () => {
    const { world, id } = await submitted()
    const [part] = partsOf(await world.manager.useCases.cancel(id))
    assert.deepEqual(
      [part?.by, part?.done, part?.state, part?.status, part?.detail],
      ['smsc', true, 'cancelled', 'ESME_ROK', 'The SMSC cancelled it.'],
    )
    const [asked] = world.edge.operations
    assert.deepEqual(
      [asked?.kind, asked?.smscMessageId, asked?.source.address, asked?.destination.address],
      ['cancel', 'A', '60777', '447700900123'],
    )
    const { state, timeline } = await world.message(id)
    assert.equal(state, 'cancelled')
    assert.ok(timeline.some(({ summary }) => summary === 'The SMSC was asked to cancel it: done.'))
    await world.manager.stop()
  })

  it('leaves a part as it is when the SMSC refuses, and says why', async () => {
    const { world, id } = await submitted()
    world.edge.answerTo = () => ({ kind: 'refused', status: 0x11 })
    const [part] = partsOf(await world.manager.useCases.cancel(id))
    assert.deepEqual([part?.done, part?.state, part?.status], [false, 'submitted', 'ESME_RCANCELFAIL'])
    assert.match(part?.detail ?? '', /^The SMSC refused: /)
    assert.equal(await world.state(id), 'submitted')
    await world.manager.stop()
  })

  it('says so when the answer never came, and when nobody could be asked', async () => {
    const { world, id } = await submitted()
    world.edge.answerTo = () => ({ kind: 'uncertain', reason: 'the link broke' })
    const [uncertain] = partsOf(await world.manager.useCases.cancel(id))
    assert.deepEqual([uncertain?.done, uncertain?.state], [false, 'submitted'])
    world.edge.answerTo = () => ({ kind: 'not-sent', reason: 'no bind is up' })
    const [unasked] = partsOf(await world.manager.useCases.cancel(id))
    assert.equal(unasked?.detail, 'The SMSC was not asked: no bind is up.')
    await world.manager.stop()
  })

  it('does its share of each part: here, at the SMSC, and what is with the Sender by nobody', async () => {
    const world = await World.start()
    const id = await world.send('x'.repeat(400))
    await world.bound(2)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'answered', smscMessageId: 'A' }))
    const parts = partsOf(await world.manager.useCases.cancel(id))
    assert.deepEqual(
      parts.map(({ by, state }) => [by, state]),
      [
        ['smsc', 'cancelled'],
        ['nobody', 'sending'],
        ['nobody', 'sending'],
      ],
    )
    await world.manager.stop()
  })

  it('is refused for what has ended, what came in, and what there is not', async () => {
    const { world, id } = await submitted()
    await world.receipt('A')
    assert.equal(codeOf(await world.manager.useCases.cancel(id)), 'state-conflict')
    await world.deliver({ payload: Buffer.from('Yes') })
    const [inbound] = (await world.manager.useCases.messages({ limit: 1, direction: 'inbound' })).items
    assert.equal(codeOf(await world.manager.useCases.cancel(inbound?.id ?? '')), 'state-conflict')
    assert.equal(codeOf(await world.manager.useCases.cancel('msg_none')), 'not-found')
    await world.manager.stop()
  })
})

describe('query', () => {
  const state = (messageState: number, errorCode = 0) =>
    ({ kind: 'state', messageState, finalDate: '2611260930', errorCode }) as const

  it('shows what the SMSC says, and changes nothing while it is on its way', async () => {
    const { world, id } = await submitted()
    world.edge.answerTo = () => state(1)
    const [part] = partsOf(await world.manager.useCases.query(id))
    assert.deepEqual(
      [part?.smscState, part?.finalDate, part?.errorCode, part?.state],
      ['ENROUTE', '2611260930', 0, 'submitted'],
    )
    await world.manager.stop()
  })

  for (const [messageState, expected] of [
    [2, 'delivered'],
    [3, 'expired'],
    [5, 'undelivered'],
    [8, 'rejected'],
  ] as const) {
    it(`takes a final state like a receipt: ${messageState} → ${expected}`, async () => {
      const { world, id } = await submitted()
      world.edge.answerTo = () => state(messageState, 7)
      const [part] = partsOf(await world.manager.useCases.query(id))
      assert.equal(part?.state, expected)
      assert.equal(await world.state(id), expected)
      // The receipt that comes later repeats it.
      await world.receipt('A')
      assert.equal(await world.state(id), expected)
      await world.manager.stop()
    })
  }

  it('cannot ask about what the SMSC gave no id for', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    const [part] = partsOf(await world.manager.useCases.query(id))
    assert.deepEqual([part?.by, world.edge.operations.length], ['nobody', 0])
    await world.manager.stop()
  })
})

describe('replace', () => {
  it('puts another text in the place of what waits here, of any length, with the options it was sent with', async () => {
    const world = await World.start()
    const id = await world.send('Hello', {
      smpp: { priority: 2, registeredDelivery: 'none', tlvs: { '0x1401': 'A7' } },
    })
    const parts = partsOf(await world.manager.useCases.replace(id, 'ж'.repeat(100)))
    assert.deepEqual(
      parts.map(({ by, state }) => [by, state]),
      [
        ['connect', 'queued'],
        ['connect', 'queued'],
      ],
    )
    await world.bound(9)
    const orders = world.edge.orders
    assert.deepEqual(
      orders.map(({ dataCoding, priorityFlag, registeredDelivery }) => [dataCoding, priorityFlag, registeredDelivery]),
      [
        [8, 2, 0],
        [8, 2, 0],
      ],
    )
    assert.ok(orders.every(({ tlvs }) => tlvs.some(({ tag }) => tag === 0x1401)))
    assert.equal((await world.message(id)).text, 'ж'.repeat(100))
    await world.manager.stop()
  })

  it('does not make a message that names its SMSC one that may go through another', async () => {
    const world = await World.start()
    const id = await world.send('Hello', { smscId: 'smsc_test' })
    partsOf(await world.manager.useCases.replace(id, 'Other'))
    assert.deepEqual(await world.store.reroutable('smsc_test', 0, 9), [])
    await world.manager.stop()
  })

  it('asks the SMSC for one short message, in the alphabet of the old one, and keeps the new text', async () => {
    const { world, id } = await submitted()
    const [part] = partsOf(await world.manager.useCases.replace(id, 'Other'))
    assert.deepEqual([part?.by, part?.done, part?.state], ['smsc', true, 'submitted'])
    const [asked] = world.edge.operations
    assert.ok(asked?.kind === 'replace')
    assert.deepEqual(
      [Buffer.from(asked.shortMessage).toString(), asked.registeredDelivery, asked.scheduleDeliveryTime],
      ['Other', 1, ''],
    )
    assert.equal((await world.message(id)).text, 'Other')
    assert.equal(codeOf(await world.manager.useCases.replace(id, 'ж')), 'text-not-in-alphabet')
    assert.equal(codeOf(await world.manager.useCases.replace(id, 'x'.repeat(161))), 'text-too-long')
    await world.manager.stop()
  })

  it('keeps the old text when the SMSC refuses', async () => {
    const { world, id } = await submitted()
    world.edge.answerTo = () => ({ kind: 'refused', status: 0x13 })
    const [part] = partsOf(await world.manager.useCases.replace(id, 'Other'))
    assert.deepEqual([part?.done, part?.status], [false, 'ESME_RREPLACEFAIL'])
    assert.equal((await world.message(id)).text, 'Hello')
    await world.manager.stop()
  })

  it('cannot be done to several parts at the SMSC, nor to what has ended', async () => {
    const { world, id } = await submitted('x'.repeat(200))
    const refused = await world.manager.useCases.replace(id, 'Other')
    assert.equal(
      refused.ok ? '' : refused.refusal.detail,
      'it went out in 2 parts, and an SMSC replaces one short message only',
    )
    const one = await submitted()
    await one.world.receipt('A')
    assert.equal(codeOf(await one.world.manager.useCases.replace(one.id, 'Other')), 'state-conflict')
    await world.manager.stop()
    await one.world.manager.stop()
  })
})
