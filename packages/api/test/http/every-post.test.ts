import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Idempotency, UseCases } from '@smpp-connect/manager'
import { FakeSimulator } from '../fake-simulator.ts'
import { BOOTSTRAP_KEY, fakeUseCases } from '../fake-use-cases.ts'
import { apiOver } from '../world.ts'

/** POSTs that take no idempotency key, and why a repetition does no harm. */
const EXEMPT: Readonly<Record<string, string>> = {
  'POST /v1/setup': 'the token of the link is good for one claim, and whose keys would these be?',
  'POST /v1/session': 'a second session is no second anything, and the answer holds a secret',
  'POST /v1/messages/states': 'it reads',
  'POST /v1/keywords/try': 'it is a dry run',
  'POST /v1/routing/explain': 'it is a dry run',
  'POST /v1/definitions/plan': 'it is a dry run',
  'POST /v1/smscs/:id/deletion/plan': 'it is a dry run',
  'POST /v1/smscs/test': 'it keeps nothing, and whoever asks again wants a new answer',
}
/** All others, with a body that each takes. */
const KEYED: Readonly<Record<string, object | undefined>> = {
  'POST /v1/messages': { to: '+447700900123', text: 'x' },
  'POST /v1/messages/batch': { messages: [{ to: '+447700900123', text: 'x' }] },
  'POST /v1/messages/:id/release': undefined,
  'POST /v1/messages/:id/cancel': undefined,
  'POST /v1/messages/:id/query': undefined,
  'POST /v1/messages/:id/replace': { text: 'y' },
  'POST /v1/conversations/:id/messages': { text: 'x' },
  'POST /v1/conversations/:id/read': undefined,
  'POST /v1/opt-outs': { person: '+447700900123' },
  'POST /v1/opt-outs/import': { optOuts: [{ person: '+447700900123' }] },
  'POST /v1/smscs': { name: 'Provider', host: 'smpp.example', systemId: 'acme', defaultSender: '12345' },
  'POST /v1/smscs/:id/parked-receipts/retry': undefined,
  'POST /v1/smscs/:id/restore': { toVersion: 1 },
  'POST /v1/definitions/apply': { smscs: [] },
  'POST /v1/api-keys': { name: 'Shop' },
  'POST /v1/simulator/phones/:number/replies': { to: '12345', text: 'Yes' },
}
const IDS: Readonly<Record<string, string>> = {
  messages: 'msg_1',
  conversations: 'cnv_1',
  smscs: 'smsc_1',
  phones: '1',
}
const CODES = ['idempotency-key-invalid', 'idempotency-key-reused', 'idempotency-key-busy']

function recording() {
  const seen: (Idempotency | undefined)[] = []
  const real = fakeUseCases()
  const noting =
    <Args extends unknown[], Result>(at: number, work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      seen.push(args[at] as Idempotency | undefined)
      return work(...args)
    }
  const changes: Partial<UseCases> = {
    once: (caller, key, keyed) => noting(1, real.once<never>)(caller, key, keyed as never) as never,
    send: noting(2, real.send),
    sendBatch: noting(2, real.sendBatch),
    answer: noting(3, real.answer),
  }
  return { seen, api: apiOver(changes, { simulator: new FakeSimulator() }) }
}

async function registered(): Promise<{ readonly names: readonly string[]; readonly documented: readonly string[] }> {
  const { api } = recording()
  const names: string[] = []
  api.addHook('onRoute', ({ method, url }) => {
    if ([method].flat().includes('POST')) names.push(`POST ${url}`)
  })
  const { paths } = (await api.inject('/openapi.json')).json<{ paths: Record<string, { post?: object }> }>()
  const documented = Object.entries(paths).flatMap(([path, { post }]) => {
    const text = JSON.stringify(post ?? {})
    const has = text.includes('"name":"idempotency-key"') && CODES.every((code) => text.includes(`\`${code}\``))
    return has ? [`POST ${path.replace(/\{(\w+)\}/g, ':$1')}`] : []
  })
  return { names, documented }
}

const { names, documented } = await registered()

describe('every POST', () => {
  it('takes an idempotency key, or is exempt for a reason', () => {
    assert.deepEqual(names.toSorted(), [...Object.keys(KEYED), ...Object.keys(EXEMPT)].toSorted())
  })

  it('says in the document whether it does, and what it may then answer', () => {
    assert.deepEqual(documented.toSorted(), Object.keys(KEYED).toSorted())
  })

  for (const [name, payload] of Object.entries(KEYED)) {
    it(`${name} is done under its key`, async () => {
      const { seen, api } = recording()
      const url = name.replace('POST ', '').replace(/(\w+)\/:\w+/, (_, kind: string) => `${kind}/${IDS[kind]}`)
      const headers = { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'idempotency-key': 'k' }
      const answer = await api.inject({ method: 'POST', url, headers, ...(payload && { payload }) })
      assert.ok(answer.statusCode < 300, answer.body)
      assert.deepEqual(
        seen.map((idempotency) => idempotency?.key),
        ['k'],
      )
    })
  }
})
