import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IdSource, seededRandom } from '@smpp-connect/kernel'
import { MemoryStore } from '@smpp-connect/store/memory'
import { VirtualClock } from '@smpp-connect/testkit'
import { createAccess } from '../../src/access/access.ts'

test('over a real store: claim, log in, make a key, restart, and all is still there', async () => {
  const store = new MemoryStore()
  await store.open()
  const clock = new VirtualClock()
  const start = (seed: number) => {
    const random = seededRandom(seed)
    const passwordCost = { costLog2: 4, blockSize: 1, parallel: 1 }
    return createAccess({ store, clock, random, ids: new IdSource(clock, random), passwordCost })
  }
  const before = start(1)
  const token = (await before.newSetupToken()) ?? ''
  const claims = await Promise.all(
    ['Anna', 'Eve'].map((name) => before.claim({ token, name, password: 'correct horse' })),
  )
  const claimed = claims.find((outcome) => outcome.ok)
  assert.ok(claimed?.ok && claims.filter((outcome) => outcome.ok).length === 1)
  const { user } = claimed.value
  const login = await before.login(user.name.toUpperCase(), 'correct horse', '10.0.0.1')
  assert.ok(login.ok)
  const made = await before.makeApiKey('Shop')
  assert.ok(made.ok)
  const { key, view } = made.value

  const after = start(2)
  assert.equal(await after.newSetupToken(), undefined)
  assert.equal((await after.userOfSession(login.value.token))?.name, user.name)
  assert.equal((await after.callerOfKey(key))?.id, view.id)
  assert.equal(await after.resetPassword(user.name, 'another horse'), true)
  assert.equal(await after.userOfSession(login.value.token), undefined)
  assert.equal(await after.userOfSession(claimed.value.token), undefined)
  const again = await after.login(user.name, 'another horse')
  assert.ok(again.ok)
  await after.logout(again.value.token)
  assert.equal(await after.userOfSession(again.value.token), undefined)
})
