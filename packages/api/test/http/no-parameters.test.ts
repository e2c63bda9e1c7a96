import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RouteOptions } from 'fastify'
import type { z } from 'zod'
import { apiOver, WITH_KEY } from '../world.ts'

test('no address takes a parameter that it does not know', async () => {
  const api = apiOver()
  const routes: RouteOptions[] = []
  api.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1/')) routes.push(route)
  })
  await api.ready()
  assert.ok(routes.length > 60)
  for (const { method, url, schema } of routes) {
    const parameters = schema?.querystring as z.ZodType | undefined
    assert.equal(
      parameters?.safeParse({ dryRun: '1' }).error?.issues.at(-1)?.code,
      'unrecognized_keys',
      `${method} ${url}`,
    )
  }
})

test('nothing is done for a request whose parameters are refused', async () => {
  const api = apiOver({ send: () => assert.fail('it was sent') })
  const send = { method: 'POST', url: '/v1/messages?dryRun=1', payload: { to: '+447700900123', text: 'x' } } as const
  for (const request of [send, { url: '/v1/smscs?dryRun=1' }, { url: '/v1/session?dryRun=1' }]) {
    const answer = await api.inject({ ...request, headers: WITH_KEY })
    assert.deepEqual([answer.statusCode, answer.json().code], [422, 'request-invalid'])
    assert.deepEqual(answer.json().errors, [{ pointer: 'dryRun', detail: 'there is no such parameter' }])
  }
})
