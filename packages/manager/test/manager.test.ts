import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle } from '@smpp-connect/testkit'
import { treatment } from './definition.ts'
import { CALLER, referenceOf, SMSC, smscIdOf, World } from './world.ts'

describe('the way out', () => {
  it('accepts, leases within the credit, records the answer and the receipt', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    assert.equal(await world.state(id), 'accepted')
    assert.equal((await world.message(id)).waitingFor, 'The SMSC Test SMSC is not bound.')
    await world.bound(1)
    assert.equal(await world.state(id), 'sending')
    const [order] = world.edge.orders
    assert.ok(order)
    assert.equal(order.attempt, 1)
    assert.equal(order.validityPeriod, '000001000000000R')
    await world.answered([order])
    assert.equal(await world.state(id), 'submitted')
    assert.equal(await world.receipt(smscIdOf(order)), 'stored')
    const message = await world.message(id)
    assert.equal(message.state, 'delivered')
    assert.ok(message.finalAt)
    await world.manager.stop()
  })

  it('never hands over more than the credit, in the order of the queue', async () => {
    const world = await World.start()
    const ids: string[] = []
    for (let index = 0; index < 7; index++) ids.push(await world.send(`Text ${index}`))
    await world.bound(3)
    assert.deepEqual(
      world.edge.orders.map((order) => order.part.messageId),
      ids.slice(0, 3),
    )
    await world.answered(world.edge.orders.slice(0, 2))
    assert.deepEqual(
      world.edge.orders.map((order) => order.part.messageId),
      ids.slice(0, 5),
    )
    await world.manager.stop()
  })

  it('keeps a text until its time, and says that this is what it waits for', async () => {
    const world = await World.start()
    await world.bound(1)
    const sendAt = new Date(world.clock.nowMs() + 3_600_000).toISOString()
    const id = await world.send('Later', { sendAt })
    assert.equal((await world.message(id)).waitingFor, `Its time: ${sendAt}.`)
    assert.equal(world.edge.orders.length, 0)
    await world.clock.advance(3_600_000)
    await settle()
    assert.equal(await world.state(id), 'sending')
    assert.doesNotMatch((await world.message(id)).waitingFor ?? '', /time/)
    await world.manager.stop()
  })

  it('gives credit back when the bind is lost', async () => {
    const world = await World.start()
    await world.bound(5)
    world.manager.revokeCredit(SMSC, 5)
    world.bind('waiting', 'The link broke.')
    const id = await world.send('Hello')
    assert.equal(world.edge.orders.length, 0)
    assert.equal((await world.message(id)).waitingFor, 'The SMSC Test SMSC is not bound. The link broke.')
    await world.bound(5)
    assert.equal(world.edge.orders.length, 1)
    await world.manager.stop()
  })

  it('queues again what was not sent, without counting the attempt', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'not-sent', reason: 'the link broke' }))
    assert.equal(world.edge.orders.length, 2)
    assert.equal(world.edge.orders[1]?.attempt, 2)
    await world.answered(world.edge.orders.slice(1))
    assert.equal((await world.message(id)).mayBeDuplicate, false)
    await world.manager.stop()
  })

  it('tries a temporary refusal again later, and ends on a permanent one', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'refused', status: 0x08 }))
    assert.equal(world.edge.orders.length, 1)
    assert.equal(await world.state(id), 'accepted')
    await world.clock.advance(4_000)
    assert.equal(world.edge.orders.length, 2)
    assert.equal(world.edge.orders[1]?.attempt, 2)
    await world.end(world.edge.orders.slice(1), () => ({ kind: 'refused', status: 0x0b }))
    const message = await world.message(id)
    assert.equal(message.state, 'rejected')
    assert.equal(message.error?.code, 'ESME_RINVDSTADR')
    assert.equal(message.partDetails[0]?.status, 'ESME_RINVDSTADR')
    await world.manager.stop()
  })

  it('pauses the lane when the SMSC throttles, keeps the order, and goes on', async () => {
    const world = await World.start()
    const first = await world.send('First')
    await world.send('Second')
    await world.bound(1)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'refused', status: 0x58 }))
    assert.equal(world.edge.orders.length, 1, 'the second does not overtake the first')
    await world.clock.advance(3_000)
    assert.equal(world.edge.orders[1]?.part.messageId, first)
    await world.manager.stop()
  })

  it('expires what waited too long', async () => {
    const world = await World.start({ classes: treatment({ validityMinutes: 1 }) })
    const id = await world.send('Hello')
    await world.clock.advance(70_000)
    assert.equal(await world.state(id), 'expired')
    await world.bound(1)
    assert.equal(world.edge.orders.length, 0)
    await world.manager.stop()
  })

  it('is delivered only when every part is', async () => {
    const world = await World.start()
    const id = await world.send('x'.repeat(400))
    await world.bound(10)
    assert.equal(world.edge.orders.length, 3)
    await world.answered(world.edge.orders)
    for (const [index, order] of world.edge.orders.toReversed().entries()) {
      assert.equal(await world.state(id), 'submitted', `before receipt ${index}`)
      await world.receipt(smscIdOf(order))
    }
    assert.equal(await world.state(id), 'delivered')
    await world.manager.stop()
  })

  it('cancels what still waits with us, and nothing that has gone', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    const cancelled = await world.manager.useCases.cancel(id)
    assert.deepEqual(cancelled.ok && cancelled.value.parts.map(({ by, state }) => [by, state]), [
      ['connect', 'cancelled'],
    ])
    const again = await world.manager.useCases.cancel(id)
    assert.equal(!again.ok && again.refusal.code, 'state-conflict')
    await world.bound(1)
    assert.equal(world.edge.orders.length, 0)
    await world.manager.stop()
  })
})

