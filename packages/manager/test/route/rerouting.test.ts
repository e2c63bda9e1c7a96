import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type MessageId,
  type RouteRule,
  routingChangeSchema,
  type SmscDefinition,
  smppDefaultsSchema,
} from '@smpp-connect/contracts'
import { CALLER, SMSC, World } from '../world.ts'

const OTHER = 'smsc_other'
const A_THEN_B = { name: 'All', to: [{ smscId: SMSC }], fallback: [OTHER] }

/** Alpha, which takes `credit` parts, and Beta, which takes ten; all goes to Alpha, and to Beta while Alpha is away. */
async function twoSmscs(credit: number, other: Partial<SmscDefinition> = {}): Promise<World> {
  const world = await World.start(
    { name: 'Alpha', createdAtMs: 1 },
    { name: 'Beta', id: OTHER, createdAtMs: 2, defaultSender: '60999', ...other },
  )
  await rules(world, [A_THEN_B])
  await world.bound(credit)
  await world.bound(10, OTHER)
  return world
}

async function rules(world: World, all: readonly object[]): Promise<void> {
  const outcome = await world.manager.useCases.changeRouting(routingChangeSchema.parse({ rules: all as RouteRule[] }))
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
}

/** Alpha's bind is gone; what comes back from it brings no room either. */
function lose(world: World): void {
  world.manager.revokeCredit(SMSC, 1_000)
  world.bind('waiting', 'The link broke.')
}

const takers = (world: World): readonly string[] => world.edge.orders.map(({ smscId }) => smscId)

describe('an SMSC that is away', () => {
  it('is waited for, and then what waits for it goes through the other, written for that one', async () => {
    const world = await twoSmscs(0, { defaults: smppDefaultsSchema.parse({ priority: 2, dataCoding: 0xf1 }) })
    const id = await world.send('Olé', { from: '60777' })
    lose(world)
    await world.clock.advance(29_000)
    assert.deepEqual(takers(world), [])
    assert.match((await world.message(id)).waitingFor ?? '', /^The SMSC Alpha is not bound\. The link broke\.$/)
    await world.clock.advance(2_000)
    const [order] = world.edge.orders
    assert.ok(order)
    assert.deepEqual([order.smscId, order.attempt, order.priorityFlag, order.dataCoding], [OTHER, 1, 2, 0xf1])
    assert.equal(order.source.address, '60777', 'its sender address stays')
    await world.answered([order])
    const message = await world.message(id)
    assert.deepEqual([message.state, message.smscId], ['submitted', OTHER])
    const told = message.timeline.find(({ kind }) => kind === 'message.rerouted')
    assert.equal(told?.summary, 'Given to another SMSC, “Beta”: Alpha has taken nothing for 30 s.')
    await world.manager.stop()
  })

  it('never loses to another what it may have', async () => {
    const world = await twoSmscs(2)
    const [uncertain, halfSent, waiting] = [
      await world.send('First'),
      await world.send('x'.repeat(200)),
      await world.send('Third'),
    ]
    assert.equal(world.edge.orders.length, 2)
    await world.end(world.edge.orders.slice(1), (order) => ({
      kind: 'answered',
      smscMessageId: `${order.part.number}`,
    }))
    lose(world)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'uncertain', reason: 'the link broke' }))
    await world.clock.advance(3_600_000)
    assert.deepEqual([await world.state(uncertain), (await world.message(uncertain)).smscId], ['uncertain', SMSC])
    assert.equal((await world.message(halfSent)).smscId, SMSC)
    assert.equal((await world.message(waiting)).smscId, OTHER)
    assert.deepEqual(
      world.edge.orders.filter(({ smscId }) => smscId === OTHER).map(({ part }) => part.messageId),
      [waiting],
    )
    await world.manager.stop()
  })

  it('loses what came back unsent, and what it refused for the moment', async () => {
    const world = await twoSmscs(2)
    const [unsent, refused] = [await world.send('First'), await world.send('Second', { to: '+447700900124' })]
    await world.end(world.edge.orders.slice(1, 2), () => ({ kind: 'refused', status: 0x14 }))
    lose(world)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'not-sent', reason: 'the link broke' }))
    await world.clock.advance(32_000)
    const moved = world.edge.orders.filter(({ smscId }) => smscId === OTHER)
    assert.deepEqual(
      moved.map(({ part }) => part.messageId),
      [unsent, refused],
    )
    const [leased] = await world.store.parts(refused as MessageId)
    assert.deepEqual([moved[1]?.attempt, leased?.attempts], [2, 2], 'numbers of attempts go on')
    await world.manager.stop()
  })

  it('keeps what was sent through it by name', async () => {
    const world = await twoSmscs(0)
    const fixed = await world.send('First', { smscId: SMSC })
    lose(world)
    await world.clock.advance(600_000)
    assert.equal((await world.message(fixed)).smscId, SMSC)
    await world.manager.stop()
  })

  it('gives up what waits for it at once when it is disabled, and can then be taken out of the rules and deleted', async () => {
    const world = await twoSmscs(0)
    const id = await world.send('First')
    const { useCases } = world.manager
    const named = await useCases.deleteSmsc(CALLER, SMSC)
    assert.equal(named.ok ? '' : named.refusal.detail, 'the routing rule “All” names it')
    await useCases.changeSmsc(CALLER, SMSC, { enabled: false })
    await world.clock.advance(1_000)
    assert.equal((await world.message(id)).smscId, OTHER)
    await rules(world, [])
    assert.ok((await useCases.deleteSmsc(CALLER, SMSC)).ok)
    await world.manager.stop()
  })

  it('is given the same time after a start', async () => {
    const world = await twoSmscs(0)
    const id = await world.send('First')
    const again = await world.afterCrash()
    await again.bound(10, OTHER)
    await again.clock.advance(29_000)
    assert.equal((await again.message(id)).smscId, SMSC)
    await again.clock.advance(2_000)
    assert.equal((await again.message(id)).smscId, OTHER)
    await again.manager.stop()
  })
})

