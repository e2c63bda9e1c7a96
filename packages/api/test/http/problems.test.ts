import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { ERRORS, problemSchema, refuse } from '@smpp-connect/contracts'
import { systemClock } from '@smpp-connect/kernel'
import { MemoryStore } from '@smpp-connect/store/memory'
import type { LightMyRequestResponse } from 'fastify'
import { StoreUnavailable } from '../store-unavailable.ts'
import { apiOver, rememberingLog, WITH_KEY } from '../world.ts'

function problemIn(answer: LightMyRequestResponse, code: keyof typeof ERRORS) {
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8', answer.body)
  const problem = problemSchema.strict().parse(answer.json())
  assert.equal(problem.code, code)
  assert.equal(answer.statusCode, ERRORS[code].httpStatus)
  assert.equal(problem.status, answer.statusCode)
  assert.equal(problem.title, ERRORS[code].title)
  assert.equal(problem.type, `/errors/${code}`)
  assert.equal(problem.traceId, answer.headers['x-request-id'])
  return problem
}

const JSON_TYPE = { 'content-type': 'application/json' }

test('an unknown address', async () => {
  const problem = problemIn(await apiOver().inject('/v2/messages?number=447700900123'), 'not-found')
  assert.equal(problem.instance, '/v2/messages', 'the query may hold a number')
})

test('an address that is not well-formed, or far too long', async () => {
  for (const url of ['/v1/%zz', '/v1/messages/%E0%A4%A', `/v1/messages/${'x'.repeat(600)}`]) {
    const answer = await apiOver().inject({ url, headers: WITH_KEY })
    problemIn(answer, 'not-found')
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  }
})

test('a method that the address does not take', async () => {
  for (const [method, url, allow] of [
    ['PUT', '/v1/messages', 'GET, HEAD, POST'],
    ['PATCH', '/v1/messages/msg_1/cancel', 'POST'],
    ['PROPFIND', '/v1/smscs/smsc_1', 'DELETE, GET, HEAD, PATCH'],
    ['OPTIONS', '/healthz', 'GET, HEAD'],
    ['POST', '/v1/events', 'GET'],
  ] as const) {
    // Methods beyond those that inject's types name are sent all the same.
    const answer = await apiOver().inject({ method: method as 'PUT', url })
    problemIn(answer, 'method-not-allowed')
    assert.equal(answer.headers.allow, allow)
  }
})

test('a body that is not JSON, wherever it breaks', async () => {
  const bodies = ['{"to":', '{', '{"to": "x",}', 'hello', '{"to": 1} x', '\u0000', "{'to': 1}"]
  for (const payload of bodies) {
    const answer = await apiOver().inject({
      method: 'POST',
      url: '/v1/messages',
      headers: { ...WITH_KEY, ...JSON_TYPE },
      payload,
    })
    const problem = problemIn(answer, 'body-not-json')
    assert.ok(!problem.detail.includes('hello'), 'the body is not repeated')
  }
})

test('a body that is not UTF-8 is refused, not repaired', async () => {
  const payload = Buffer.concat([
    Buffer.from('{"to":"+447700900123","text":"caf'),
    Buffer.from([0xe9]),
    Buffer.from('"}'),
  ])
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { ...WITH_KEY, ...JSON_TYPE },
    payload,
  })
  assert.equal(problemIn(answer, 'body-not-json').detail, 'The body is not UTF-8.')
})

test('a byte order mark before the JSON does no harm', async () => {
  const payload = `\ufeff${JSON.stringify({ to: '+447700900123', text: 'x' })}`
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { ...WITH_KEY, ...JSON_TYPE },
    payload,
  })
  assert.equal(answer.statusCode, 202)
})

test('keys that reach for the prototype are unknown fields like others', async () => {
  for (const payload of [
    '{"to":"1","text":"x","__proto__":{"a":1}}',
    '{"to":"1","text":"x","constructor":{"prototype":{}}}',
  ]) {
    const answer = await apiOver().inject({
      method: 'POST',
      url: '/v1/messages',
      headers: { ...WITH_KEY, ...JSON_TYPE },
      payload,
    })
    problemIn(answer, 'request-invalid')
  }
  assert.equal(({} as { a?: number }).a, undefined)
})

