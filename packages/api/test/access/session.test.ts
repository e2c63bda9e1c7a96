import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuse } from '@smpp-connect/contracts'
import { fakeAccess, SESSION, SETUP_TOKEN } from '../fake-use-cases.ts'
import { apiOver, rememberingLog } from '../world.ts'

const OURS = { host: 'localhost:8080', 'sec-fetch-site': 'same-origin' }
const LOGIN = { name: 'Anna', password: 'right password' }

test('set-up: status, claim with the token, and the session that follows', async () => {
  const api = apiOver()
  assert.deepEqual((await api.inject('/v1/setup')).json(), { claimed: false })
  const claim = (token: string) =>
    api.inject({
      method: 'POST',
      url: '/v1/setup',
      headers: OURS,
      payload: { token, name: 'Anna', password: 'long enough' },
    })
  assert.deepEqual([(await claim('wrong')).statusCode, (await claim('wrong')).json().code], [403, 'setup-token-wrong'])
  const claimed = await claim(SETUP_TOKEN)
  assert.equal(claimed.statusCode, 201)
  assert.deepEqual(claimed.json(), { user: { id: 'usr_1', name: 'Anna' }, version: '0.1.0', simulator: false })
  assert.match(String(claimed.headers['set-cookie']), /^connect_session=/)
})

test('set-up is gone once it is done', async () => {
  const api = apiOver({ access: fakeAccess({ claim: async () => refuse('setup-done', 'There is a user already.') }) })
  const answer = await api.inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { token: 'x', name: 'Anna', password: 'long enough' },
  })
  assert.deepEqual([answer.statusCode, answer.json().code], [410, 'setup-done'])
})

test('a short password is refused with what is allowed', async () => {
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/setup',
    payload: { token: 'x', name: 'Anna', password: 'short' },
  })
  assert.deepEqual(answer.json().errors, [{ pointer: '/password', detail: 'expected at least 10 characters, found 5' }])
  assert.ok(!answer.body.includes('"short"'))
})

test('login sets a cookie that scripts cannot read and other sites cannot send', async () => {
  const answer = await apiOver().inject({ method: 'POST', url: '/v1/session', headers: OURS, payload: LOGIN })
  assert.equal(answer.statusCode, 200)
  assert.equal(
    answer.headers['set-cookie'],
    `connect_session=${SESSION}; Path=/; Expires=Thu, 15 Jan 2026 00:00:00 GMT; HttpOnly; SameSite=Strict`,
  )
})

test('over https the cookie is bound to the host', async () => {
  const api = apiOver({}, { publicBaseUrl: 'https://sms.example.com' })
  const headers = { host: 'sms.example.com', origin: 'https://sms.example.com' }
  const answer = await api.inject({ method: 'POST', url: '/v1/session', headers, payload: LOGIN })
  const cookie = String(answer.headers['set-cookie'])
  assert.match(cookie, /^__Host-connect_session=/)
  assert.match(cookie, /; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/)
  assert.ok(!/domain=/i.test(cookie))
})

test('a login from a page of another site is refused', async () => {
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { host: 'localhost:8080', origin: 'https://evil.example' },
  ]) {
    const answer = await apiOver().inject({ method: 'POST', url: '/v1/session', headers, payload: LOGIN })
    assert.equal(answer.json().code, 'origin-refused')
    assert.equal(answer.headers['set-cookie'], undefined)
  }
})

test('a failed login says how long to wait, is logged, and never with the password', async () => {
  const log = rememberingLog()
  const refusal = { code: 'too-many-attempts', detail: 'Try again in 8 seconds.', retryAfterSeconds: 8 } as const
  const seen: unknown[] = []
  const access = fakeAccess({
    login: async (...arguments_) => {
      seen.push(arguments_)
      return { ok: false, refusal }
    },
  })
  const answer = await apiOver({ access }, { log }).inject({ method: 'POST', url: '/v1/session', payload: LOGIN })
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [429, '8'])
  assert.deepEqual(seen, [['Anna', 'right password', '127.0.0.1']])
  const line = log.lines.find(({ event }) => event === 'access.login')
  assert.deepEqual([line?.fields.ok, line?.fields.address], [false, '127.0.0.1'])
  assert.ok(!JSON.stringify(log.lines).includes('right password'))
})

test('who is logged in, and who is not', async () => {
  const api = apiOver()
  const known = await api.inject({ url: '/v1/session', headers: { cookie: `connect_session=${SESSION}` } })
  assert.equal(known.json().user.name, 'Anna')
  for (const headers of [{}, { cookie: 'connect_session=old' }, { cookie: 'connect_session=' }]) {
    const answer = await api.inject({ url: '/v1/session', headers })
    assert.deepEqual([answer.statusCode, answer.json().code], [401, 'login-required'])
  }
})

test('logout ends the session and takes the cookie back; twice does no harm', async () => {
  const ended: string[] = []
  const access = fakeAccess({
    logout: async (token) => {
      ended.push(token)
    },
  })
  const api = apiOver({ access })
  const headers = { ...OURS, cookie: `connect_session=${SESSION}` }
  const answer = await api.inject({ method: 'DELETE', url: '/v1/session', headers })
  assert.equal(answer.statusCode, 204)
  assert.deepEqual(ended, [SESSION])
  assert.match(String(answer.headers['set-cookie']), /^connect_session=; .*Expires=Thu, 01 Jan 1970/)
  assert.equal((await api.inject({ method: 'DELETE', url: '/v1/session' })).statusCode, 204)
  const foreign = { cookie: headers.cookie, 'sec-fetch-site': 'cross-site' }
  assert.equal((await api.inject({ method: 'DELETE', url: '/v1/session', headers: foreign })).statusCode, 403)
  assert.equal(ended.length, 1)
})
