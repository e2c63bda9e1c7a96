import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Lease, Store } from '@smpp-connect/store'
import { ANNA, ConsentWorld, OURS, PERSON, SHOP, SMSC } from './consent-world.ts'
import { replacing } from './slow-store.ts'

const CONFIRMATION = `You will get no more texts from ${OURS}. Reply START to get them again.`

describe('whoever answers STOP', () => {
  it('is told so once, is written to no more, and the text is in the conversation', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.send()
    await world.clock.advance(1_000)
    assert.equal(await world.text(' Stop. '), 'stored')
    await world.clock.advance(1_000)
    assert.deepEqual(await world.sent(), ['Hello', CONFIRMATION])
    assert.equal(await world.send(), 'opted-out')
    const conversation = await world.conversation()
    assert.deepEqual([conversation?.optedOut, conversation?.unread], [true, 1])
    assert.equal(await world.text('STOP'), 'stored')
    await world.clock.advance(60_000)
    assert.equal((await world.sent()).length, 2)
    assert.equal((await world.conversation())?.messageCount, 4)
    const kinds = await world.kinds()
    assert.equal(kinds.filter((kind) => kind === 'opt-out.recorded').length, 1)
    await world.stop()
  })

  it('opted out of that address alone', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.text('STOP')
    assert.equal(await world.send({ from: '60778' }).then((id) => id.slice(0, 4)), 'msg_')
    assert.equal(await world.send({ to: '+447700900124' }).then((id) => id.slice(0, 4)), 'msg_')
    assert.equal(await world.send(), 'opted-out')
    await world.stop()
  })

  it('gets nothing of what waits, is scheduled, or is to be tried again', async () => {
    const world = await ConsentWorld.start()
    const ids = {
      waiting: await world.send(),
      scheduled: await world.send({ sendAt: new Date(world.clock.nowMs() + 60_000).toISOString() }),
      other: await world.send({ to: '+447700900124' }),
      again: await world.send({ from: '60778' }),
    }
    await world.text('STOP')
    await world.text('STOP', { destination: { ton: 0, npi: 0, address: '60778' } })
    await world.bound(1)
    await world.clock.advance(90_000)
    assert.equal(await world.state(ids.waiting), 'blocked')
    assert.equal(await world.state(ids.scheduled), 'blocked')
    assert.equal(await world.state(ids.again), 'blocked')
    assert.equal(await world.state(ids.other), 'submitted')
    assert.equal((await world.record(ids.waiting)).errorCode, 'opted-out')
    await world.stop()
  })

  it('gets nothing of what the Sender holds and has not written', async () => {
    const world = await ConsentWorld.start({ everyMs: 2_000 })
    const ids: string[] = []
    for (let time = 0; time < 4; time++) ids.push(await world.send({ text: `Text ${time}` }))
    await world.bound(10)
    await world.clock.advance(2_000)
    assert.equal(await world.state(ids[3] ?? ''), 'sending')
    await world.text('STOP')
    await world.clock.advance(30_000)
    assert.deepEqual(await world.sent(), ['Text 0', CONFIRMATION])
    assert.deepEqual(await Promise.all(ids.map((id) => world.state(id))), [
      'submitted',
      'blocked',
      'blocked',
      'blocked',
    ])
    await world.stop()
  })

  it('gets nothing of a lease that was under way, and came to the Sender after the opt-out', async () => {
    const waiting: (() => void)[] = []
    const seen = (store: Store): Store =>
      replacing(store, (name, method) => {
        if (name !== 'lease') return undefined
        return async (...given) => {
          const leased = (await method.apply(store, given)) as Lease
          // Done, and not told yet.
          if (leased.parts.length === 3) await new Promise<void>((resolve) => waiting.push(resolve))
          return leased
        }
      })
    const world = await ConsentWorld.start({ everyMs: 600, seen })
    const ids = [await world.send(), await world.send(), await world.send()]
    await world.bound(3)
    assert.equal(waiting.length, 1)
    await world.text('STOP')
    for (const tell of waiting) tell()
    await world.clock.advance(10_000)
    assert.deepEqual(await Promise.all(ids.map((id) => world.state(id))), ['blocked', 'blocked', 'blocked'])
    assert.deepEqual(await world.sent(), [CONFIRMATION])
    await world.stop()
  })

  it('stays so after a restart', async () => {
    const before = await ConsentWorld.start()
    const waiting = await before.send()
    await before.text('STOP')
    const world = await before.afterCrash()
    assert.equal(await world.send(), 'opted-out')
    await world.bound(5)
    await world.clock.advance(5_000)
    assert.equal(await world.state(waiting), 'blocked')
    assert.deepEqual(await world.sent(), [CONFIRMATION])
    await world.stop()
  })

  it('is answered within five minutes or not at all', async () => {
    const world = await ConsentWorld.start()
    await world.text('STOP')
    await world.clock.advance(5 * 60_000 + 6_000)
    await world.bound(5)
    await world.clock.advance(10_000)
    assert.deepEqual(await world.sent(), [])
    await world.stop()
  })

  it('gets a confirmation that no opt-out of all addresses holds back', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    assert.ok((await world.manager.useCases.optOut(ANNA, { person: PERSON, from: null })).ok)
    await world.text('STOP')
    await world.clock.advance(1_000)
    assert.deepEqual(await world.sent(), [CONFIRMATION])
    await world.stop()
  })
})