describe('an answer in a conversation', () => {
  it('goes to the conversation’s SMSC, and through another when that is disabled or stays away', async () => {
    const world = await twoSmscs(0)
    await rules(world, [{ name: 'All', to: [{ smscId: OTHER }] }])
    await world.deliver({ payload: Buffer.from('Hello?') })
    const [conversation] = (await world.manager.useCases.conversations({ limit: 1 })).items
    assert.ok(conversation)
    const answer = async (text: string): Promise<string> => {
      const outcome = await world.manager.useCases.answer(CALLER, conversation.id, { text })
      assert.ok(outcome.ok, outcome.ok ? '' : outcome.refusal.detail)
      return outcome.value.body.id
    }
    const waiting = await answer('Hello!')
    assert.equal((await world.message(waiting)).smscId, SMSC)
    lose(world)
    await world.clock.advance(31_000)
    assert.equal((await world.message(waiting)).smscId, OTHER, 'nobody named its SMSC')
    await world.bound(0)
    await world.manager.useCases.changeSmsc(CALLER, SMSC, { enabled: false })
    assert.equal((await world.message(await answer('Still there?'))).smscId, OTHER)
    await world.manager.stop()
  })
})

describe('a dry run', () => {
  const asked = { to: '+44 7700 900123', text: 'Hello 你' }

  it('says what would happen to the message, and does nothing', async () => {
    const world = await twoSmscs(0)
    const seq = await world.manager.useCases.lastEventSeq()
    const answer = await world.manager.useCases.explainRoute(CALLER, asked)
    assert.deepEqual(
      [answer.smscId, answer.rule, answer.parts, answer.encoding, answer.forcedBy, answer.refusal],
      [SMSC, 'All', 1, 'ucs2', '你', null],
    )
    assert.deepEqual(
      answer.candidates.map(({ name, able, chance }) => [name, able, chance]),
      [
        ['Alpha', true, 1],
        ['Beta', true, 0],
      ],
    )
    assert.equal(await world.manager.useCases.lastEventSeq(), seq)
    const { text: _, ...without } = asked
    const { parts, encoding } = await world.manager.useCases.explainRoute(CALLER, without)
    assert.deepEqual([parts, encoding], [null, null])
    await world.manager.stop()
  })

  it('asks as whom it is told to', async () => {
    const world = await twoSmscs(0)
    await rules(world, [{ name: 'Shop', when: { callers: ['key_shop'] }, to: [{ smscId: OTHER }] }])
    const { explainRoute } = world.manager.useCases
    assert.equal((await explainRoute(CALLER, asked)).rule, null)
    assert.equal((await explainRoute(CALLER, { ...asked, caller: 'key_shop' })).rule, 'Shop')
    await world.manager.stop()
  })

  it('says what the message would be refused for, as the door does', async () => {
    const world = await twoSmscs(0)
    const refused = [
      { to: '07700 900123', text: 'x' },
      { to: '+447700900123', text: '' },
      { to: '+447700900123', text: 'x'.repeat(5_000) },
      { to: '+447700900123', text: 'x', smscId: 'smsc_none' },
      { to: '+447700900123', text: 'x', smpp: { tlvs: { nonsense: 1 } } },
      { to: '+447700900199', text: 'x', from: '60777' },
    ]
    await world.manager.useCases.optOut(CALLER, { person: '+447700900199', from: '60777' })
    for (const message of refused) {
      const real = await world.manager.useCases.send(CALLER, message)
      assert.ok(!real.ok)
      const { refusal, smscId } = await world.manager.useCases.explainRoute(CALLER, message)
      assert.deepEqual([refusal, smscId], [{ code: real.refusal.code, detail: real.refusal.detail }, null])
    }
    await world.manager.stop()
  })
})
