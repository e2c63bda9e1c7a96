import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as contracts from '@smpp-connect/contracts'
import type { UseCases } from '@smpp-connect/manager'
import type { z } from 'zod'
import { FakeSimulator } from '../fake-simulator.ts'
import { BOOTSTRAP_KEY, fakeAccess, fakeUseCases } from '../fake-use-cases.ts'
import { apiOver } from '../world.ts'

const AUTHORIZED = { authorization: `Bearer ${BOOTSTRAP_KEY}` }
const TEXT = { to: '+447700900123', text: 'Hello' }
const SMSC = { name: 'Provider', host: 'smpp.example.com', systemId: 'acme', defaultSender: '12345' }

interface Case {
  readonly ask: string
  readonly body?: object
  readonly status: number
  readonly schema?: z.ZodType
}

const CASES: readonly Case[] = [
  { ask: 'POST /v1/messages', body: TEXT, status: 202, schema: contracts.acceptedSchema },
  {
    ask: 'POST /v1/messages/batch',
    body: { messages: [TEXT, TEXT] },
    status: 202,
    schema: contracts.batchResultSchema,
  },
  {
    ask: 'POST /v1/messages/states',
    body: { ids: ['msg_1', 'msg_2'] },
    status: 200,
    schema: contracts.messageStatesSchema,
  },
  {
    ask: 'GET /v1/messages?limit=10&state=delivered&mayBeDuplicate=true',
    status: 200,
    schema: contracts.messagePageSchema,
  },
  { ask: 'GET /v1/messages/msg_1', status: 200, schema: contracts.messageDetailSchema },
  { ask: 'POST /v1/messages/msg_1/cancel', status: 200, schema: contracts.operationResultSchema },
  { ask: 'POST /v1/messages/msg_1/query', status: 200, schema: contracts.operationResultSchema },
  {
    ask: 'POST /v1/messages/msg_1/replace',
    body: { text: 'Another' },
    status: 200,
    schema: contracts.operationResultSchema,
  },
  { ask: 'POST /v1/messages/msg_1/release', status: 200, schema: contracts.messageDetailSchema },
  { ask: 'GET /v1/conversations?unread=true', status: 200, schema: contracts.conversationPageSchema },
  { ask: 'GET /v1/conversations/cnv_1', status: 200, schema: contracts.conversationViewSchema },
  { ask: 'GET /v1/conversations/cnv_1/messages', status: 200, schema: contracts.threadPageSchema },
  { ask: 'POST /v1/conversations/cnv_1/messages', body: { text: 'Hi' }, status: 202, schema: contracts.acceptedSchema },
  { ask: 'POST /v1/conversations/cnv_1/read', status: 200, schema: contracts.conversationViewSchema },
  { ask: 'GET /v1/opt-outs?limit=10&person=%2B447700900123', status: 200, schema: contracts.optOutPageSchema },
  { ask: 'POST /v1/opt-outs', body: { person: '+447700900123' }, status: 200, schema: contracts.optOutViewSchema },
  { ask: 'DELETE /v1/opt-outs/%2B447700900123?from=60777', status: 204 },
  {
    ask: 'POST /v1/opt-outs/import',
    body: { optOuts: [{ person: '+447700900123', from: '60777', at: '2026-01-01T00:00:00Z' }] },
    status: 200,
    schema: contracts.optOutImportResultSchema,
  },
  { ask: 'GET /v1/keywords', status: 200, schema: contracts.keywordsViewSchema },
  {
    ask: 'PUT /v1/keywords',
    body: { sets: [], version: 0 },
    status: 200,
    schema: contracts.keywordsViewSchema,
  },
  { ask: 'POST /v1/keywords/try', body: { text: 'STOP' }, status: 200, schema: contracts.keywordTrialResultSchema },
  { ask: 'DELETE /v1/keywords', status: 200, schema: contracts.keywordsViewSchema },
  { ask: 'GET /v1/smscs', status: 200, schema: contracts.smscListSchema },
  { ask: 'POST /v1/smscs', body: SMSC, status: 201, schema: contracts.smscViewSchema },
  { ask: 'GET /v1/smscs/smsc_1', status: 200, schema: contracts.smscViewSchema },
  {
    ask: 'PATCH /v1/smscs/smsc_1',
    body: { windowSize: 20, version: 1 },
    status: 200,
    schema: contracts.smscViewSchema,
  },
  { ask: 'DELETE /v1/smscs/smsc_1', status: 204 },
  { ask: 'DELETE /v1/smscs/smsc_1?version=3', status: 204 },
  { ask: 'GET /v1/smscs/smsc_1/usage', status: 200, schema: contracts.smscUsageSchema },
  {
    ask: 'POST /v1/smscs/smsc_1/deletion/plan',
    body: { waiting: 'reroute' },
    status: 200,
    schema: contracts.smscDeletionPlanSchema,
  },
  {
    ask: 'PUT /v1/smscs/smsc_1/deletion',
    body: { waiting: 'cancel', uncertain: 'close', receipts: 'forgo', routing: 'remove', version: 1 },
    status: 200,
    schema: contracts.smscDeletionStateSchema,
  },
  { ask: 'GET /v1/smscs/smsc_1/deletion', status: 200, schema: contracts.smscDeletionStateSchema },
  { ask: 'DELETE /v1/smscs/smsc_1/deletion?version=2', status: 200, schema: contracts.smscViewSchema },
  {
    ask: 'POST /v1/smscs/test',
    body: { settings: { host: 'smpp.example', systemId: 'shop' } },
    status: 200,
    schema: contracts.bindTrialReportSchema,
  },
  {
    ask: 'POST /v1/smscs/test',
    body: { id: 'smsc_1', change: { port: 2776 } },
    status: 200,
    schema: contracts.bindTrialReportSchema,
  },
  {
    ask: 'GET /v1/smscs/smsc_1/parked-receipts?limit=5&cursor=r3',
    status: 200,
    schema: contracts.parkedReceiptPageSchema,
  },
  { ask: 'POST /v1/smscs/smsc_1/parked-receipts/retry', status: 200, schema: contracts.retriedReceiptsSchema },
  { ask: 'GET /v1/routing', status: 200, schema: contracts.routingViewSchema },
  { ask: 'PUT /v1/routing', body: { rules: [], version: 1 }, status: 200, schema: contracts.routingViewSchema },
  { ask: 'POST /v1/routing/explain', body: TEXT, status: 200, schema: contracts.routeExplanationSchema },
  { ask: 'GET /v1/system', status: 200, schema: contracts.systemSchema },
  { ask: 'GET /v1/verify', status: 200, schema: contracts.verificationSliceSchema },
  { ask: 'GET /v1/verify?after=-1&limit=1000', status: 200, schema: contracts.verificationSliceSchema },
  { ask: 'GET /v1/setup', status: 200, schema: contracts.setupStatusSchema },
  { ask: 'GET /v1/api-keys', status: 200, schema: contracts.apiKeyListSchema },
  { ask: 'POST /v1/api-keys', body: { name: 'Shop' }, status: 201, schema: contracts.madeApiKeySchema },
  { ask: 'DELETE /v1/api-keys/key_1', status: 204 },
  { ask: 'GET /v1/simulator/status', status: 200, schema: contracts.simulatorStatusSchema },
  { ask: 'GET /v1/simulator/phones?search=4477', status: 200, schema: contracts.phonePageSchema },
  { ask: 'GET /v1/simulator/phones/+447700900123/messages', status: 200, schema: contracts.phoneTextPageSchema },
  { ask: 'GET /v1/simulator/phones/%2B447700900123/messages', status: 200, schema: contracts.phoneTextPageSchema },
  {
    ask: 'POST /v1/simulator/phones/%2B447700900123/replies',
    body: { to: '12345', text: 'Yes' },
    status: 202,
    schema: contracts.phoneReplyResultSchema,
  },
]

