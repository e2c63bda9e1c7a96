import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '@smpp-connect/contracts'
import { IdSource, seededRandom } from '@smpp-connect/kernel'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { createAccess } from '../../src/access/access.ts'
import { FakeAccessStore } from './access-store.ts'

const PASSWORD = 'correct horse battery'
const BOOTSTRAP = 'bootstrap-key-of-sixteen'
const MINUTE_MS = 60_000

function world() {
  const store = new FakeAccessStore()
  const clock = new VirtualClock()
  const random = seededRandom(7)
  const access = createAccess({
    store,
    clock,
    random,
    ids: new IdSource(clock, random),
    bootstrapKeys: [BOOTSTRAP],
    passwordCost: { costLog2: 4, blockSize: 1, parallel: 1 },
  })
  return { store, clock, access }
}

async function claimedWorld() {
  const parts = world()
  const token = await parts.access.newSetupToken()
  assert.ok(token)
  const session = value(await parts.access.claim({ token, name: 'Anna', password: PASSWORD }))
  return { ...parts, session, setupToken: token }
}

function value<Value>(outcome: Outcome<Value>): Value {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome.value
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.refusal.code
}

test('the set-up token makes the first user once, and then is dead', async () => {
  const { access, setupToken, session } = await claimedWorld()
  assert.equal(await access.claimed(), true)
  assert.equal(await access.newSetupToken(), undefined)
  assert.equal(codeOf(await access.claim({ token: setupToken, name: 'Eve', password: PASSWORD })), 'setup-done')
  assert.deepEqual(await access.userOfSession(session.token), {
    kind: 'user',
    id: session.user.id,
    name: 'Anna',
    mayManageAccess: true,
  })
})

test('a wrong, an old and a replaced set-up token are refused', async () => {
  const { access, clock } = world()
  const first = (await access.newSetupToken()) ?? ''
  const second = (await access.newSetupToken()) ?? ''
  const claim = (token: string) => access.claim({ token, name: 'Anna', password: PASSWORD })
  assert.equal(codeOf(await claim('nonsense')), 'setup-token-wrong')
  assert.equal(codeOf(await claim(first)), 'setup-token-wrong')
  await clock.advance(60 * MINUTE_MS)
  assert.equal(codeOf(await claim(second)), 'setup-token-wrong')
  const third = (await access.newSetupToken()) ?? ''
  await clock.advance(60 * MINUTE_MS - 1)
  assert.equal(codeOf(await claim(third)), 'ok')
})

test('two who claim at the same time have one winner', async () => {
  const { access, store } = world()
  const token = (await access.newSetupToken()) ?? ''
  const outcomes = await Promise.all(
    ['Anna', 'Eve', 'Mallory'].map((name) => access.claim({ token, name, password: PASSWORD })),
  )
  assert.deepEqual(outcomes.map(codeOf).sort(), ['ok', 'setup-done', 'setup-done'])
  assert.equal(store.userRecords.length, 1)
})

test('a claim that the store could not keep leaves the link usable', async () => {
  const { access, store } = world()
  const token = (await access.newSetupToken()) ?? ''
  store.addUser = async () => Promise.reject(new Error('disk'))
  await assert.rejects(access.claim({ token, name: 'Anna', password: PASSWORD }))
  Reflect.deleteProperty(store, 'addUser')
  assert.equal(codeOf(await access.claim({ token, name: 'Anna', password: PASSWORD })), 'ok')
})

test('login takes the name in any case, and the password in any composition', async () => {
  const { access } = world()
  const token = (await access.newSetupToken()) ?? ''
  value(await access.claim({ token, name: 'André', password: 'un mot de passé' }))
  const session = value(await access.login(' ANDRE\u0301 ', 'un mot de passe\u0301'))
  assert.equal(session.user.name, 'André')
  assert.equal(codeOf(await access.login('André', 'un mot de passe')), 'login-wrong')
})

test('an unknown name and a wrong password get the same answer', async () => {
  const { access } = await claimedWorld()
  assert.deepEqual(await access.login('Nobody', PASSWORD), await access.login('Anna', 'not the password'))
})

