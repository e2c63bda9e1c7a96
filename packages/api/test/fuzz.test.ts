import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERRORS, type ErrorCode, problemSchema } from '@smpp-connect/contracts'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { FakeSimulator } from './fake-simulator.ts'
import { BOOTSTRAP_KEY, KEY, SESSION } from './fake-use-cases.ts'
import { apiOver } from './world.ts'

const api = apiOver({}, { simulator: new FakeSimulator(), limits: { maxBodyOctets: 2_000 } })
const routes: string[] = []
api.addHook('onRoute', ({ url }) => {
  if (url !== '/v1/events') routes.push(url)
})
await api.ready()

/** What an answer may be: a success, or a problem of the catalogue under its own status. */
function judge(answer: LightMyRequestResponse, headless: boolean): void {
  if (answer.statusCode < 400) {
    assert.ok([200, 201, 202, 204].includes(answer.statusCode))
    return
  }
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  if (headless) return
  const problem = problemSchema.strict().parse(answer.json())
  assert.equal(ERRORS[problem.code as ErrorCode]?.httpStatus, answer.statusCode)
  assert.notEqual(problem.code, 'internal', answer.body)
}

const segment = fc.oneof(
  fc.constantFrom('msg_1', 'cnv_1', 'smsc_1', 'key_1', 'batch', '..', '%2e%2e', '%00', '%zz', '', '*', '__proto__'),
  fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
)
const path = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...routes).chain((url) => segment.map((id) => url.replace(/:\w+/g, id))) },
  // What accepts, so that it is reached however many routes there are.
  { weight: 1, arbitrary: fc.constant('/v1/messages') },
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 4 }).map((steps) => `/${steps.join('/')}`) },
)
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?limit=5',
    '?limit=-1',
    '?limit=1e9',
    '?cursor=x&cursor=y',
    '?state=delivered',
    '?%',
    '?a[b]=c',
    '?__proto__=1',
  ),
)
const field = fc.oneof(
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
  fc.array(fc.integer(), { maxLength: 2 }),
)
const NAMES = ['to', 'text', 'from', 'name', 'password', 'token', 'messages', 'ids', 'host', 'port', '__proto__', 'x']
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...NAMES), field, { maxKeys: 5 }).map((value) => JSON.stringify(value)),
  { weight: 2, arbitrary: fc.constant(JSON.stringify({ to: '+447700900123', text: 'x' })) },
  fc.json({ maxDepth: 3 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', '[['.repeat(900), 'x'.repeat(3_000), '{"a":1e999}'),
)
const headers = fc.record(
  {
    authorization: fc.constantFrom(
      `Bearer ${KEY}`,
      `Bearer ${BOOTSTRAP_KEY}`,
      `Bearer ${BOOTSTRAP_KEY}`,
      'Bearer x',
      'Basic eA==',
    ),
    cookie: fc.constantFrom(`connect_session=${SESSION}`, 'connect_session=x', '=;=', 'a'),
    'content-type': fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('application/json', 'application/json; charset=utf-8') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'x', '') },
    ),
    'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site'),
    'idempotency-key': fc.constantFrom('k', '""', '"a', 'x'.repeat(300)),
    accept: fc.constantFrom('text/html', 'application/json', 'image/png', ';;'),
    'x-request-id': fc.constantFrom('12345678', '"', 'a b'),
  },
  { requiredKeys: ['authorization', 'content-type'] },
)
const method = fc.constantFrom(
  'GET',
  'GET',
  'HEAD',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
)

test('no request gets any other error than a problem of the catalogue', async () => {
  const seen = new Set<number>()
  await fc.assert(
    fc.asyncProperty(method, path, query, headers, body, async (verb, url, search, head, payload) => {
      const withBody = verb !== 'GET' && verb !== 'HEAD'
      const answer = await api.inject({
        method: verb as 'GET',
        url: url + search,
        headers: head,
        ...(withBody ? { payload } : {}),
      })
      seen.add(answer.statusCode)
      judge(answer, verb === 'HEAD')
    }),
    { numRuns: 1_500, seed: 20260101 },
  )
  // The fuzzer must reach past the doors, or it proves nothing.
  for (const status of [200, 202, 204, 400, 401, 404, 405, 413, 415, 422])
    assert.ok(seen.has(status), `never saw ${status}`)
})