describe('a confirmation', () => {
  for (const [what, source] of [
    ['a short code', { ton: 0, npi: 0, address: '12345' }],
    ['a name', { ton: 5, npi: 0, address: 'Machine' }],
    ['an address of our own', { ton: 1, npi: 1, address: '447700900999' }],
  ] as const) {
    it(`is not sent to ${what}, and the opt-out holds all the same`, async () => {
      const world = await ConsentWorld.start({ definition: { defaultSender: '+447700900999' } })
      await world.bound(5)
      assert.equal(await world.text('STOP', { source }), 'stored')
      assert.equal(await world.text('HELP', { source }), 'stored')
      await world.clock.advance(10_000)
      assert.deepEqual(await world.sent(), [])
      const { items } = await world.manager.useCases.optOuts({ limit: 10 })
      assert.deepEqual(
        items.map(({ ours, source: how, keyword }) => [ours, how, keyword]),
        [[OURS, 'keyword', 'STOP']],
      )
      await world.stop()
    })
  }

  it('does not go round with a machine that answers everything', async () => {
    const world = await ConsentWorld.start()
    // Until then equal texts may be repetitions of the SMSC.
    await world.clock.advance(11 * 60_000)
    await world.bound(20)
    for (const text of ['HELP', 'STOP', 'START', 'STOP', 'HELP', 'START', 'HELP', 'STOP']) {
      await world.text(text)
      await world.clock.advance(500)
    }
    assert.equal((await world.sent()).length, 3, 'one of each kind')
    assert.equal((await world.conversation())?.messageCount, 8 + 3)
    await world.stop()
  })

  it('that is taken back with the rest goes again', async () => {
    const world = await ConsentWorld.start()
    world.edge.outcomes.push({ kind: 'blocked' })
    await world.bound(5)
    await world.text('STOP')
    await world.clock.advance(1_000)
    assert.deepEqual(await world.sent(), [CONFIRMATION, CONFIRMATION])
    const [, again] = world.edge.written
    assert.equal(again?.order.attempt, 2, 'the first did not leave')
    await world.stop()
  })

  it('comes through the SMSC of the word even when another has the address', async () => {
    const world = await ConsentWorld.start({ definition: { defaultSender: '60778' } })
    await world.bound(5)
    await world.text('STOP')
    await world.clock.advance(1_000)
    const [written] = world.edge.written
    assert.deepEqual([written?.order.smscId, written?.order.source.address], [SMSC, OURS])
    const record = await world.record(written?.order.part.messageId ?? '')
    assert.deepEqual([record.messageClass, record.owner], ['transactional', 'automatic'])
    await world.stop()
  })
})

