import assert from 'node:assert/strict'
import { type Check, told } from './scene.ts'
import { definition } from './smscs.ts'

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

  check('stores an SMSC definition together with its answer, or neither', async (scene) => {
    const { store, smscId } = scene
    const stored = { fingerprint: 'f', status: 201, body: '{}', atMs: scene.at(0) }
    const answer = (key: string) => ({ ...stored, scope: smscId, key })
    assert.equal(await store.putSmsc(definition(scene, {}), 1, answer('a')), 'conflict')
    assert.equal(await store.storedAnswer(smscId, 'a'), undefined)
    assert.equal(await store.putSmsc(definition(scene, {}), null, answer('a')), 'stored')
    assert.deepEqual(await store.storedAnswer(smscId, 'a'), stored)
    assert.equal(await store.putSmsc(definition(scene, { name: 'again' }), null, answer('a')), 'conflict')
    const [found] = (await store.smscs()).filter(({ id }) => id === smscId)
    assert.deepEqual([found?.name, found?.version], ['test', 1])
  })
}