function asker(changes: Partial<UseCases> = {}, simulator: FakeSimulator | null = new FakeSimulator()) {
  const api = apiOver(changes, simulator === null ? {} : { simulator })
  return ({ ask, body }: Pick<Case, 'ask' | 'body'>) => {
    const [method = '', url = ''] = ask.split(' ')
    return api.inject({ method: method as 'GET', url, headers: AUTHORIZED, ...(body ? { payload: body } : {}) })
  }
}

for (const each of CASES) {
  test(`${each.ask} answers ${each.status} as its schema says`, async () => {
    const answer = await asker()(each)
    assert.equal(answer.statusCode, each.status, answer.body)
    if (each.schema) assert.deepEqual(each.schema.parse(answer.json()), answer.json())
    else assert.equal(answer.body, '')
  })
}

test('every route about one thing says so when there is no such thing', async () => {
  const ask = asker()
  for (const each of CASES) {
    const other = each.ask.replace(/(msg|cnv|smsc|key)_1|447700900123\/messages/, 'unknown')
    if (other === each.ask) continue
    const answer = await ask({ ...each, ask: other })
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'not-found'], other)
  }
})

test('without the simulator its routes say that it is off', async () => {
  const ask = asker({}, null)
  for (const each of CASES.filter((one) => one.ask.includes('/simulator'))) {
    assert.equal((await ask(each)).json().code, 'simulator-off', each.ask)
  }
})

