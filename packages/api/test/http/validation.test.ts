import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apiOver, WITH_KEY } from '../world.ts'

const post = async (payload: unknown) => {
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/smscs',
    headers: { ...WITH_KEY, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
  return { status: answer.statusCode, ...answer.json() }
}

const send = async (payload: unknown) => {
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { ...WITH_KEY, 'content-type': 'application/json' },
    payload: JSON.stringify(payload),
  })
  return answer.json()
}

test('says the place, what was found and what is allowed', async () => {
  const problem = await send({ to: 123, text: 'x'.repeat(40_001), from: '', extra: 1 })
  assert.equal(problem.code, 'request-invalid')
  assert.equal(problem.detail, '/to: expected string, found number (and 3 more)')
  assert.deepEqual(problem.errors, [
    { pointer: '/to', detail: 'expected string, found number' },
    { pointer: '/text', detail: 'expected at most 40000 characters, found 40001' },
    { pointer: '/from', detail: 'expected at least 1 character, found 0' },
    { pointer: '/extra', detail: 'there is no such field' },
  ])
})

test('names what is missing', async () => {
  const problem = await send({})
  assert.deepEqual(problem.errors, [
    { pointer: '/to', detail: 'missing; expected string' },
    { pointer: '/text', detail: 'missing; expected string' },
  ])
})

test('says so when the whole body is missing or of the wrong kind', async () => {
  const kinds: readonly (readonly [unknown, string])[] = [
    [null, 'missing; expected a JSON object'],
    [[], 'expected object, found array'],
    ['text', 'expected object, found string'],
    [7, 'expected object, found number'],
  ]
  for (const [body, detail] of kinds) {
    assert.deepEqual((await send(body)).errors, [{ pointer: '/', detail }])
  }
  const none = await apiOver().inject({ method: 'POST', url: '/v1/messages', headers: WITH_KEY })
  assert.deepEqual(none.json().errors, [{ pointer: '/', detail: 'missing; expected a JSON object' }])
})

test('limits of numbers, choices and patterns are in the words of the schema', async () => {
  const problem = await post({
    name: 'x',
    host: 'has a space',
    systemId: 'connect',
    defaultSender: '!',
    port: 70_000,
    windowSize: 1.5,
    tls: 'yes',
    bindMode: 'both',
  })
  assert.deepEqual(problem.errors, [
    { pointer: '/host', detail: 'expected a host name or an IP address, without a port' },
    { pointer: '/port', detail: 'expected at most 65535, found 70000' },
    { pointer: '/tls', detail: 'expected boolean, found string' },
    { pointer: '/bindMode', detail: 'expected one of "transceiver", "transmitter-receiver", found another text' },
    {
      pointer: '/defaultSender',
      detail: 'expected a number (+447700900123), a short code, or a name of up to 11 letters and digits',
    },
    { pointer: '/windowSize', detail: 'expected whole number, found number' },
  ])
})

test('places inside lists are pointed at, and a long list of mistakes is cut', async () => {
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages/batch',
    headers: WITH_KEY,
    payload: { messages: Array.from({ length: 30 }, () => ({ to: '+447700900123', 'a/b~c': 1 })) },
  })
  const { errors } = answer.json()
  assert.equal(errors.length, 20)
  assert.deepEqual(errors[0], { pointer: '/messages/0/text', detail: 'missing; expected string' })
  assert.deepEqual(errors[1], { pointer: '/messages/0/a~1b~0c', detail: 'there is no such field' })
})

test('parameters are named as they are written', async () => {
  const answer = await apiOver().inject({ url: '/v1/messages?limit=abc&colour=red&direction=up', headers: WITH_KEY })
  assert.equal(answer.statusCode, 422)
  assert.deepEqual(answer.json().errors, [
    { pointer: 'limit', detail: 'expected a whole number in decimal digits' },
    { pointer: 'direction', detail: 'expected one of "outbound", "inbound"' },
    { pointer: 'colour', detail: 'there is no such parameter' },
  ])
})

test('what a text holds is never repeated', async () => {
  const secret = 'hunter2-hunter2'
  const bodies = [
    { to: { secret }, text: secret },
    { to: '+447700900123', text: [secret] },
    { to: secret.repeat(9), text: 7 },
  ]
  for (const body of bodies) assert.ok(!JSON.stringify(await send(body)).includes(secret))
})