describe('whoever answers START', () => {
  it('is written to again, and told so', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.text('STOP')
    await world.clock.advance(1_000)
    await world.text('Yes')
    await world.clock.advance(1_000)
    await world.send()
    await world.clock.advance(1_000)
    const welcome = `You will get texts from ${OURS} again. Reply STOP to get no more.`
    assert.deepEqual(await world.sent(), [CONFIRMATION, welcome, 'Hello'])
    assert.equal((await world.conversation())?.optedOut, false)
    assert.ok((await world.kinds()).includes('opt-out.withdrawn'))
    await world.stop()
  })

  it('is answered nothing when there is nothing to take back: yes is an answer to a question', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.send({ text: 'Do you want to keep the appointment?' })
    await world.text('Yes')
    await world.text('Start')
    await world.clock.advance(5_000)
    assert.deepEqual(await world.sent(), ['Do you want to keep the appointment?'])
    assert.equal((await world.conversation())?.messageCount, 3)
    await world.stop()
  })

  it('gets nothing while an opt-out of all addresses stands', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.manager.useCases.optOut(SHOP, { person: PERSON, from: null })
    await world.text('START')
    await world.clock.advance(1_000)
    assert.deepEqual(await world.sent(), [])
    assert.equal(await world.send(), 'opted-out')
    await world.stop()
  })
})

describe('STOP, START, STOP', () => {
  it('ends opted out, also while equal texts may be repetitions of the SMSC', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    for (const text of ['STOP', 'START', 'STOP']) await world.text(text)
    assert.equal(await world.send(), 'opted-out')
    assert.equal((await world.conversation())?.messageCount, 4, 'the second STOP is taken for a repetition')
    await world.stop()
  })
})

describe('what may mean stop', () => {
  it('is said in the timeline, and nothing is done', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    await world.text('please stop')
    assert.match(await world.send(), /^msg_/)
    assert.ok((await world.kinds()).includes('opt-out.possible'))
    const { items } = await world.manager.useCases.messages({ limit: 10, direction: 'inbound' })
    const detail = await world.manager.useCases.message(items[0]?.id ?? '')
    assert.deepEqual(detail.ok && detail.value.timeline.map(({ summary }) => summary), [
      'Received.',
      'May be a wish to opt out (it holds STOP): nothing was done, a person should look.',
    ])
    await world.stop()
  })
})

describe('a batch', () => {
  it('refuses those who opted out, each by itself', async () => {
    const world = await ConsentWorld.start()
    await world.text('STOP')
    const messages = [
      { to: '+447700900124', text: 'a' },
      { to: PERSON, text: 'b' },
      { to: PERSON, text: 'c', from: '60778' },
    ]
    const outcome = await world.manager.useCases.sendBatch(SHOP, messages)
    await world.clock.advance(10)
    assert.ok(outcome.ok)
    const { accepted, refused, results } = outcome.value.body
    assert.deepEqual([accepted, refused], [2, 1])
    assert.deepEqual(results[1], {
      state: 'refused',
      code: 'opted-out',
      detail: '/messages/1/to: to: the person opted out of texts from this address',
    })
    await world.stop()
  })
})

