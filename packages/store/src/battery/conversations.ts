import assert from 'node:assert/strict'
import type { ConversationFilter } from '../port.ts'
import type { Check, Scene } from './scene.ts'

export function conversationChecks(check: Check): void {
  check('ties both directions between a person and our address together', async (scene) => {
    await scene.accept([scene.message({ text: 'hello' })], scene.at(10))
    await scene.hear('hi', { atMs: scene.at(20) })
    await scene.hear('there?', { atMs: scene.at(30), smscId: `${scene.smscId}b` })
    assert.deepEqual(await scene.store.conversation(scene.conversationId()), {
      id: scene.conversationId(),
      person: scene.person,
      ours: scene.ours,
      smscId: `${scene.smscId}b`,
      unread: 2,
      messageCount: 3,
      lastText: 'there?',
      lastDirection: 'inbound',
      lastAtMs: scene.at(30),
    })
    assert.equal(await scene.store.conversation('cnv_none'), undefined)
  })

  check('makes one conversation for a pair, whatever ids are offered, and tells which', async (scene) => {
    const offered = [1, 2].map((name) => scene.message({ conversationId: scene.conversationId(name) }))
    const result = await scene.store.accept({ messages: offered, atMs: scene.at(0) })
    const id = scene.conversationId(1)
    assert.deepEqual(result, { kind: 'stored', conversationIds: [id, id] })
    const heard = scene.inbound('hi', { conversationId: scene.conversationId(3) })
    await scene.store.recordInbound([heard])
    assert.equal((await scene.get(heard.id)).conversationId, id)
    assert.equal((await scene.store.conversation(id))?.messageCount, 3)
    assert.equal(await scene.store.conversation(scene.conversationId(2)), undefined)
  })

  check('goes by the two addresses before it goes by the id', async (scene) => {
    const [ofOne, ofOther, ofSecond] = [scene.conversationId(1), scene.conversationId(2), scene.conversationId(3)]
    const other = { to: `${scene.person}2` }
    const second = { from: `${scene.ours} 2` }
    await scene.accept([scene.message({ conversationId: ofOne })])
    await scene.accept([scene.message({ ...other, conversationId: ofOther })])
    await scene.accept([scene.message({ ...second, conversationId: ofSecond })])
    const offered = [other, second, { ...other, ...second }].map((pair) =>
      scene.message({ ...pair, conversationId: ofOne }),
    )
    const result = await scene.store.accept({ messages: offered, atMs: scene.at(1) })
    assert.deepEqual(result, { kind: 'stored', conversationIds: [ofOther, ofSecond, ofOne] })
    await scene.store.recordInbound([scene.inbound('hi', { from: other.to, conversationId: ofOne })])
    const found = await Promise.all([ofOne, ofOther, ofSecond].map((id) => scene.store.conversation(id)))
    assert.deepEqual(
      found.map((conversation) => [conversation?.messageCount, conversation?.unread]),
      [
        [2, 0],
        [3, 1],
        [2, 0],
      ],
    )
  })

  check('takes an address that is written otherwise for the same when the id is', async (scene) => {
    await scene.accept([scene.message()])
    await scene.accept([scene.message({ from: scene.ours.toUpperCase() })])
    const both = scene.message({ from: scene.ours.toLowerCase() })
    await scene.accept([both, scene.message()])
    const conversation = await scene.store.conversation(scene.conversationId())
    assert.deepEqual([conversation?.messageCount, conversation?.ours], [4, scene.ours])
    assert.equal((await scene.get(both.id)).from, scene.ours.toLowerCase())
  })

  check('shows the beginning of the newest text: 200 code points', async (scene) => {
    await scene.hear(`${'👋'.repeat(150)}${'x'.repeat(100)}`)
    const conversation = await scene.store.conversation(scene.conversationId())
    assert.equal(conversation?.lastText, `${'👋'.repeat(150)}${'x'.repeat(50)}`)
    await scene.accept([scene.message({ text: 'x'.repeat(200) })])
    assert.equal((await scene.store.conversation(scene.conversationId()))?.lastText, 'x'.repeat(200))
  })

  check('counts what is unread until it is marked as read', async (scene) => {
    const id = scene.conversationId()
    assert.equal(await scene.store.markRead(id, scene.at(1)), false)
    await scene.accept([scene.message()])
    assert.equal(await scene.store.markRead(id, scene.at(2)), false)
    await scene.store.recordInbound([scene.inbound('a'), scene.inbound('b')])
    const before = await scene.store.lastEventSeq()
    assert.equal(await scene.store.markRead(id, scene.at(50)), true)
    assert.equal(await scene.store.markRead(id, scene.at(51)), false)
    assert.equal((await scene.store.conversation(id))?.unread, 0)
    assert.deepEqual(await scene.store.events(before, 9), [
      {
        seq: before + 1,
        atMs: scene.at(50),
        kind: 'conversation.read',
        messageId: null,
        part: null,
        conversationId: id,
        smscId: scene.smscId,
        detail: { count: 2 },
      },
    ])
    await scene.hear('c')
    assert.equal((await scene.store.conversation(id))?.unread, 1)
  })

  check('lists the one with the newest message first, in pages', async (scene) => {
    const people = [1, 2, 3, 4].map((name) => `${scene.person}${name}`)
    for (const to of people) await scene.accept([scene.message({ to })])
    await scene.hear('back again', {
      from: people[1] as string,
      conversationId: scene.conversationId(people[1] as string),
    })
    const order = [people[1], people[3], people[2], people[0]]
    assert.deepEqual(await listed(scene, { search: scene.ours, limit: 9 }), order)
    const first = await scene.store.conversations({ search: scene.ours, limit: 2 })
    assert.ok(first.next)
    await scene.accept([scene.message({ to: `${scene.person}5` })])
    assert.deepEqual(await listed(scene, { search: scene.ours, limit: 2, cursor: first.next }), order.slice(2))
    assert.equal((await scene.store.conversations({ search: scene.ours, limit: 5 })).next, null)
    for (const cursor of ['', 'm1', 'c!', 'nonsense']) {
      await assert.rejects(scene.store.conversations({ limit: 9, cursor }), /no cursor of conversations/)
    }
  })

  check('finds by a part of a number or of our address, letters in either case', async (scene) => {
    const ours = `Ac%e_${scene.smscId}`
    const to = `${scene.person}42`
    await scene.accept([scene.message({ from: ours, to })])
    await scene.accept([scene.message({ from: `Acme ${scene.smscId}`, to: `${scene.person}43` })])
    for (const search of [to, to.slice(2), `C%E_${scene.smscId.toUpperCase()}`, ours]) {
      assert.deepEqual(await listed(scene, { search, limit: 9 }), [to], search)
    }
    for (const search of [`${to}0`, '%%%', 'a\\', '__']) assert.deepEqual(await listed(scene, { search, limit: 9 }), [])
  })

  check('lists those with something unread, or without', async (scene) => {
    await scene.hear('unread')
    await scene.accept([scene.message({ to: `${scene.person}1` })])
    assert.deepEqual(await listed(scene, { search: scene.ours, unread: true, limit: 9 }), [scene.person])
    assert.deepEqual(await listed(scene, { search: scene.ours, unread: false, limit: 9 }), [`${scene.person}1`])
  })
}

async function listed(scene: Scene, query: ConversationFilter): Promise<readonly (string | undefined)[]> {
  return (await scene.store.conversations(query)).items.map((item) => item.person)
}
