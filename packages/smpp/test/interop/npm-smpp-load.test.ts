// The npm package `smpp` and ours through a window of 50, thousands of messages each way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MiniSmsc, PASSWORD } from './mini-smsc.ts'
import { NpmClient, type NpmPdu, NpmServer, usualAnswer } from './npm-smpp.ts'
import { startClient } from './our-client.ts'

const LIMIT = { timeout: 30_000 }
const LOGIN = { system_id: 'npm', password: PASSWORD }

test('5,000 submit_sm from npm smpp, 50 at a time, each answered once and with its own id', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t)
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_transceiver', LOGIN)
  const answers = new Map<number, unknown>()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < 5_000) {
      const number = next++
      const answer = await client.request('submit_sm', {
        destination_addr: `44770${number}`,
        short_message: `no ${number}`,
      })
      assert.equal(answer.command_status, 0)
      answers.set(number, answer.message_id)
    }
  }
  await Promise.all(Array.from({ length: 50 }, worker))
  assert.equal(answers.size, 5_000)
  assert.equal(new Set(answers.values()).size, 5_000)
  for (const { id, submit } of smsc.kept.all) {
    assert.equal(answers.get(Number(submit.destinationAddr.slice(5))), id)
    assert.equal(Buffer.from(submit.shortMessage).toString(), `no ${submit.destinationAddr.slice(5)}`)
  }
  assert.equal(client.came.all.filter(({ command }) => command === 'submit_sm_resp').length, 5_000)
  await client.request('unbind')
})

/**
 * Holds back until 50 have gathered, and gives all of them on a turn later: the whole window is used, and if there were
 * more than that, more would come meanwhile.
 */
class Gate<T> {
  readonly #open: (held: T) => void
  #held: T[] = []
  most = 0

  constructor(open: (held: T) => void) {
    this.#open = open
  }

  hold(one: T): void {
    this.#held.push(one)
    this.most = Math.max(this.most, this.#held.length)
    if (this.#held.length !== 50) return
    setImmediate(() => {
      const held = this.#held
      this.#held = []
      for (const each of held) this.#open(each)
    })
  }
}

test('2,000 deliver_sm that we send to npm smpp: 50 unanswered, never more, in their order', LIMIT, async (t) => {
  const smsc = await MiniSmsc.start(t, { windowSize: 50 })
  const client = await NpmClient.connect(t, smsc.port)
  await client.request('bind_receiver', LOGIN)
  const gate = new Gate<NpmPdu>((pdu) => client.answer(pdu))
  client.session.on('pdu', (pdu) => {
    if (pdu.command === 'deliver_sm') gate.hold(pdu)
  })
  const session = smsc.receiver('npm')
  const numbers = Array.from({ length: 2_000 }, (_, n) => String(n))
  const outcomes = await Promise.all(
    numbers.map((sourceAddr) => session.request({ command: 'deliver_sm', sourceAddr, destinationAddr: '2020' })),
  )
  assert.ok(outcomes.every(({ kind }) => kind === 'answered'))
  assert.equal(gate.most, 50)
  const delivered = client.came.all.filter(({ command }) => command === 'deliver_sm')
  assert.deepEqual(
    delivered.map(({ source_addr }) => source_addr),
    numbers,
  )
  await client.request('unbind')
})

test('5,000 submit_sm that we send to npm smpp: 50 unanswered, never more, each with its own id', LIMIT, async (t) => {
  const gate = new Gate<() => void>((answer) => answer())
  const server = await NpmServer.listen(t, (request, session) => {
    if (request.command !== 'submit_sm') return usualAnswer(request)
    gate.hold(() => session.send(request.response({ message_id: `id-${request.destination_addr as string}` })))
    return undefined
  })
  const client = startClient(t, server.port, { windowSize: 50, bindType: 'transmitter' })
  await client.bound()
  const outcomes = await Promise.all(
    Array.from({ length: 5_000 }, (_, n) =>
      client.submitSm({ destinationAddr: String(n), shortMessage: Buffer.from('hi') }),
    ),
  )
  for (const [n, outcome] of outcomes.entries()) {
    assert.ok(outcome.kind === 'answered')
    assert.equal(outcome.response.messageId, `id-${n}`)
  }
  assert.equal(gate.most, 50)
  assert.equal(server.came.all.filter(({ command }) => command === 'submit_sm').length, 5_000)
})
