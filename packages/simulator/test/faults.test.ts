import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from './world.ts'

const PHONE = '447700900123'

test('dropAfter drops a session on the submit after so many, which is not taken', async () => {
  await using world = await World.start({ faults: { dropAfter: 3 } })
  const esme = await world.bind()
  const answers: string[] = []
  for (let index = 0; index < 4; index++) answers.push(await esme.submit({ destinationAddr: PHONE }))
  assert.equal(answers[3], 'uncertain')
  assert.equal(world.simulator.ledger.counters.taken, 3)
  const next = await world.bind()
  assert.match(await next.submit({ destinationAddr: PHONE }), /^\d+$/)
})

test('delayAnswersMs holds answers back, not texts', async () => {
  await using world = await World.start({ faults: { delayAnswersMs: 10_000 } })
  const esme = await world.bind()
  let answers = 0
  const all = Promise.all(
    Array.from({ length: 5 }, () => esme.submit({ destinationAddr: PHONE }).then(() => answers++)),
  )
  await world.until('on the phone', () => world.texts(PHONE).length === 5)
  assert.equal(answers, 0)
  assert.deepEqual([...world.simulator.ledger.mostUnanswered], [['shop', 5]])
  await world.clock.advance(10_000)
  await all
})

test('throttleAbovePerSecond throttles each account above its rate', async () => {
  await using world = await World.start({ faults: { throttleAbovePerSecond: 40 } })
  const esme = await world.bind()
  const burst = async (): Promise<number> => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => esme.submit({ destinationAddr: PHONE })))
    assert.ok(answers.every((answer) => /^\d+$|^status 88$/.test(answer)))
    return answers.filter((answer) => answer === 'status 88').length
  }
  assert.equal(await burst(), 8)
  await world.clock.advance(1_000)
  assert.equal(await burst(), 8)
  world.simulator.setFaults({})
  assert.equal(await burst(), 0)
})

test('congestionState is told to whoever speaks 5.0, and nobody else', async () => {
  await using world = await World.start({ faults: { congestionState: 95 } })
  for (const [interfaceVersion, told] of [
    [0x50, 95],
    [0x34, undefined],
  ] as const) {
    const esme = world.esme({ interfaceVersion })
    await esme.client.bound()
    const outcome = await esme.client.submitSm({ destinationAddr: PHONE, shortMessage: Buffer.from('hello') })
    assert.equal(outcome.kind === 'answered' ? outcome.response.tlvs.congestionState : outcome.kind, told)
  }
})

test('neverAnswer takes submits and leaves them unanswered', async () => {
  await using world = await World.start({ faults: { neverAnswer: true } })
  const esme = await world.bind()
  const pending = esme.submit({ destinationAddr: PHONE })
  await world.until('on the phone', () => world.texts(PHONE).length === 1)
  assert.equal(world.simulator.status().ledger.submits, 0)
  esme.client.session?.destroy()
  assert.equal(await pending, 'uncertain')
})

test('stopReading leaves everything in the sockets until it is lifted', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  world.simulator.setFaults({ stopReading: true })
  const pending = Promise.all(Array.from({ length: 20 }, () => esme.submit({ destinationAddr: PHONE })))
  const late = world.esme()
  await world.clock.advance(100)
  assert.deepEqual([world.simulator.ledger.counters.read, world.simulator.status().sessions.length], [0, 1])
  world.simulator.setFaults({})
  assert.ok((await pending).every((answer) => /^\d+$/.test(answer)))
  await late.client.bound()
})

test('too many messages under way are answered ESME_RMSGQFUL', async () => {
  await using world = await World.start({ limits: { openMessages: 5 } })
  const esme = await world.bind()
  const answers: string[] = []
  for (let index = 0; index < 7; index++) answers.push(await esme.submit({ destinationAddr: PHONE }))
  assert.deepEqual(answers.slice(5), ['status 20', 'status 20'])
  await world.until('room', () => world.texts(PHONE).length === 5)
  assert.match(await esme.submit({ destinationAddr: PHONE }), /^\d+$/)
})