test('a body of another type, or of none', async () => {
  for (const type of [
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
  ]) {
    const answer = await apiOver().inject({
      method: 'POST',
      url: '/v1/messages',
      headers: { ...WITH_KEY, 'content-type': type },
      payload: '{}',
    })
    problemIn(answer, 'media-type-unsupported')
  }
  const answer = await apiOver().inject({
    method: 'POST',
    url: '/v1/messages',
    headers: WITH_KEY,
    payload: Buffer.from('{}'),
  })
  problemIn(answer, 'media-type-unsupported')
})

test('a body over the limit', async () => {
  const api = apiOver({}, { limits: { maxBodyOctets: 100 } })
  const answer = await api.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: WITH_KEY,
    payload: { text: 'x'.repeat(200) },
  })
  assert.equal(problemIn(answer, 'body-too-large').detail, 'The body is larger than 100 octets.')
})

test('a body far over the limit, and one that breaks off: the line ends, and nothing is left of it', async () => {
  let sent = 0
  const api = apiOver(
    {
      send: async () => {
        sent++
        return refuse('text-empty', 'text: it is empty')
      },
    },
    { limits: { maxBodyOctets: 100 }, clock: systemClock },
  )
  await api.listen({ port: 0, host: '127.0.0.1' })
  const { port } = api.server.address() as { port: number }
  const head = `POST /v1/messages HTTP/1.1\r\nhost: x\r\nauthorization: ${WITH_KEY.authorization}\r\ncontent-type: application/json\r\n`
  const far = connect(port, '127.0.0.1').on('error', () => undefined)
  far.write(`${head}content-length: 1000000\r\n\r\n${'x'.repeat(2_000)}`)
  far.resume()
  await once(far, 'close')
  const broken = connect(port, '127.0.0.1').on('error', () => undefined)
  broken.write(`${head}content-length: 50\r\n\r\n{"to":`)
  await once(api.server, 'request')
  broken.destroy()
  await once(broken, 'close')
  await api.close()
  assert.equal(sent, 0)
})

test('a refusal of a use case keeps its code, detail and places', async () => {
  const errors = [{ pointer: '/to', detail: 'not a number' }]
  const api = apiOver({ send: async () => refuse('destination-invalid', 'The destination is not a number.', errors) })
  const answer = await api.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: WITH_KEY,
    payload: { to: 'x', text: 'x' },
  })
  const problem = problemIn(answer, 'destination-invalid')
  assert.equal(problem.detail, 'The destination is not a number.')
  assert.deepEqual(problem.errors, errors)
})

test('a store that cannot work: 503, when to come back, and a reason that names a path only in the log', async () => {
  const log = rememberingLog()
  const api = apiOver(
    { send: async () => Promise.reject(new StoreUnavailable('no space left on /var/lib/x')) },
    { log },
  )
  const answer = await api.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: WITH_KEY,
    payload: { to: 'x', text: 'x' },
  })
  const problem = problemIn(answer, 'store-unavailable')
  assert.equal(answer.headers['retry-after'], '5')
  assert.ok(!answer.body.includes('/var/lib'))
  const line = log.lines.find(({ level }) => level === 'error')
  assert.deepEqual([line?.fields.traceId, line?.fields.cause], [problem.traceId, 'no space left on /var/lib/x'])
})

test('what a real store throws is known', async () => {
  const closed = new MemoryStore()
  const api = apiOver({ lastEventSeq: () => closed.lastEventSeq() })
  const answer = await api.inject({ url: '/v1/system', headers: WITH_KEY })
  const { detail } = problemIn(answer, 'store-unavailable')
  assert.equal(detail, 'The store cannot do its work now: it is not open. Nothing was done.')
})

