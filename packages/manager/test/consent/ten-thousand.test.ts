import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ConsentWorld, PERSON, SHOP } from './consent-world.ts'

const BATCH = 500

it('stops 10,000 texts to a person, queued, scheduled and with the Sender, in the middle of a campaign', async () => {
  const world = await ConsentWorld.start({ everyMs: 50, storeMs: 5 })
  const { useCases } = world.manager
  const later = new Date(world.clock.nowMs() + 30_000).toISOString()
  const sendAll = async (count: number, given: object): Promise<void> => {
    for (let at = 0; at < count; at += BATCH) {
      const messages = Array.from({ length: BATCH }, () => ({
        to: PERSON,
        text: 'Offer',
        class: 'bulk' as const,
        ...given,
      }))
      const sent = useCases.sendBatch(SHOP, messages)
      await world.clock.advance(20)
      const outcome = await sent
      assert.ok(outcome.ok && outcome.value.body.accepted === BATCH)
    }
  }
  await sendAll(7_000, {})
  await sendAll(2_500, { sendAt: later })
  await sendAll(500, { to: '+447700900124' })
  await world.bound(100)
  await world.clock.advance(5_000)
  assert.equal(await world.text('STOP'), 'stored')
  const sinceMs = world.clock.monotonicMs()
  const before = world.edge.written.length
  assert.ok(before >= 90, `${before} of them left before`)
  await world.clock.advance(1_000)
  const { byState } = await useCases.counts()
  assert.equal(byState.blocked, 7_000 - before, 'nothing of it waits any more')
  await world.clock.advance(40_000)

  assert.deepEqual(await world.late(), [])
  const after = world.edge.written.slice(before)
  const toPerson = after.filter(({ order }) => `+${order.destination.address}` === PERSON)
  assert.ok(toPerson.every(({ atMs }) => atMs <= sinceMs + 1_000))
  const owners = await Promise.all(toPerson.map(({ order }) => world.record(order.part.messageId)))
  assert.deepEqual(
    owners.map(({ owner }) => owner),
    ['automatic'],
    'nothing but the confirmation',
  )
  assert.equal(after.length - toPerson.length, 500, 'and the campaign goes on for the others')
  const end = await useCases.counts()
  assert.equal(end.byState.blocked, 9_500 - before)
  assert.equal(end.accepted, end.final + end.waiting + end.uncertain)
  await world.stop()
})
