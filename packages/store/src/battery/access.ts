import assert from 'node:assert/strict'
import type { ApiKeyRecord, SessionRecord, UserRecord } from '../records.ts'
import type { Check, Scene } from './scene.ts'

export function accessChecks(check: Check): void {
  check(
    'gives people who race for the first place one winner',
    async (scene) => {
      const results = await Promise.all(
        ['ada', 'bob', 'cy'].map((name) => scene.store.addUser(user(scene, name), 'first')),
      )
      assert.deepEqual(results, ['stored', 'taken', 'taken'])
      assert.deepEqual(await scene.store.users(), [user(scene, 'ada')])
      await scene.reopen()
      assert.equal(await scene.store.addUser(user(scene, 'dan'), 'first'), 'taken')
      assert.equal(await scene.store.addUser(user(scene, 'dan'), 'any'), 'stored')
      assert.deepEqual(
        (await scene.store.users()).map(({ id }) => id.split('_').at(-1)),
        ['ada', 'dan'],
      )
    },
    { fresh: true },
  )

  check('keeps names apart, and changes passwords', async (scene) => {
    const eve = user(scene, 'eve')
    assert.equal(await scene.store.addUser(eve, 'any'), 'stored')
    assert.equal(await scene.store.addUser({ ...eve, id: 'usr_other' }, 'any'), 'taken')
    assert.equal(await scene.store.setPassword(eve.name, 'new'), true)
    assert.equal(await scene.store.setPassword('nobody', 'new'), false)
    const stored = (await scene.store.users()).find(({ id }) => id === eve.id)
    assert.deepEqual(stored, { ...eve, passwordHash: 'new' })
    await assert.rejects(scene.store.addUser({ ...eve, name: 'eve again' }, 'any'), { name: 'BrokenInvariant' })
  })

  check(
    'keeps API keys, notes their use, and removes them',
    async (scene) => {
      const { store } = scene
      const keys = ['a', 'b'].map(
        (name): ApiKeyRecord => ({
          id: `key_${scene.smscId}${name}`,
          name,
          prefix: `ck_${name}`,
          keyHash: `hash ${name}`,
          createdAtMs: scene.at(1),
          lastUsedAtMs: null,
        }),
      )
      const [a, b] = keys as [ApiKeyRecord, ApiKeyRecord]
      await store.addApiKey(a)
      await store.addApiKey(b)
      await assert.rejects(store.addApiKey(a), { name: 'BrokenInvariant' })
      await store.touchApiKey(b.id, scene.at(9))
      await store.touchApiKey('key_none', scene.at(9))
      assert.deepEqual(await store.apiKeys(), [a, { ...b, lastUsedAtMs: scene.at(9) }])
      assert.equal(await store.removeApiKey(a.id), true)
      assert.equal(await store.removeApiKey(a.id), false)
      await scene.reopen()
      assert.deepEqual(
        (await scene.store.apiKeys()).map(({ id }) => id),
        [b.id],
      )
    },
    { fresh: true },
  )

  check('knows a session by its token until it expires or is removed', async (scene) => {
    const { store } = scene
    const owner = user(scene, 'sam')
    await store.addUser(owner, 'any')
    const session: SessionRecord = {
      id: `ses_${scene.smscId}`,
      userId: owner.id,
      tokenHash: `token ${scene.smscId}`,
      createdAtMs: scene.at(0),
      expiresAtMs: scene.at(100),
    }
    await store.addSession(session)
    assert.deepEqual(await store.session(session.tokenHash, scene.at(99)), { ...session, userName: owner.name })
    assert.equal(await store.session(session.tokenHash, scene.at(100)), undefined)
    assert.equal(await store.session('another', scene.at(1)), undefined)
    await assert.rejects(store.addSession(session), { name: 'BrokenInvariant' })
    const orphan = { ...session, id: 'ses_orphan', tokenHash: 'orphan', userId: 'usr_none' } as const
    await assert.rejects(store.addSession(orphan), { name: 'BrokenInvariant' })
    await store.removeSession(session.tokenHash)
    await store.removeSession(session.tokenHash)
    assert.equal(await store.session(session.tokenHash, scene.at(1)), undefined)
  })
}

function user(scene: Scene, name: string): UserRecord {
  return {
    id: `usr_${scene.smscId}_${name}`,
    name: `${name} of ${scene.smscId}`,
    passwordHash: `hash of ${name}`,
    createdAtMs: scene.at(0),
  }
}