describe('opt-outs that people and programs record', () => {
  it('hold for one address or for all, once, with who did it', async () => {
    const world = await ConsentWorld.start()
    const { useCases } = world.manager
    const first = await useCases.optOut(SHOP, { person: '+44 7700 900123', from: OURS })
    assert.deepEqual(first.ok && first.value, {
      person: PERSON,
      ours: OURS,
      source: 'api',
      keyword: null,
      messageId: null,
      by: 'key_test',
      at: new Date(world.clock.nowMs()).toISOString(),
    })
    await world.clock.advance(1_000)
    const again = await useCases.optOut(ANNA, { person: PERSON, from: OURS })
    assert.deepEqual(again.ok && again.value, first.ok && first.value, 'the first one stands')
    const all = await useCases.optOut(ANNA, { person: PERSON, from: null })
    assert.deepEqual(all.ok && [all.value.ours, all.value.source], [null, 'console'])
    const { items } = await useCases.optOuts({ limit: 10, person: '00447700900123' })
    assert.deepEqual(
      items.map(({ ours }) => ours),
      [null, OURS],
    )
    assert.equal(await world.send({ from: '60778' }), 'opted-out')
    await world.stop()
  })

  it('are withdrawn for one address, or all of them', async () => {
    const world = await ConsentWorld.start()
    const { useCases } = world.manager
    for (const from of [OURS, '60778', null]) await useCases.optOut(SHOP, { person: PERSON, from })
    assert.ok((await useCases.withdrawOptOut(ANNA, PERSON, OURS)).ok)
    assert.equal((await useCases.optOuts({ limit: 10 })).items.length, 2)
    assert.ok((await useCases.withdrawOptOut(ANNA, PERSON, undefined)).ok)
    assert.equal((await useCases.optOuts({ limit: 10 })).items.length, 0)
    const none = await useCases.withdrawOptOut(ANNA, PERSON, undefined)
    assert.equal(!none.ok && none.refusal.code, 'not-found')
    assert.match(await world.send(), /^msg_/)
    await world.stop()
  })

  it('of a name hold whatever its case', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    const id = await world.send({ from: 'ACME', sendAt: new Date(world.clock.nowMs() + 60_000).toISOString() })
    await world.manager.useCases.optOut(SHOP, { person: PERSON, from: 'Acme' })
    assert.equal(await world.send({ from: 'acme' }), 'opted-out')
    await world.clock.advance(120_000)
    assert.equal(await world.state(id), 'blocked')
    await world.stop()
  })

  it('of a name take back what the Sender holds, and let go again what they do not concern', async () => {
    const world = await ConsentWorld.start({ everyMs: 2_000 })
    const ids = [await world.send({ from: 'ACME' }), await world.send({ from: '60778' })]
    await world.bound(5)
    await world.manager.useCases.optOut(SHOP, { person: PERSON, from: 'Acme' })
    await world.clock.advance(20_000)
    assert.deepEqual(await Promise.all(ids.map((id) => world.state(id))), ['blocked', 'submitted'])
    assert.equal(world.edge.written.length, 1)
    await world.stop()
  })

  it('may come as a list, which does no harm the second time', async () => {
    const world = await ConsentWorld.start()
    const { useCases } = world.manager
    const at = '2025-06-01T00:00:00Z'
    const optOuts = [
      { person: PERSON, from: OURS, at },
      { person: '07700900123', from: null },
      { person: PERSON, from: null, at: '2099-01-01T00:00:00Z' },
      { person: '+447700900124', from: 'ThisIsTooLong' },
      { person: '+447700900124', from: null },
    ]
    const { recorded, standing, refused } = await useCases.importOptOuts(SHOP, { optOuts })
    assert.deepEqual([recorded, standing], [2, 0])
    assert.deepEqual(
      refused.map(({ index, code }) => [index, code]),
      [
        [1, 'destination-invalid'],
        [2, 'time-invalid'],
        [3, 'sender-invalid'],
      ],
    )
    const again = await useCases.importOptOuts(SHOP, { optOuts })
    assert.deepEqual([again.recorded, again.standing], [0, 2])
    const { items } = await useCases.optOuts({ limit: 10, person: PERSON })
    assert.deepEqual(
      items.map((item) => [item.source, item.at]),
      [['import', '2025-06-01T00:00:00.000Z']],
    )
    await world.stop()
  })

  it('refuse what is no address, and say where', async () => {
    const world = await ConsentWorld.start()
    const bad = await world.manager.useCases.optOut(SHOP, { person: '07700900123', from: null })
    assert.deepEqual(!bad.ok && [bad.refusal.code, bad.refusal.errors?.[0]?.pointer], [
      'destination-invalid',
      '/person',
    ])
    const sender = await world.manager.useCases.optOut(SHOP, { person: PERSON, from: 'ThisIsTooLong' })
    assert.equal(!sender.ok && sender.refusal.code, 'sender-invalid')
    await world.stop()
  })
})

describe('a conversation', () => {
  it('says at each text what it did to the consent', async () => {
    const world = await ConsentWorld.start()
    await world.bound(5)
    for (const text of ['Hello', 'please stop', 'STOP', 'START']) await world.text(text)
    const { useCases } = world.manager
    const [conversation] = (await useCases.conversations({ limit: 1 })).items
    const page = await useCases.conversationMessages(conversation?.id ?? '', { limit: 10 })
    const inbound = page.ok ? page.value.items.filter(({ direction }) => direction === 'inbound') : []
    assert.deepEqual(
      inbound.toReversed().map(({ text, consent }) => [text, consent]),
      [
        ['Hello', null],
        ['please stop', 'possible-stop'],
        ['STOP', 'opted-out'],
        ['START', 'opted-in'],
      ],
    )
    await world.stop()
  })
})