test('no password, token or key is stored in clear', async () => {
  const { access, store, session } = await claimedWorld()
  const { key } = value(await access.makeApiKey('Shop'))
  const kept = JSON.stringify([store.userRecords, [...store.keyRecords.values()], [...store.sessionRecords.values()]])
  for (const secret of [PASSWORD, session.token, key, session.token.split('.')[1] ?? '', key.slice(17)]) {
    assert.ok(secret.length > 9 && !kept.includes(secret))
  }
})

test('a key that was made before the request was cut off is not made again, nor shown', async () => {
  const { access, clock } = await claimedWorld()
  value(await access.makeApiKey('Shop'))
  await clock.advance(1_000)
  const cutOffAtMs = clock.nowMs()
  assert.ok((await access.makeApiKey('Shop', cutOffAtMs)).ok, 'the one of before is of another request')
  const again = await access.makeApiKey('Shop', cutOffAtMs)
  const [newest, ...others] = await access.apiKeys()
  assert.equal(others.length, 1)
  assert.deepEqual(again, {
    ok: false,
    refusal: {
      code: 'idempotency-answer-secret',
      detail: `the first request was cut off after it had made ${newest?.id}, whose secret nobody has`,
    },
  })
})

test('a session ends after fourteen days, and at logout', async () => {
  const { access, clock, session } = await claimedWorld()
  assert.equal(session.expiresAtMs, clock.nowMs() + 14 * 24 * 60 * MINUTE_MS)
  const other = value(await access.login('Anna', PASSWORD))
  await access.logout(other.token)
  assert.equal(await access.userOfSession(other.token), undefined)
  assert.ok(await access.userOfSession(session.token))
  await clock.advance(14 * 24 * 60 * MINUTE_MS)
  assert.equal(await access.userOfSession(session.token), undefined)
})

test('a token that was tampered with is no session', async () => {
  const { access, session } = await claimedWorld()
  const last = session.token.at(-2) === 'A' ? 'B' : 'A'
  const tampered = `${session.token.slice(0, -2)}${last}${session.token.at(-1)}`
  for (const token of ['', 'x', tampered, `${session.token}x`, session.token.replace('usr_', 'usr_0')]) {
    assert.equal(await access.userOfSession(token), undefined)
  }
})

test('a new password ends the sessions of before', async () => {
  const { access, session } = await claimedWorld()
  assert.equal(await access.resetPassword('anna', 'an other password'), true)
  assert.equal(await access.resetPassword('nobody', 'an other password'), false)
  assert.equal(await access.userOfSession(session.token), undefined)
  assert.equal(codeOf(await access.login('Anna', PASSWORD)), 'login-wrong')
  assert.equal(codeOf(await access.login('Anna', 'an other password')), 'ok')
})

test('after five failures each further attempt waits longer, for the name and for the address', async () => {
  const { access, clock } = await claimedWorld()
  for (let i = 0; i < 5; i++) assert.equal(codeOf(await access.login('Anna', 'wrong', `10.0.0.${i}`)), 'login-wrong')
  const waits: number[] = []
  for (let i = 0; i < 8; i++) {
    const refused = await access.login('Anna', PASSWORD, '10.0.0.99')
    assert.ok(!refused.ok && refused.refusal.code === 'too-many-attempts')
    const seconds = refused.refusal.retryAfterSeconds ?? 0
    waits.push(seconds)
    await clock.advance(seconds * 1000 - 1)
    assert.equal(codeOf(await access.login('Anna', PASSWORD, '10.0.0.99')), 'too-many-attempts')
    await clock.advance(1)
    assert.equal(codeOf(await access.login('Anna', 'wrong', `10.1.0.${i}`)), 'login-wrong')
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60])
  await clock.advance(60_000)
  assert.equal(codeOf(await access.login('Anna', PASSWORD, '10.0.0.99')), 'ok')
  assert.equal(codeOf(await access.login('Anna', 'wrong', '10.0.0.99')), 'login-wrong', 'success forgives')
})

test('one address that tries many names is slowed down too', async () => {
  const { access } = await claimedWorld()
  for (let i = 0; i < 5; i++) assert.equal(codeOf(await access.login(`name ${i}`, 'wrong', '10.0.0.1')), 'login-wrong')
  assert.equal(codeOf(await access.login('name 6', 'wrong', '10.0.0.1')), 'too-many-attempts')
  assert.equal(codeOf(await access.login('Anna', PASSWORD, '10.0.0.2')), 'ok')
})