describe('receipts', () => {
  it('that come before the answer are kept and applied when it comes', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    const [order] = world.edge.orders
    assert.ok(order)
    assert.equal(await world.receipt(smscIdOf(order)), 'stored')
    assert.equal(await world.state(id), 'sending')
    await world.answered([order])
    assert.equal(await world.state(id), 'delivered')
    await world.manager.stop()
  })

  it('in other case and with zeros are found; repeated ones and late intermediate ones change nothing', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    const [order] = world.edge.orders
    assert.ok(order)
    await world.answered([order])
    await world.receipt(`00${smscIdOf(order).toLowerCase()}`, 'ACCEPTD')
    assert.equal(await world.state(id), 'submitted')
    await world.receipt(`00${smscIdOf(order).toLowerCase()}`, 'UNDELIV')
    const message = await world.message(id)
    assert.equal(message.state, 'undelivered')
    for (const stat of ['DELIVRD', 'UNDELIV', 'ENROUTE']) await world.receipt(smscIdOf(order), stat)
    assert.equal(await world.state(id), 'undelivered')
    await world.manager.stop()
  })
})

describe('uncertain parts', () => {
  it('are those with the Sender when Connect died; the policy comes only after a bound wait', async () => {
    const before = await World.start({ uncertainWaitSeconds: 10 })
    const id = await before.send('Hello')
    const waiting = await before.send('Not leased')
    await before.bound(1)
    const world = await before.afterCrash()
    assert.equal(await world.state(id), 'uncertain')
    assert.equal(await world.state(waiting), 'accepted')
    await world.clock.advance(60_000)
    assert.equal(await world.state(id), 'uncertain', 'not bound: nothing could have resolved it')
    await world.bound(2)
    assert.equal(world.edge.orders.length, 1)
    await world.clock.advance(12_000)
    const resent = world.edge.orders.find((order) => order.part.messageId === id)
    assert.equal(resent?.attempt, 2)
    const message = await world.message(id)
    assert.equal(message.mayBeDuplicate, true)
    assert.equal((await world.manager.useCases.counts()).mayBeDuplicate, 1)
    await world.manager.stop()
  })

  it('are resolved by a receipt that carries their reference, and not sent again', async () => {
    const before = await World.start({ uncertainWaitSeconds: 10 })
    const id = await before.send('Hello')
    await before.bound(1)
    const reference = referenceOf(before.edge.orders[0])
    const world = await before.afterCrash()
    await world.bound(1)
    await world.receipt('UNKNOWN-ID', 'DELIVRD', { userMessageReference: reference })
    await world.clock.advance(12_000)
    const message = await world.message(id)
    assert.equal(message.state, 'delivered')
    assert.equal(message.mayBeDuplicate, false)
    assert.equal(world.edge.orders.length, 0)
    await world.manager.stop()
  })

  for (const [policy, state] of [
    ['hold', 'held'],
    ['fail', 'uncertain-closed'],
  ] as const) {
    it(`are ${state} by the policy ${policy}`, async () => {
      const world = await World.start({ uncertainWaitSeconds: 0, classes: treatment({ uncertainPolicy: policy }) })
      const id = await world.send('Hello')
      await world.bound(1)
      await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'uncertain', reason: 'the link broke' }))
      await world.clock.advance(1_000)
      assert.equal(await world.state(id), state)
      if (policy === 'hold') {
        const { waitingFor } = await world.message(id)
        assert.match(
          waitingFor ?? '',
          /^A person: nothing resolved it in time; held for a person by policy. Release it/,
        )
        const released = await world.manager.useCases.release(id)
        assert.ok(released.ok)
        await settle()
        assert.equal(await world.state(id), 'sending')
      }
      await world.manager.stop()
    })
  }

  it('are resolved by a late answer', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    const orders = world.edge.orders.slice(0, 1)
    await world.end(orders, () => ({ kind: 'uncertain', reason: 'no answer in time' }))
    const { state, waitingFor } = await world.message(id)
    assert.equal(state, 'uncertain')
    assert.match(
      waitingFor ?? '',
      /^A late answer or a receipt; without one it is sent again, by the policy of its class\./,
    )
    await world.answered(orders)
    assert.equal(await world.state(id), 'submitted')
    await world.manager.stop()
  })
})

