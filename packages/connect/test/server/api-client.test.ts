import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { ApiClient } from '../../src/server/api-client.ts'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    client: new ApiClient({ server: () => ({ url, apiKey: 'the-key', identity: url }), fetch, nowMs: () => 0 }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a redirect is not followed: the key stays where it belongs', async () => {
  const stolen: unknown[] = []
  await using thief = await serve((request, response) => {
    stolen.push(request.headers.authorization)
    response.end()
  })
  await using server = await serve((_request, response) => {
    response.writeHead(307, { location: thief.url }).end()
  })
  assert.deepEqual(await server.client.system(), {
    kind: 'foreign',
    status: 307,
    excerpt: '',
    retryAfterMs: undefined,
  })
  assert.deepEqual(stolen, [])
})

test('what is not Connect is told by its status and the start of what it says', async () => {
  await using server = await serve((request, response) => {
    assert.equal(request.headers.authorization, 'Bearer the-key')
    response.writeHead(503, { 'retry-after': '3' }).end('<html>\u001b[2J down')
  })
  assert.deepEqual(await server.client.system(), {
    kind: 'foreign',
    status: 503,
    excerpt: '<html>\\u{1b}[2J down',
    retryAfterMs: 3000,
  })
})

test('an answer of another shape is not taken for one', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"version": 1}')
  })
  assert.equal((await server.client.system()).kind, 'foreign')
})

test('a connection that breaks is no answer, with the reason in words', async () => {
  await using server = await serve((request) => {
    request.socket.destroy()
  })
  const broken = await server.client.system()
  assert.deepEqual(broken, { kind: 'unreachable', reason: 'the connection broke', retryAfterMs: undefined })
})
