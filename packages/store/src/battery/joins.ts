import assert from 'node:assert/strict'
import type { InboundRecord } from '../port.ts'
import type { Check, Scene } from './scene.ts'

export function joinChecks(check: Check): void {
  const orders = [
    [1, 2, 3],
    [3, 2, 1],
    [2, 3, 1],
    [2, 1, 3],
  ]
  for (const order of orders) {
    check(`joins parts that come as ${order.join(', ')}`, async (scene) => {
      const results = []
      for (const number of order) results.push(await hearPart(scene, `<${number}>`, number, 3))
      assert.deepEqual(
        results.map(({ kind }) => kind),
        ['part-kept', 'part-kept', 'stored'],
      )
      assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['<1><2><3>'])
      const [message] = (await scene.store.messages({ limit: 1, smscId: scene.smscId })).items
      assert.ok(message)
      assert.deepEqual([message.parts, message.state], [3, 'received'])
      assert.deepEqual(await scene.story(message.id), ['message.received {"parts":3,"encoding":"gsm7"}'])
    })
  }

  check('joins parts of one batch, and has the id and the time of the last', async (scene) => {
    const one = scene.inbound('A', { segment: { key: 'k', number: 2, total: 2 }, atMs: scene.at(41) })
    const two = scene.inbound('B', { segment: { key: 'k', number: 1, total: 2 }, atMs: scene.at(42) })
    assert.deepEqual(await scene.store.recordInbound([one, two]), [
      { kind: 'part-kept' },
      { kind: 'stored', messageId: two.id },
    ])
    const message = await scene.get(two.id)
    assert.deepEqual([message.text, message.createdAtMs], ['BA', scene.at(42)])
  })

  check('joins over a restart, and mends a surrogate pair that was cut', async (scene) => {
    await hearPart(scene, 'x\ud83d', 1, 2)
    await scene.reopen()
    const result = await hearPart(scene, '\udc4by', 2, 2)
    assert.equal(result.kind, 'stored')
    assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['x👋y'])
  })

  check('drops a part that came before, within its time or while its text is open', async (scene) => {
    assert.equal((await hearPart(scene, 'a', 1, 2)).kind, 'part-kept')
    const late = { duplicateWithinMs: 0, atMs: scene.at(999_999) }
    assert.equal((await hearPart(scene, 'a', 1, 2, late)).kind, 'duplicate')
    assert.equal((await hearPart(scene, 'b', 2, 2)).kind, 'stored')
    assert.equal((await hearPart(scene, 'b', 2, 2, { duplicateWithinMs: 500 })).kind, 'duplicate')
    assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['ab'])
  })

  check('keeps texts apart by key, by SMSC and by how many parts they have', async (scene) => {
    const segment = (key: string, number: number, total: number) => ({ segment: { key, number, total } })
    const kinds = [
      await scene.hear('1', segment('k1', 1, 2)),
      await scene.hear('2', segment('k2', 2, 2)),
      await scene.hear('3', { ...segment('k1', 2, 2), smscId: `${scene.smscId}b` }),
      await scene.hear('4', segment('k1', 2, 3)),
      await scene.hear('5', segment('k1', 2, 2)),
    ].map(({ kind }) => kind)
    assert.deepEqual(kinds, ['part-kept', 'part-kept', 'part-kept', 'part-kept', 'stored'])
    assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['15'])
  })

  check('a reference that comes again begins a new text and leaves the old one open', async (scene) => {
    await hearPart(scene, 'old1', 1, 2)
    assert.equal((await hearPart(scene, 'new1', 1, 2)).kind, 'part-kept')
    assert.equal((await hearPart(scene, 'new2', 2, 2)).kind, 'stored')
    assert.equal((await hearPart(scene, 'old2', 2, 2)).kind, 'stored')
    assert.deepEqual(await scene.texts({ smscId: scene.smscId }), ['old1old2', 'new1new2'])
  })

  check('keeps a part whose number makes no sense as a text of its own', async (scene) => {
    for (const [number, total] of [
      [0, 2],
      [3, 2],
      [1, 1],
      [1, 0],
    ] as const) {
      assert.equal((await hearPart(scene, `odd ${number}/${total}`, number, total)).kind, 'stored')
    }
    assert.equal((await scene.texts({ smscId: scene.smscId })).length, 4)
  })

  check('says which encoding the whole has when its parts differ', async (scene) => {
    await hearPart(scene, 'a', 1, 2, { encoding: 'gsm7' })
    await hearPart(scene, 'ü', 2, 2, { encoding: 'ucs2' })
    const [message] = (await scene.store.messages({ limit: 1, smscId: scene.smscId })).items
    assert.equal(message?.encoding, 'ucs2')
  })

  check(
    'yields what is incomplete for too long, with the gaps marked or left out',
    async (scene) => {
      const at = (atMs: number): Partial<InboundRecord> => ({ atMs: scene.at(atMs) })
      await hearPart(scene, 'second,', 2, 4, at(100))
      await hearPart(scene, 'fourth', 4, 4, at(900))
      await scene.hear('lonely', { ...at(200), segment: { key: 'other', number: 1, total: 2 } })
      await scene.hear('young', { ...at(500), segment: { key: 'young', number: 1, total: 2 } })
      assert.equal(await scene.store.yieldIncomplete(scene.at(100), 'gaps-marked'), 0)
      assert.equal(await scene.store.yieldIncomplete(scene.at(101), 'gaps-marked'), 1)
      assert.equal(await scene.store.yieldIncomplete(scene.at(500), 'gaps-omitted'), 1)
      assert.equal(await scene.store.yieldIncomplete(scene.at(500), 'gaps-omitted'), 0)
      assert.deepEqual(await scene.texts({}), ['lonely', '[…]second,[…]fourth'])
      const marked = (await scene.store.messages({ limit: 2 })).items[1]
      assert.ok(marked)
      assert.deepEqual([marked.parts, marked.createdAtMs, marked.from], [4, scene.at(900), scene.person])
      assert.deepEqual(await scene.story(marked.id), ['message.received {"parts":4,"encoding":"gsm7","missing":2}'])
      assert.equal((await scene.store.counts()).inbound, 2)
      assert.equal((await scene.store.conversation(marked.conversationId))?.unread, 2)
      await scene.hear('!', { segment: { key: 'young', number: 2, total: 2 } })
      assert.equal((await scene.texts({}))[0], 'young!')
    },
    { fresh: true },
  )

  check(
    'a yielded text leaves nothing of half a surrogate pair',
    async (scene) => {
      await hearPart(scene, 'x\ud83d', 1, 2)
      await scene.store.yieldIncomplete(scene.at(9999), 'gaps-omitted')
      assert.deepEqual(await scene.texts({}), ['x\ufffd'])
    },
    { fresh: true },
  )
}

function hearPart(scene: Scene, text: string, number: number, total: number, fields: Partial<InboundRecord> = {}) {
  return scene.hear(text, { segment: { key: 'key', number, total }, ...fields })
}