describe('the way in', () => {
  it('puts a reply into the conversation that it answers, unread', async () => {
    const world = await World.start()
    const id = await world.send('Are you coming?')
    assert.equal(await world.deliver({ payload: Buffer.from('Yes') }), 'stored')
    const { items } = await world.manager.useCases.conversations({ limit: 10 })
    assert.equal(items.length, 1)
    assert.equal(items[0]?.unread, 1)
    assert.equal(items[0].lastText, 'Yes')
    assert.equal(items[0].id, (await world.message(id)).conversationId)
    const read = await world.manager.useCases.markRead(items[0].id)
    assert.equal(read.ok && read.value.unread, 0)
    const answer = await world.manager.useCases.answer(CALLER, items[0].id, {
      text: 'Good',
      class: 'code',
      smpp: { priority: 2 },
    })
    assert.ok(answer.ok)
    assert.equal(answer.value.body.from, '60777')
    assert.equal(answer.value.body.to, '+447700900123')
    assert.equal(answer.value.body.class, 'code')
    assert.equal((await world.message(answer.value.body.id)).wire?.priority, 2)
    await world.manager.stop()
  })

  it('joins parts in any order, with an emoji torn between two of them', async () => {
    const world = await World.start()
    const part = (number: number, hex: string) =>
      world.deliver({ esmClass: 0x40, dataCoding: 8, payload: Buffer.from(`0500032a02${`0${number}`}${hex}`, 'hex') })
    assert.equal(await part(2, 'de000021'), 'stored')
    assert.equal((await world.manager.useCases.conversations({ limit: 10 })).items.length, 0)
    assert.equal(await part(1, '0048d83d'), 'stored')
    const { items } = await world.manager.useCases.conversations({ limit: 10 })
    assert.equal(items[0]?.lastText, 'H😀!')
    await world.manager.stop()
  })

  it('shows what is there of a text whose other parts never came', async () => {
    const world = await World.start()
    await world.deliver({
      esmClass: 0x40,
      payload: Buffer.from(`0500032b0301${Buffer.from('Hello').toString('hex')}`, 'hex'),
    })
    await world.clock.advance(11 * 60_000)
    const { items } = await world.manager.useCases.conversations({ limit: 10 })
    assert.match(items[0]?.lastText ?? '', /^Hello/)
    await world.manager.stop()
  })

  it('keeps a text that a person wrote twice, and drops one that the SMSC repeats after a mishap', async () => {
    const world = await World.start()
    await world.clock.advance(11 * 60_000)
    for (let time = 0; time < 2; time++) await world.deliver({ payload: Buffer.from('yes') })
    const count = async () => (await world.manager.useCases.conversations({ limit: 10 })).items[0]?.messageCount
    assert.equal(await count(), 2)
    world.bind('bound')
    world.bind('waiting', 'The link broke.')
    assert.equal(await world.deliver({ payload: Buffer.from('yes') }), 'stored')
    assert.equal(await count(), 2)
    await world.manager.stop()
  })
})

describe('definitions', () => {
  it('are durable and on the edge before they are called saved', async () => {
    const world = await World.start()
    const [before] = await world.manager.useCases.smscs()
    assert.ok(before)
    const changed = await world.manager.useCases.changeSmsc(CALLER, before.id, {
      windowSize: 7,
      version: before.version,
    })
    assert.equal(changed.ok && changed.value.version, 2)
    assert.equal(world.edge.definitions[0]?.windowSize, 7)
    assert.equal(world.edge.definitions[0].password, '', 'a password left out stays')
    const lost = await world.manager.useCases.changeSmsc(CALLER, before.id, { windowSize: 8, version: before.version })
    assert.equal(!lost.ok && lost.refusal.code, 'version-conflict')
    await world.manager.stop()
  })

  it('are not deleted while messages are open at them', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    const refused = await world.manager.useCases.deleteSmsc(CALLER, SMSC)
    assert.equal(!refused.ok && refused.refusal.code, 'smsc-in-use')
    await world.manager.useCases.cancel(id)
    const deleted = await world.manager.useCases.deleteSmsc(CALLER, SMSC)
    assert.ok(deleted.ok)
    assert.deepEqual(world.edge.definitions, [])
    await world.manager.stop()
  })
})

describe('the conservation law', () => {
  it('holds at every step: accepted = final + waiting + uncertain', async () => {
    const world = await World.start()
    const law = async (final: number, waiting: number, uncertain: number) => {
      const counts = await world.manager.useCases.counts()
      assert.deepEqual([counts.final, counts.waiting, counts.uncertain], [final, waiting, uncertain])
      assert.equal(counts.accepted, counts.final + counts.waiting + counts.uncertain)
    }
    for (const text of ['a', 'b', 'c']) await world.send(text)
    await law(0, 3, 0)
    await world.bound(3)
    const [a, b, c] = world.edge.orders
    assert.ok(a && b && c)
    await world.answered([a])
    await world.end([b], () => ({ kind: 'uncertain', reason: 'lost' }))
    await law(0, 2, 1)
    await world.receipt(smscIdOf(a))
    await law(1, 1, 1)
    await world.end([c], () => ({ kind: 'refused', status: 0x0b }))
    await law(2, 0, 1)
    await world.manager.stop()
  })
})
