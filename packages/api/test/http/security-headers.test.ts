import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiOver, WITH_KEY } from '../world.ts'

const PATHS = ['/healthz', '/v1/messages', '/nothing', '/errors/internal', '/openapi.json', '/v1/setup', '/v1/%zz']

test('every answer has the headers that keep browsers from mischief', async () => {
  const api = apiOver()
  for (const url of PATHS) {
    const { headers } = await api.inject({ url, headers: url.includes('messages') ? {} : WITH_KEY })
    const policy = String(headers['content-security-policy'])
    for (const rule of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "default-src 'none'"]) {
      assert.ok(policy.includes(rule), `${url}: ${rule}`)
    }
    assert.ok(!/script-src[^;]*unsafe/.test(policy))
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['strict-transport-security'], undefined, 'not over http')
    assert.ok(headers['x-request-id'])
  }
})

test('over https browsers are told to stay there', async () => {
  const byAddress = apiOver({}, { publicBaseUrl: 'https://sms.example.com' })
  const hsts = 'strict-transport-security'
  assert.equal(
    (await byAddress.inject({ url: '/healthz', headers: { host: 'localhost:8080' } })).headers[hsts],
    undefined,
  )
  const value = 'max-age=31536000; includeSubDomains'
  assert.equal((await byAddress.inject({ url: '/healthz', headers: { host: 'sms.example.com' } })).headers[hsts], value)
  const forwarded = { 'x-forwarded-proto': 'https' }
  assert.equal(
    (await apiOver().inject({ url: '/healthz', headers: forwarded })).headers[hsts],
    undefined,
    'not trusted',
  )
  const behindProxy = apiOver({}, { trustProxy: true })
  assert.equal((await behindProxy.inject({ url: '/healthz', headers: forwarded })).headers[hsts], value)
})

test('no other site may read answers', async () => {
  const { headers } = await apiOver().inject({ url: '/v1/setup', headers: { origin: 'https://evil.example' } })
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
})