test('opt-outs reach the use case as what they mean', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    optOut: (caller, request) => {
      seen.push(caller.id, request)
      return real.optOut(caller, request)
    },
    withdrawOptOut: (caller, person, from) => {
      seen.push(caller.id, person, from)
      return real.withdrawOptOut(caller, person, from)
    },
  })
  await ask({ ask: 'POST /v1/opt-outs', body: { person: '+447700900123' } })
  await ask({ ask: 'DELETE /v1/opt-outs/+447700900123' })
  await ask({ ask: 'DELETE /v1/opt-outs/%2B447700900123?from=Acme' })
  assert.deepEqual(seen, [
    ...['bootstrap', { person: '+447700900123', from: null }],
    ...['bootstrap', '+447700900123', undefined],
    ...['bootstrap', '+447700900123', 'Acme'],
  ])
  const unknown = await ask({ ask: 'DELETE /v1/opt-outs/%2B447700900124' })
  assert.deepEqual([unknown.statusCode, unknown.json().code], [404, 'not-found'])
})

test('whoever is written to after opting out is refused, with what to do', async () => {
  const ask = asker({ send: async () => contracts.refuse('opted-out', 'to: the person opted out') })
  const answer = await ask({ ask: 'POST /v1/messages', body: TEXT })
  assert.deepEqual([answer.statusCode, answer.json().code], [422, 'opted-out'])
})

test('an import of more than 10,000 is refused as a whole, and one of 10,000 fits', async () => {
  const optOuts = Array.from({ length: 10_001 }, (_, at) => ({
    person: `+4477${String(at).padStart(8, '0')}`,
    from: 'Elevenchars',
  }))
  const ask = asker()
  const answer = await ask({ ask: 'POST /v1/opt-outs/import', body: { optOuts } })
  assert.deepEqual(answer.json().errors, [{ pointer: '/optOuts', detail: 'expected at most 10000 items, found 10001' }])
  const most = await ask({ ask: 'POST /v1/opt-outs/import', body: { optOuts: optOuts.slice(1) } })
  assert.deepEqual([most.statusCode, most.json().recorded], [200, 10_000])
})

test('a batch is handed over in its order, and its answer names each', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    sendBatch: (caller, messages, key) => {
      seen.push(caller.id, messages)
      return real.sendBatch(caller, messages, key)
    },
  })
  const messages = [TEXT, { ...TEXT, text: 'Two', from: '12345', reference: 'r' }]
  const answer = await ask({ ask: 'POST /v1/messages/batch', body: { messages } })
  assert.deepEqual(seen, ['bootstrap', messages])
  assert.equal(answer.json().results.length, 2)
})

test('a batch of more than 500 is refused as a whole', async () => {
  const messages = Array.from({ length: 501 }, () => TEXT)
  const answer = await asker()({ ask: 'POST /v1/messages/batch', body: { messages } })
  assert.deepEqual(answer.json().errors, [{ pointer: '/messages', detail: 'expected at most 500 items, found 501' }])
})

