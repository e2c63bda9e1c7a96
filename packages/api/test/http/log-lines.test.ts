import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import { apiOver, rememberingLog, WITH_KEY } from '../world.ts'

test('the log says of every answer to what it was and how long it took, once it has left', async () => {
  const log = rememberingLog()
  const clock = new VirtualClock()
  const messages = async () => {
    await clock.advance(7)
    return { items: [], next: null }
  }
  const app = apiOver({ messages }, { log, clock })
  const found = await app.inject({ url: '/v1/messages?limit=1', headers: { ...WITH_KEY, 'x-request-id': 'a-request' } })
  const { headers } = await app.inject({ method: 'POST', url: '/v1/nothing' })
  assert.equal(found.statusCode, 200)
  assert.deepEqual(
    log.lines.filter(({ event }) => event === 'http.answered').map(({ level, fields }) => ({ level, ...fields })),
    [
      { level: 'debug', traceId: 'a-request', method: 'GET', route: '/v1/messages', status: 200, durationMs: 7 },
      { level: 'debug', traceId: headers['x-request-id'], method: 'POST', route: null, status: 404, durationMs: 0 },
    ],
  )
  await app.close()
})

test('the log says nothing of answers where nobody wants to know each', async () => {
  const log = { ...rememberingLog(), isVerbose: false }
  const app = apiOver({}, { log })
  await app.inject({ url: '/v1/messages', headers: WITH_KEY })
  assert.deepEqual(log.lines, [])
  await app.close()
})
