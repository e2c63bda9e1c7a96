import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newIdempotencyKey, queryString } from '../../src/api/client.ts'
import {
  ApiFailure,
  failureOf,
  fieldErrors,
  fieldOf,
  isLoggedOut,
  isPassing,
  problemOf,
  unreachable,
} from '../../src/api/problem.ts'

const problem = (status: number, code: string) =>
  failureOf(status, { type: '', title: 'T', status, detail: 'D', instance: '', code, traceId: 't1' })

test('a problem document becomes the failure', () => {
  const failure = problem(422, 'destination-invalid')
  assert.ok(failure instanceof ApiFailure)
  assert.equal(failure.code, 'destination-invalid')
  assert.equal(failure.status, 422)
  assert.equal(failure.message, 'D')
})

test('an answer that is no problem document is said to come from somebody else', () => {
  for (const body of [undefined, '<html>', {}, { code: 5 }, null]) {
    const failure = failureOf(502, body)
    assert.equal(failure.code, 'not-connect')
    assert.match(failure.message, /HTTP 502/)
  }
})

test('only a wrong session logs out; a wrong password does not', () => {
  assert.equal(isLoggedOut(problem(401, 'login-required')), true)
  assert.equal(isLoggedOut(problem(401, 'key-missing')), true)
  assert.equal(isLoggedOut(problem(401, 'login-wrong')), false)
  assert.equal(isLoggedOut(new Error('x')), false)
})

test('what passes by itself is tried again, a refusal is not', () => {
  assert.equal(isPassing(problem(503, 'store-unavailable')), true)
  assert.equal(isPassing(unreachable(new Error())), true)
  assert.equal(isPassing(problem(404, 'not-found')), false)
})

test('places become words at fields, the first of each', () => {
  assert.equal(fieldOf('/host'), 'host')
  assert.equal(fieldOf('/a~1b~0c'), 'a/b~c')
  assert.equal(fieldOf('/'), '')
  const errors = fieldErrors([
    { pointer: '/port', detail: 'expected at least 1, found 0' },
    { pointer: '/port', detail: 'another' },
    { pointer: '/host', detail: 'missing' },
  ])
  assert.deepEqual(errors, { port: 'Expected at least 1, found 0', host: 'Missing' })
})

test('any failure has words', () => {
  assert.equal(problemOf(problem(500, 'internal')).traceId, 't1')
  assert.equal(problemOf(new Error('oops')).detail, 'oops')
  assert.equal(problemOf('oops').detail, 'oops')
})

test('a query holds what is set', () => {
  assert.equal(queryString({}), '')
  assert.equal(queryString({ a: undefined, b: '', c: 0, d: false, e: '+44 &' }), '?c=0&d=false&e=%2B44+%26')
})

test('idempotency keys differ', () => {
  assert.match(newIdempotencyKey(), /^console-[0-9a-f]{32}$/)
  assert.notEqual(newIdempotencyKey(), newIdempotencyKey())
})
