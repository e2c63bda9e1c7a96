import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import type { Accepted, ApiKeyView, OperationResult, Problem, SmscView } from '@smpp-connect/contracts'
import { temporaryFolder } from '@smpp-connect/testkit'
import { type HttpAnswer, RunningConnect } from '../e2e/running-connect.ts'

const VICTIM = join(import.meta.dirname, 'answer-victim.ts')
const PERSON = '+447700900123'

/** A request whose answer is lost, because Connect is killed at that moment, and what the client gets that repeats it. */
interface LostAnswer {
  readonly what: string
  readonly moment: 'begun' | 'done' | 'answered'
  readonly path: (connect: RunningConnect) => Promise<string>
  readonly body?: object
  readonly check: (repeated: HttpAnswer<unknown>, again: HttpAnswer<unknown>) => void
}

const addingSmsc = (moment: LostAnswer['moment']): LostAnswer => ({
  what: 'adding an SMSC',
  moment,
  path: async () => '/v1/smscs',
  body: { name: moment, host: '127.0.0.1', systemId: 'acme', password: 'x', defaultSender: '60777', enabled: false },
  check(repeated, again) {
    const { id, name } = repeated.body as SmscView
    assert.deepEqual([repeated.status, name], [201, moment])
    assert.deepEqual([isReplayed(repeated), isReplayed(again)], [moment === 'answered', true])
    assert.deepEqual(again.body, repeated.body)
    for (const { headers } of [repeated, again]) assert.equal(headers.get('location'), `/v1/smscs/${id}`)
  },
})

const makingApiKey = (moment: LostAnswer['moment']): LostAnswer => ({
  what: 'making an API key',
  moment,
  path: async () => '/v1/api-keys',
  body: { name: moment },
  check(...answers) {
    for (const { status, body } of answers) {
      assert.deepEqual([status, (body as Problem).code], [409, 'idempotency-answer-secret'])
      assert.ok(!JSON.stringify(body).includes('ck_live_'))
    }
  },
})

const cancelling: LostAnswer = {
  what: 'cancelling a text that waits',
  moment: 'done',
  async path(connect) {
    const sendAt = new Date(Date.now() + 3_600_000).toISOString()
    const { body } = await connect.call<Accepted>('POST', '/v1/messages', { to: PERSON, text: 'Later', sendAt })
    return `/v1/messages/${body.id}/cancel`
  },
  check(repeated, again) {
    const { parts } = repeated.body as OperationResult
    assert.deepEqual([repeated.status, ...parts.map(({ done, state }) => [done, state])], [200, [true, 'cancelled']])
    assert.deepEqual([isReplayed(again), again.body], [true, repeated.body])
  },
}

const writingOnPhone: LostAnswer = {
  what: 'writing a text on a phone, which forgets',
  moment: 'done',
  async path(connect) {
    const { body } = await connect.call<Accepted>('POST', '/v1/messages', { to: PERSON, text: 'Hello' })
    await connect.message(body.id, 'delivered')
    return `/v1/simulator/phones/${encodeURIComponent(PERSON)}/replies`
  },
  body: { to: '60777', text: 'Yes' },
  check(...answers) {
    for (const { status, body } of answers) {
      const { code, detail } = body as Problem
      assert.deepEqual([status, code], [409, 'idempotency-cut-off'])
      assert.match(detail ?? '', /^look at the conversation/)
    }
  },
}

const LOST: readonly LostAnswer[] = [
  ...(['begun', 'done', 'answered'] as const).map(addingSmsc),
  ...(['done', 'answered'] as const).map(makingApiKey),
  cancelling,
  writingOnPhone,
]

const isReplayed = ({ headers }: HttpAnswer<unknown>): boolean => headers.get('idempotency-replayed') === 'true'

it('kill -9 at a request with an idempotency key: repeated, it is done once', { timeout: 120_000 }, async () => {
  using folder = temporaryFolder()
  const start = (at: number) => {
    const words = LOST[at] ? [`key-${at}`, LOST[at].moment] : []
    return RunningConnect.start(folder.path, {}, [VICTIM, ...words])
  }
  let connect = await start(0)
  try {
    for (const [at, { what, moment, path, body, check }] of LOST.entries()) {
      const title = `${what}, ${moment}`
      const where = await path(connect)
      const post = (content = body) => connect.call('POST', where, content, { 'idempotency-key': `key-${at}` })
      await assert.rejects(post(), TypeError, `${title}: the answer is not lost`)
      connect = await start(at + 1)
      const answers = [await post(), await post()] as const
      try {
        check(...answers)
      } catch (failure) {
        throw new Error(title, { cause: failure })
      }
      if (body && 'name' in body) assert.equal((await post({ ...body, name: 'Another' })).status, 422, title)
    }
    const named = async (path: string) => {
      const { items } = await connect.get<{ readonly items: readonly (SmscView | ApiKeyView)[] }>(path)
      return items.map(({ name }) => name).toSorted()
    }
    assert.deepEqual(await named('/v1/smscs'), ['Simulator', 'answered', 'begun', 'done'])
    assert.deepEqual(await named('/v1/api-keys'), ['answered', 'done'])
  } finally {
    await connect.kill()
  }
})
