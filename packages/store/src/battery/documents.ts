import assert from 'node:assert/strict'
import { BEGUN } from '../port.ts'
import { type Check, told } from './scene.ts'

export function documentChecks(check: Check): void {
  check(
    'keeps a document with its version, and replaces only the version that was expected',
    async (scene) => {
      const { store } = scene
      assert.deepEqual(await store.document('routing'), { version: 0, value: null, updatedAtMs: null })
      const value = { rules: [{ name: 'ü', to: [1, null, true] }] }
      assert.deepEqual(await store.putDocument('routing', value, 1, scene.at(1)), { kind: 'conflict' })
      assert.deepEqual(await store.putDocument('routing', value, 0, scene.at(1)), { kind: 'stored', version: 1 })
      assert.deepEqual(await store.document('routing'), { version: 1, value, updatedAtMs: scene.at(1) })
      assert.deepEqual(await store.putDocument('routing', [], 0, scene.at(2)), { kind: 'conflict' })
      const racers = await Promise.all([1, 2].map((n) => store.putDocument('routing', n, 1, scene.at(3))))
      assert.deepEqual(racers, [{ kind: 'stored', version: 2 }, { kind: 'conflict' }])
      assert.deepEqual(await store.putDocument('routing', 'x', null, scene.at(4)), { kind: 'stored', version: 3 })
      await store.putDocument('learned:smsc_1', { form: 'same' }, null, scene.at(5))
      await scene.reopen()
      assert.deepEqual(await store.document('routing'), { version: 3, value: 'x', updatedAtMs: scene.at(4) })
      assert.equal((await store.document('keywords')).version, 0)
      assert.deepEqual((await store.events(0, 9)).map(told), [
        'settings.changed {"name":"routing","version":1}',
        'settings.changed {"name":"routing","version":2}',
        'settings.changed {"name":"routing","version":3}',
        'settings.changed {"name":"learned:smsc_1","version":1}',
      ])
    },
    { fresh: true },
  )

  check('keeps the answer to any request under its key, the first one', async (scene) => {
    const stored = { fingerprint: 'f', status: 200, body: 'first', atMs: scene.at(0) }
    const answer = { ...stored, scope: scene.smscId, key: 'k' }
    assert.equal(await scene.store.keepAnswer(answer), undefined)
    assert.deepEqual(await scene.store.keepAnswer({ ...answer, body: 'second' }), stored)
    assert.deepEqual(await scene.store.storedAnswer(scene.smscId, 'k'), stored)
    const again = await scene.store.accept({ messages: [scene.message()], atMs: scene.at(1), answer })
    assert.deepEqual(again, { kind: 'answered-before', answer: stored })
  })

  check('settles a note by the answer, or takes it away; an answer stays as it was given', async (scene) => {
    const { store, smscId } = scene
    const stored = { fingerprint: 'f', status: 201, body: '{"ü":1}', atMs: scene.at(0) }
    const note = (key: string) => ({ ...stored, scope: smscId, key, status: BEGUN, body: '' })
    for (const key of ['a', 'b', 'c']) assert.equal(await store.keepAnswer(note(key)), undefined)
    assert.deepEqual(await store.keepAnswer(note('a')), { ...stored, status: BEGUN, body: '' })
    await store.settleAnswer(smscId, 'a', { ...stored, atMs: scene.at(5) })
    await store.settleAnswer(smscId, 'b', null)
    await store.settleAnswer(smscId, 'none', stored)
    await store.settleAnswer('smsc_of_somebody_else', 'c', null)
    await scene.reopen()
    const kept = (key: string) => scene.store.storedAnswer(smscId, key)
    assert.deepEqual(await kept('a'), { ...stored, atMs: scene.at(5) })
    assert.deepEqual([await kept('b'), await kept('none')], [undefined, undefined])
    assert.deepEqual(await kept('c'), { ...stored, status: BEGUN, body: '' }, 'a crash leaves the note')
    await scene.store.settleAnswer(smscId, 'a', { ...stored, body: 'another' })
    await scene.store.settleAnswer(smscId, 'a', null)
    assert.deepEqual(await kept('a'), { ...stored, atMs: scene.at(5) })
    assert.equal(await scene.store.keepAnswer(note('b')), undefined, 'the key is free')
  })
}
