import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Accepted, BatchResult, RouteExplanation, SmscView } from '@smpp-connect/contracts'
import { Simulator } from '@smpp-connect/simulator'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { KEY, RunningConnect, runCli } from './running-connect.ts'

const TEXTS = 200
const numberOf = (at: number): string => `+4477009${String(at).padStart(5, '0')}`

/** A message centre in this process, with a ledger of its own. */
async function centre(port = 0): Promise<Simulator> {
  const account = { systemId: 'connect', password: 'secret' }
  const simulator = new Simulator({ port, accounts: [account], receiptDelayMs: 10 })
  await simulator.start()
  return simulator
}

async function define(connect: RunningConnect, name: string, simulator: Simulator, perSecond: number): Promise<string> {
  const { host, port } = simulator.address()
  const login = { systemId: 'connect', password: 'secret', defaultSender: '60777' }
  const settings = { name, host, port, perSecond, ...login }
  const { status, body } = await connect.call<SmscView>('POST', '/v1/smscs', settings)
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

async function whenBound(connect: RunningConnect, id: string): Promise<void> {
  await eventually(`${id} bound`, async () => {
    const { binds } = await connect.get<SmscView>(`/v1/smscs/${id}`)
    return binds.some(({ status }) => status === 'bound')
  })
}

const takenBy = (simulator: Simulator): readonly string[] =>
  [...simulator.ledger.submits()].map(({ destination }) => `+${destination.address}`)

describe('an SMSC that goes away with a queue', { timeout: 90_000 }, () => {
  it('has it go through the other, each text once, and the first is used again when it is back', async () => {
    using folder = temporaryFolder()
    await using connect = await RunningConnect.start(folder.path, { CONNECT_SIMULATOR: 'off' })
    const [first, second] = [await centre(), await centre()]
    const centres = [first, second]
    const { port } = first.address()
    try {
      const [a, b] = [await define(connect, 'First', first, 50), await define(connect, 'Second', second, 500)]
      await Promise.all([whenBound(connect, a), whenBound(connect, b)])
      const rules = [{ name: 'All of it', to: [{ smscId: a }], fallback: [b] }]
      const saved = await connect.call('PUT', '/v1/routing', { failoverSeconds: 1, rules, version: 0 })
      assert.equal(saved.status, 200, JSON.stringify(saved.body))

      const messages = Array.from({ length: TEXTS }, (_, at) => ({ to: numberOf(at), text: `Text ${at}` }))
      const { body } = await connect.call<BatchResult>('POST', '/v1/messages/batch', { messages })
      assert.equal(body.accepted, TEXTS)
      await eventually('the first has taken some', () => takenBy(first).length >= 20)
      await first.stop()

      await eventually('every text is with one of them', () => takenBy(first).length + takenBy(second).length >= TEXTS)
      const taken = [...takenBy(first), ...takenBy(second)]
      assert.equal(new Set(taken).size, TEXTS, 'every person has been written to')
      assert.equal(taken.length, TEXTS, 'and nobody twice')
      assert.ok(takenBy(second).length > 100, `only ${takenBy(second).length} went through the second`)

      const moved = body.results.at(-1)
      assert.ok(moved?.state === 'accepted')
      const last = await connect.message(moved.id, 'delivered')
      assert.equal(last.smscId, b)
      assert.ok(last.timeline.some(({ kind }) => kind === 'message.rerouted'))

      const explain = ['route', 'explain', '--to', numberOf(1), '--text', 'Hello', '--json']
      const cli = await runCli(explain, { CONNECT_URL: connect.url, CONNECT_API_KEY: KEY })
      const explanation = JSON.parse(cli.stdout) as RouteExplanation
      assert.deepEqual([cli.code, explanation.smscId, explanation.rule], [0, b, 'All of it'])
      assert.deepEqual(
        explanation.candidates.map(({ name, able }) => [name, able]),
        [
          ['First', false],
          ['Second', true],
        ],
      )
      assert.equal((await connect.call('DELETE', `/v1/smscs/${b}`)).status, 409, 'a rule names it')

      centres.push(await centre(port))
      await whenBound(connect, a)
      const { body: fresh } = await connect.call<Accepted>('POST', '/v1/messages', { to: numberOf(1), text: 'New' })
      assert.equal(fresh.smscId, a, 'what is new goes to the first again')
      await connect.message(fresh.id, 'delivered')
    } finally {
      await Promise.all(centres.map((one) => one.stop()))
    }
  })
})
