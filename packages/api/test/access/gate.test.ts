import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RouteOptions } from 'fastify'
import { BOOTSTRAP_KEY, KEY, SESSION } from '../fake-use-cases.ts'
import { apiOver, WITH_KEY } from '../world.ts'

const COOKIE = { cookie: `connect_session=${SESSION}` }
const OWN = { ...COOKIE, host: 'localhost:8080', 'sec-fetch-site': 'same-origin' }

/** Routes that anybody may use. Whoever adds one has to think about it here too. */
const OPEN = [
  'GET /healthz',
  'GET /readyz',
  'GET /errors',
  'GET /errors/:code',
  'GET /openapi.json',
  'GET /v1/setup',
  'POST /v1/setup',
  'GET /v1/session',
  'POST /v1/session',
  'DELETE /v1/session',
]
const FOR_PERSONS = ['GET /v1/api-keys', 'POST /v1/api-keys', 'DELETE /v1/api-keys/:id']

async function routesOf() {
  const api = apiOver()
  const routes: RouteOptions[] = []
  api.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD') routes.push(route)
  })
  await api.ready()
  return { api, routes }
}

test('every route that is not listed as open wants a key or a session', async () => {
  const { api, routes } = await routesOf()
  assert.ok(routes.length > 25)
  for (const { method, url } of routes) {
    const answer = await api.inject({ method: method as 'GET', url: url.replace(/:\w+/g, 'x') })
    const name = `${method} ${url}`
    assert.equal(answer.body.includes('"code":"key-missing","traceId"'), !OPEN.includes(name), name)
  }
})

test('API keys are managed by persons and the bootstrap key, not by other API keys', async () => {
  const { api, routes } = await routesOf()
  for (const { method, url } of routes) {
    const name = `${method} ${url}`
    if (OPEN.includes(name) || url === '/v1/events') continue
    const ask = async (authorization: string) =>
      (await api.inject({ method: method as 'GET', url: url.replace(/:\w+/g, 'x'), headers: { authorization } })).body
    const refused = (await ask(`Bearer ${KEY}`)).includes('"login-required"')
    assert.equal(refused, FOR_PERSONS.includes(name), name)
    assert.ok(!(await ask(`Bearer ${BOOTSTRAP_KEY}`)).includes('"login-required"'), name)
  }
})

test('a wrong key is a wrong key, and tells how keys are sent', async () => {
  for (const authorization of ['Bearer wrong', 'Basic YTpi', KEY, 'Bearer', 'Bearer ', `Bearer ${KEY} x`, '']) {
    const answer = await apiOver().inject({ url: '/v1/messages', headers: { authorization } })
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'key-wrong'], authorization)
    assert.equal(answer.headers['www-authenticate'], 'Bearer realm="connect"')
  }
})

test('a wrong key is not made up for by a session', async () => {
  const answer = await apiOver().inject({ url: '/v1/messages', headers: { ...OWN, authorization: 'Bearer wrong' } })
  assert.equal(answer.json().code, 'key-wrong')
})

test('the scheme is taken in any case', async () => {
  assert.equal(
    (await apiOver().inject({ url: '/v1/messages', headers: { authorization: `bearer ${KEY}` } })).statusCode,
    200,
  )
})

test('a session reads without more, and an ended one is told so', async () => {
  assert.equal((await apiOver().inject({ url: '/v1/messages', headers: COOKIE })).statusCode, 200)
  const ended = await apiOver().inject({ url: '/v1/messages', headers: { cookie: 'connect_session=old' } })
  assert.deepEqual([ended.statusCode, ended.json().code], [401, 'login-required'])
})

test('a session changes things only from our own pages', async () => {
  const host = { host: 'localhost:8080' }
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ 'sec-fetch-site': 'same-origin' }, 'ok'],
    [{ 'sec-fetch-site': 'none' }, 'ok'],
    [{ origin: 'http://localhost:8080' }, 'ok'],
    [{ 'sec-fetch-site': 'same-site' }, 'refused'],
    [{ 'sec-fetch-site': 'cross-site' }, 'refused'],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' }, 'refused'],
    [{ origin: 'http://localhost:8081' }, 'refused'],
    [{ origin: 'https://evil.example' }, 'refused'],
    [{ origin: 'null' }, 'refused'],
    [{}, 'refused'],
  ]
  for (const [headers, expected] of cases) {
    const answer = await apiOver().inject({
      method: 'POST',
      url: '/v1/messages/msg_1/cancel',
      headers: { ...COOKIE, ...host, ...headers },
    })
    const found = answer.statusCode === 200 ? 'ok' : answer.json().code === 'origin-refused' ? 'refused' : answer.body
    assert.equal(found, expected, JSON.stringify(headers))
  }
})

test('behind a proxy that changes Host, the public address counts as ours', async () => {
  const api = apiOver({}, { publicBaseUrl: 'http://sms.example.com' })
  const ask = (origin: string) =>
    api.inject({
      method: 'POST',
      url: '/v1/messages/msg_1/cancel',
      headers: { ...COOKIE, host: '10.0.0.1:8080', origin },
    })
  assert.equal((await ask('http://sms.example.com')).statusCode, 200)
  assert.equal((await ask('http://sms.example.com.evil.example')).statusCode, 403)
})

test('a form of another site cannot get through, whatever it pretends', async () => {
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { ...OWN, 'content-type': 'text/plain' },
    payload: '{"to":"+447700900123","text":"x"}',
  })
  assert.equal(answer.json().code, 'media-type-unsupported')
})

test('a key needs no proof of where it comes from', async () => {
  const headers = { ...WITH_KEY, origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }
  assert.equal((await apiOver().inject({ method: 'POST', url: '/v1/messages/msg_1/cancel', headers })).statusCode, 200)
})

test('over https only the cookie with the prefix counts', async () => {
  const api = apiOver({}, { publicBaseUrl: 'https://sms.example.com' })
  const ask = (name: string) =>
    api.inject({ url: '/v1/messages', headers: { host: 'sms.example.com', cookie: `${name}=${SESSION}` } })
  assert.equal((await ask('__Host-connect_session')).statusCode, 200)
  assert.equal((await ask('connect_session')).statusCode, 401)
})