test('attempts at the same time gain nothing', async () => {
  const { access } = await claimedWorld()
  const outcomes = await Promise.all(Array.from({ length: 40 }, () => access.login('Anna', 'wrong', '10.0.0.1')))
  assert.equal(outcomes.filter((outcome) => codeOf(outcome) === 'login-wrong').length, 5)
})

test('a login that the store could not answer is no failed attempt', async () => {
  const { access, store } = await claimedWorld()
  store.broken = true
  for (let i = 0; i < 10; i++)
    await assert.rejects(access.login('Anna', PASSWORD, '10.0.0.1'), { name: 'StoreUnavailable' })
  store.broken = false
  assert.equal(codeOf(await access.login('Anna', PASSWORD, '10.0.0.1')), 'ok')
})

test('an API key works until it is revoked, and its use is noted once a minute', async () => {
  const { access, store, clock } = world()
  const { key, view } = value(await access.makeApiKey('Shop'))
  assert.match(key, /^ck_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{38}$/)
  assert.equal(view.prefix, key.slice(0, 16))
  for (let i = 0; i < 10; i++) {
    assert.deepEqual(await access.callerOfKey(key), { kind: 'api-key', id: view.id, name: 'Shop' })
  }
  assert.equal(store.touches, 1)
  assert.equal(store.keyReads, 1, 'the list is read once')
  await clock.advance(MINUTE_MS)
  await access.callerOfKey(key)
  assert.equal(store.touches, 2)
  assert.equal((await access.apiKeys())[0]?.lastUsedAt, new Date(clock.nowMs()).toISOString())
  assert.equal(codeOf(await access.revokeApiKey(view.id)), 'ok')
  assert.equal(await access.callerOfKey(key), undefined)
  assert.equal(codeOf(await access.revokeApiKey(view.id)), 'not-found')
})

test('a revocation holds though an older list was being read', async () => {
  const { access, store } = world()
  const { key, view } = value(await access.makeApiKey('Shop'))
  const old = [...store.keyRecords.values()]
  const gate = Promise.withResolvers<void>()
  store.apiKeys = async () => {
    await gate.promise
    return old
  }
  const asked = access.callerOfKey(key)
  await settle()
  await access.revokeApiKey(view.id)
  Reflect.deleteProperty(store, 'apiKeys')
  gate.resolve()
  assert.equal(await asked, undefined)
  assert.equal(await access.callerOfKey(key), undefined)
})

test('a key that another process made or revoked is noticed', async () => {
  const { access, store, clock } = world()
  const { key, view } = value(await access.makeApiKey('Shop'))
  const record = store.keyRecords.get(view.id)
  assert.ok(record && (await access.callerOfKey(key)))
  store.keyRecords.delete(view.id)
  await clock.advance(5_000)
  assert.equal(await access.callerOfKey(key), undefined)
  store.keyRecords.set(view.id, record)
  await clock.advance(500)
  assert.ok(await access.callerOfKey(key))
})

test('junk is refused without a look into the store', async () => {
  const { access, store } = world()
  const { key } = value(await access.makeApiKey('Shop'))
  const swapped = key.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  for (const junk of ['', 'Bearer', swapped, key.slice(0, -1), key.toUpperCase(), `${key}0`]) {
    assert.equal(await access.callerOfKey(junk), undefined)
  }
  assert.equal(store.keyReads, 0)
})

test('a request does not fail because the use of its key could not be noted', async () => {
  const { access, store } = world()
  const { key } = value(await access.makeApiKey('Shop'))
  store.touchApiKey = async () => Promise.reject(new Error('disk'))
  assert.ok(await access.callerOfKey(key))
  await settle()
})

test('the bootstrap key may manage access, and a short one is refused at the start', async () => {
  const { access } = world()
  assert.equal((await access.callerOfKey(BOOTSTRAP))?.mayManageAccess, true)
  assert.equal(await access.callerOfKey(`${BOOTSTRAP}x`), undefined)
  const { store, clock } = world()
  const random = seededRandom(1)
  assert.throws(() =>
    createAccess({ store, clock, random, ids: new IdSource(clock, random), bootstrapKeys: ['fifteen letters'] }),
  )
})