test('states of unknown messages are left out', async () => {
  const answer = await asker()({ ask: 'POST /v1/messages/states', body: { ids: ['msg_9', 'msg_1', '__proto__'] } })
  assert.deepEqual(answer.json(), { states: { msg_1: 'accepted' } })
})

test('queries reach the use case as what they mean', async () => {
  const seen: unknown[] = []
  const ask = asker({
    messages: async (query) => {
      seen.push(query)
      return { items: [], next: null }
    },
    conversations: async (query) => {
      seen.push(query)
      return { items: [], next: null }
    },
  })
  await ask({ ask: 'GET /v1/messages?limit=7&cursor=m2s&mayBeDuplicate=false&number=%2B447700900123' })
  await ask({ ask: 'GET /v1/conversations' })
  assert.deepEqual(seen, [{ limit: 7, cursor: 'm2s', mayBeDuplicate: false, number: '+447700900123' }, { limit: 50 }])
})

test('a slice of a verification is asked for by where it begins and how long it is', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    verify: (query) => {
      seen.push(query)
      return real.verify(query)
    },
  })
  await ask({ ask: 'GET /v1/verify' })
  await ask({ ask: 'GET /v1/verify?after=-2&limit=7' })
  assert.deepEqual(seen, [
    { after: 0, limit: 500 },
    { after: -2, limit: 7 },
  ])
  for (const wrong of ['limit=0', 'limit=1001', 'after=x']) {
    assert.equal((await ask({ ask: `GET /v1/verify?${wrong}` })).statusCode, 422, wrong)
  }
})

test('a new SMSC says where it is, and a patch holds only what was sent', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    changeSmsc: (caller, id, patch) => {
      seen.push(patch)
      return real.changeSmsc(caller, id, patch)
    },
  })
  const made = await ask({ ask: 'POST /v1/smscs', body: SMSC })
  assert.equal(made.headers.location, '/v1/smscs/smsc_1')
  await ask({ ask: 'PATCH /v1/smscs/smsc_1', body: { enabled: false } })
  assert.deepEqual(seen, [{ enabled: false }])
})

test('routing rules reach the use case with what was left out filled in, and a stale version is a conflict', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    changeRouting: (change) => {
      seen.push(change)
      return real.changeRouting(change)
    },
  })
  const rules = [{ name: 'UK', when: { prefixes: ['44'] }, to: [{ smscId: 'smsc_1' }] }]
  assert.equal((await ask({ ask: 'PUT /v1/routing', body: { rules } })).statusCode, 200)
  assert.deepEqual(seen, [
    {
      rules: [
        {
          name: 'UK',
          enabled: true,
          when: { prefixes: ['44'], countries: [], senders: [], classes: [], callers: [] },
          to: [{ smscId: 'smsc_1', weight: 1 }],
          fallback: [],
        },
      ],
      failoverSeconds: 30,
    },
  ])
  const stale = await ask({ ask: 'PUT /v1/routing', body: { rules: [], version: 7 } })
  assert.deepEqual([stale.statusCode, stale.json().code], [409, 'version-conflict'])
})

test('a wrong routing rule is refused with its place', async () => {
  const rules = [{ name: 'UK', when: { prefixes: ['+0044'], countries: ['gb'] }, to: [] }]
  const answer = await asker()({ ask: 'PUT /v1/routing', body: { rules } })
  assert.deepEqual(answer.json().errors, [
    { pointer: '/rules/0/when/prefixes/0', detail: 'expected digits of an international number: +4477' },
    { pointer: '/rules/0/when/countries/0', detail: 'expected two capital letters (ISO 3166): GB' },
    { pointer: '/rules/0/to', detail: 'expected at least 1 item, found 0' },
  ])
})

test('a dry run is asked as its caller, and needs no text', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    explainRoute: (caller, question) => {
      seen.push(caller.id, question)
      return real.explainRoute(caller, question)
    },
  })
  assert.equal(
    (await ask({ ask: 'POST /v1/routing/explain', body: { to: '+447700900123', caller: 'key_9' } })).statusCode,
    200,
  )
  assert.deepEqual(seen, ['bootstrap', { to: '+447700900123', caller: 'key_9' }])
})

