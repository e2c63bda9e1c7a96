import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '@smpp-connect/contracts'
import type { Idempotency, UseCases } from '@smpp-connect/manager'
import { settle } from '@smpp-connect/testkit'
import { canonicalJson } from '../../src/http/idempotency.ts'
import { BOOTSTRAP_KEY, fakeUseCases } from '../fake-use-cases.ts'
import { apiOver, WITH_KEY } from '../world.ts'

const BODY = { to: '+447700900123', text: 'x' }

function recording() {
  const seen: (Idempotency | undefined)[] = []
  const real = fakeUseCases()
  const changes: Partial<UseCases> = {
    send: (caller, message, key) => {
      seen.push(key)
      return real.send(caller, message, key)
    },
    answer: (caller, id, message, key) => {
      seen.push(key)
      return real.answer(caller, id, message, key)
    },
  }
  const api = apiOver(changes)
  const post = (key: string, payload: object = BODY, url = '/v1/messages') =>
    api.inject({ method: 'POST', url, headers: { ...WITH_KEY, 'idempotency-key': key }, payload })
  return { seen, api, post }
}

test('the key is taken bare or as a structured string', async () => {
  const { seen, post } = recording()
  await post('order-4711')
  await post('"order-4711"')
  await post('"with \\"quotes\\" and \\\\"')
  assert.deepEqual(
    seen.map((key) => key?.key),
    ['order-4711', 'order-4711', 'with "quotes" and \\'],
  )
})

test('an unusable key is refused', async () => {
  const { post, seen } = recording()
  for (const key of ['""', 'x'.repeat(201), 'caf\u00e9']) {
    const answer = await post(key)
    assert.equal(answer.json().code, 'idempotency-key-invalid', JSON.stringify(key))
  }
  assert.equal(seen.length, 0)
})

test('the fingerprint holds method, path and body, in whatever order its fields stand', async () => {
  const { seen, post } = recording()
  await post('k', { to: '1', text: 'x' })
  await post('k', { text: 'x', to: '1' })
  await post('k', { to: '1', text: 'y' })
  await post('k', { text: 'x' }, '/v1/conversations/cnv_1/messages')
  await post('k', { text: 'x' }, '/v1/conversations/cnv_2/messages')
  const [first, reordered, otherText, answered, otherPath] = seen.map((key) => key?.fingerprint)
  assert.match(first ?? '', /^[0-9a-f]{64}$/)
  assert.equal(first, reordered)
  assert.equal(new Set([first, otherText, answered, otherPath]).size, 4)
})

test('without a key there is none', async () => {
  const { seen, api } = recording()
  await api.inject({ method: 'POST', url: '/v1/messages', headers: WITH_KEY, payload: BODY })
  assert.deepEqual(seen, [undefined])
})

test('a replayed answer says so', async () => {
  const real = fakeUseCases()
  const api = apiOver({
    send: async (caller, message, key) => {
      const outcome = await real.send(caller, message, key)
      return outcome.ok ? ok({ ...outcome.value, replayed: key?.key === 'again' }) : outcome
    },
  })
  const post = (key: string) =>
    api.inject({ method: 'POST', url: '/v1/messages', headers: { ...WITH_KEY, 'idempotency-key': key }, payload: BODY })
  assert.equal((await post('again')).headers['idempotency-replayed'], 'true')
  assert.equal((await post('first')).headers['idempotency-replayed'], undefined)
})

test('a second request with the key of one under way is sent back; of another caller it is not', async () => {
  const gate = Promise.withResolvers<void>()
  const real = fakeUseCases()
  let calls = 0
  const api = apiOver({
    send: async (caller, message, key) => {
      calls++
      await gate.promise
      return real.send(caller, message, key)
    },
  })
  const post = (payload: object, authorization = WITH_KEY.authorization) =>
    api.inject({ method: 'POST', url: '/v1/messages', headers: { authorization, 'idempotency-key': 'k' }, payload })
  const first = post(BODY)
  await settle()
  const same = await post(BODY)
  assert.deepEqual([same.statusCode, same.json().code, same.headers['retry-after']], [409, 'idempotency-key-busy', '1'])
  const other = await post({ ...BODY, text: 'y' })
  assert.deepEqual([other.statusCode, other.json().code], [422, 'idempotency-key-reused'])
  const stranger = post(BODY, `Bearer ${BOOTSTRAP_KEY}`)
  await settle()
  gate.resolve()
  assert.equal((await first).statusCode, 202)
  assert.equal((await stranger).statusCode, 202)
  assert.equal(calls, 2)
  assert.equal((await post(BODY)).statusCode, 202, 'the key is free again')
})

test('the key is free again after a failure', async () => {
  let broken = true
  const real = fakeUseCases()
  const api = apiOver({
    send: async (caller, message) => (broken ? Promise.reject(new Error('x')) : real.send(caller, message)),
  })
  const post = () =>
    api.inject({ method: 'POST', url: '/v1/messages', headers: { ...WITH_KEY, 'idempotency-key': 'k' }, payload: BODY })
  assert.equal((await post()).statusCode, 500)
  broken = false
  assert.equal((await post()).statusCode, 202)
})

test('canonical JSON', () => {
  assert.equal(canonicalJson({ b: [1, { d: null, c: 'x"' }], a: true }), '{"a":true,"b":[1,{"c":"x\\"","d":null}]}')
  assert.equal(canonicalJson({ a: undefined }), '{}')
  assert.notEqual(canonicalJson({ a: ['b', 'c'] }), canonicalJson({ a: ['b,c'] }))
})