test('a bug: 500 with nothing but the trace id, and everything in the log', async () => {
  for (const failure of [
    new TypeError('secret detail'),
    'a thrown string',
    undefined,
    Object.assign(new Error('x'), { statusCode: 302 }),
  ]) {
    const log = rememberingLog()
    const api = apiOver({ messages: () => Promise.reject(failure) }, { log })
    const answer = await api.inject({ url: '/v1/messages', headers: WITH_KEY })
    const problem = problemIn(answer, 'internal')
    assert.ok(!answer.body.includes('secret') && !answer.body.includes('thrown'))
    const line = log.lines.find(({ event }) => event === 'http.failed')
    assert.equal(line?.fields.traceId, problem.traceId)
    assert.equal(line?.fields.route, '/v1/messages')
    assert.ok(String(line?.fields.cause).includes(failure instanceof Error ? failure.message : String(failure)))
  }
})

test('a use case that answers what its schema does not allow is a bug, and does not leak', async () => {
  const log = rememberingLog()
  const broken = async () => [{ id: 'smsc_1', password: 'hunter2' }] as never
  const answer = await apiOver({ smscs: broken }, { log }).inject({ url: '/v1/smscs', headers: WITH_KEY })
  problemIn(answer, 'internal')
  assert.ok(!answer.body.includes('hunter2'))
})

test('fields that are not in the schema do not come out', async () => {
  const { SMSC } = await import('../fake-use-cases.ts')
  const api = apiOver({ smscs: async () => [{ ...SMSC, password: 'hunter2' } as typeof SMSC] })
  const answer = await api.inject({ url: '/v1/smscs', headers: WITH_KEY })
  assert.equal(answer.statusCode, 200)
  assert.ok(!answer.body.includes('hunter2'))
})

test('types of problems start with the public address, where one is set', async () => {
  const api = apiOver({}, { publicBaseUrl: 'https://sms.example.com/' })
  assert.equal((await api.inject('/nothing')).json().type, 'https://sms.example.com/errors/not-found')
})

test('the trace id is the caller’s own, where it is harmless', async () => {
  const api = apiOver()
  const ask = async (id: string) =>
    (await api.inject({ url: '/healthz', headers: { 'x-request-id': id } })).headers['x-request-id']
  assert.equal(await ask('order-4711-abc'), 'order-4711-abc')
  for (const id of ['short', 'x'.repeat(65), 'with space and more', 'quote"quote'])
    assert.match(String(await ask(id)), /^[0-9a-f-]{36}$/)
})

test('while it closes, requests on open connections are told so', async () => {
  const api = apiOver({}, { clock: systemClock })
  const said = Promise.withResolvers<unknown>()
  api.addHook('preClose', async () => {
    const answer = await fetch(`${url}/healthz`)
    said.resolve([answer.status, answer.headers.get('retry-after'), problemSchema.parse(await answer.json()).code])
  })
  const url = await api.listen({ port: 0, host: '127.0.0.1' })
  await api.close()
  assert.deepEqual(await said.promise, [503, '5', 'stopping'])
})

test('what is no HTTP at all is answered with a problem too', async () => {
  const api = apiOver({}, { clock: systemClock })
  await api.listen({ port: 0, host: '127.0.0.1' })
  const address = api.server.address()
  assert.ok(address !== null && typeof address === 'object')
  const { port } = address
  try {
    for (const garbage of [
      'GARBAGE\r\n\r\n',
      'GET /healthz HTTP/9.9\r\n\r\n',
      `GET /healthz HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const socket = connect(port, '127.0.0.1')
      let heard = ''
      socket.setEncoding('utf8').on('data', (text) => {
        heard += text
      })
      socket.write(garbage)
      await once(socket, 'close')
      const [head = '', body = ''] = heard.split('\r\n\r\n')
      assert.match(head, /^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem\+json/)
      assert.equal(problemSchema.parse(JSON.parse(body)).code, 'http-malformed')
    }
  } finally {
    await api.close()
  }
})