test('a JSON content type without a body is no mistake where no body is wanted', async () => {
  const headers = { ...AUTHORIZED, 'content-type': 'application/json' }
  const answer = await apiOver().inject({ method: 'POST', url: '/v1/messages/msg_1/cancel', headers })
  assert.equal(answer.statusCode, 200)
})

test('ready while the store can write; else 503 with the reason', async () => {
  assert.equal((await apiOver().inject('/readyz')).statusCode, 200)
  const broken = apiOver({ storeTrouble: async () => 'the disk is full' })
  const answer = await broken.inject('/readyz')
  assert.deepEqual([answer.statusCode, answer.json().detail], [503, 'the disk is full'])
  assert.equal((await broken.inject('/healthz')).statusCode, 200, 'the process lives')
})

test('not ready while it is being stopped, though it lives and can store', async () => {
  let isStopping = false
  const api = apiOver({}, { isStopping: () => isStopping })
  assert.equal((await api.inject('/readyz')).statusCode, 200)
  isStopping = true
  const answer = await api.inject('/readyz')
  assert.deepEqual([answer.statusCode, answer.json().code], [503, 'stopping'])
  assert.equal((await api.inject('/healthz')).statusCode, 200)
})

test('not ready when the store does not answer at all', async () => {
  const { VirtualClock } = await import('@smpp-connect/testkit')
  const clock = new VirtualClock()
  const api = apiOver({ storeTrouble: () => new Promise(() => undefined) }, { clock })
  await api.ready()
  const asked = api.inject('/readyz')
  await clock.advance(3_000)
  assert.equal((await asked).json().detail, 'The store does not answer.')
})

test('the key of a new API key is shown once', async () => {
  const ask = asker({ access: fakeAccess() })
  assert.match((await ask({ ask: 'POST /v1/api-keys', body: { name: 'Shop' } })).json().key, /^ck_live_/)
  assert.equal((await ask({ ask: 'GET /v1/api-keys' })).json().items[0].key, undefined)
})

test('every error code has a page, for programs and for people', async () => {
  const api = apiOver()
  const codes = Object.keys(contracts.ERRORS)
  const list = (await api.inject('/errors')).json().items
  assert.deepEqual(
    list.map((item: { code: string }) => item.code),
    codes,
  )
  for (const code of codes) {
    const json = await api.inject(`/errors/${code}`)
    assert.equal(json.json().code, code)
    const page = await api.inject({ url: `/errors/${code}`, headers: { accept: 'text/html,*/*' } })
    assert.match(String(page.headers['content-type']), /^text\/html/)
    assert.ok(page.body.includes(code) && !page.body.includes('<script'))
  }
  assert.equal((await api.inject('/errors/none')).statusCode, 404)
  assert.match((await api.inject({ url: '/errors', headers: { accept: 'text/html' } })).body, /^<!doctype html>/)
})

test('what becomes of what waits for an SMSC is never guessed, and what has a usual value may be left out', async () => {
  const seen: unknown[] = []
  const real = fakeUseCases()
  const ask = asker({
    beginSmscDeletion: (caller, id, request) => {
      seen.push(request)
      return real.beginSmscDeletion(caller, id, request)
    },
  })
  const put = async (body: object) => (await ask({ ask: 'PUT /v1/smscs/smsc_1/deletion', body })).json()
  for (const body of [{}, { waiting: 'burn' }, { waiting: 'drain', uncertain: 'resend' }, { waiting: 'drain', x: 1 }]) {
    assert.equal((await put(body)).code, 'request-invalid', JSON.stringify(body))
  }
  assert.equal((await ask({ ask: 'DELETE /v1/smscs/smsc_1?version=none' })).json().code, 'request-invalid')
  assert.deepEqual(seen, [])
  await put({ waiting: 'drain' })
  assert.deepEqual(seen, [{ waiting: 'drain', named: 'keep', uncertain: 'wait', receipts: 'wait', routing: 'refuse' }])
})
