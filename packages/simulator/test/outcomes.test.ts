import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { NUMBER_OUTCOMES, outcomeOf } from '../src/index.ts'
import { type Esme, World } from './world.ts'

const REQUEST = { registeredDelivery: 1, shortMessage: Buffer.from('hello') }

async function receipt(world: World, esme: Esme): Promise<string> {
  const pdu = await world.until('a receipt', () => esme.delivered[0])
  return Buffer.from(pdu.shortMessage)
    .toString()
    .replace(/^.*(stat:\w+ err:\w+).*$/, '$1')
}

for (const [ending, expected, tlvs] of [
  ['9901', 'stat:UNDELIV err:001', { messageState: 5, networkErrorCode: Uint8Array.of(3, 0, 1) }],
  ['9902', 'stat:EXPIRED err:002', { messageState: 3, networkErrorCode: Uint8Array.of(3, 0, 2) }],
  ['9903', 'stat:REJECTD err:003', { messageState: 8, networkErrorCode: Uint8Array.of(3, 0, 3) }],
] as const) {
  test(`…${ending} is answered, and its receipt says ${expected}`, async () => {
    await using world = await World.start()
    const esme = await world.bind()
    const id = await esme.submit({ destinationAddr: `44770090${ending}`, ...REQUEST })
    assert.match(id, /^\d+$/)
    assert.equal(await receipt(world, esme), expected)
    const { messageState, networkErrorCode } = esme.delivered[0]!.tlvs
    assert.deepEqual({ messageState, networkErrorCode: Uint8Array.from(networkErrorCode ?? []) }, tlvs)
    assert.equal(world.simulator.status().ledger.phones, 0)
  })
}

test('…9904 is refused with ESME_RINVDSTADR', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  assert.equal(await esme.submit({ destinationAddr: '447700909904', ...REQUEST }), 'status 11')
  assert.deepEqual(world.simulator.ledger.refusals, new Map([['ESME_RINVDSTADR', 1]]))
  assert.equal(world.simulator.ledger.counters.taken, 0)
})

test('…9905 is throttled twice and then taken', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const answers: string[] = []
  for (let turn = 0; turn < 6; turn++) answers.push(await esme.submit({ destinationAddr: '447700909905', ...REQUEST }))
  assert.deepEqual(
    answers.map((answer) => (/^\d+$/.test(answer) ? 'taken' : answer)),
    ['status 88', 'status 88', 'taken', 'status 88', 'status 88', 'taken'],
  )
  await world.until('on the phone', () => world.texts('+447700909905').length === 2)
})

test('…9906 gets no receipt, though the phone gets the text', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  await esme.submit({ destinationAddr: '447700909906', ...REQUEST })
  await world.until('on the phone', () => world.texts('+447700909906').length === 1)
  await world.clock.advance(60_000)
  assert.deepEqual([esme.delivered.length, world.simulator.ledger.counters.offered], [0, 0])
})

test('…9907 gets its receipt before its answer', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const events: string[] = []
  esme.answer = () => {
    events.push('receipt')
    return 0
  }
  const id = await esme.submit({ destinationAddr: '447700909907', ...REQUEST })
  events.push('answer')
  assert.deepEqual(events, ['receipt', 'answer'])
  assert.equal(esme.delivered[0]?.tlvs.receiptedMessageId, id)
})

test('…9907 is answered after a second when nobody takes the receipt', async () => {
  await using world = await World.start()
  const esme = await world.bind('transmitter')
  let answer: string | undefined
  const answered = esme.submit({ destinationAddr: '447700909907', ...REQUEST }).then((id) => {
    answer = id
  })
  await world.until('taken', () => world.simulator.ledger.counters.taken === 1)
  assert.equal(answer, undefined)
  await world.clock.advance(1_000)
  await answered
  assert.match(answer ?? '', /^\d+$/)
})

test('…9908 is taken at once and answered five seconds later', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  let answer: string | undefined
  const answered = esme.submit({ destinationAddr: '447700909908', ...REQUEST }).then((id) => {
    answer = id
  })
  await world.until('taken', () => world.simulator.ledger.counters.taken === 1)
  await world.clock.advance(4_000)
  assert.deepEqual([answer, esme.delivered.length], [undefined, 0])
  await world.clock.advance(1_000)
  await answered
  assert.match(answer ?? '', /^\d+$/)
  assert.equal(await receipt(world, esme), 'stat:DELIVRD err:000')
})

test('…9909 drops the link after reading, and the text was taken all the same', async () => {
  await using world = await World.start()
  const first = await world.bind()
  assert.equal(await first.submit({ destinationAddr: '447700909909', ...REQUEST }), 'uncertain')
  const second = await world.bind()
  assert.match(await second.submit({ destinationAddr: '447700909909', ...REQUEST }), /^\d+$/)
  await world.until('both', () => world.texts('+447700909909').length === 2)
  await world.until('both receipts', () => second.delivered.length === 2)
  const { ledger } = world.simulator
  assert.deepEqual([ledger.counters.taken, ledger.counters.unanswered], [2, 1])
  assert.deepEqual(
    ledger.repeated().map((group) => group.map(({ answered }) => answered)),
    [[false, true]],
  )
})

test('all other numbers get their texts', () => {
  for (const number of ['447700900123', '9901', '12349904', '447700909910']) {
    const expected = number === '12349904' ? 'refused' : 'taken'
    assert.equal(outcomeOf(number).course, expected, number)
  }
})

test('SIMULATOR.md has a row for each special number, and no other', () => {
  const text = readFileSync(new URL('../SIMULATOR.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `(\d{4})` +\|/gm)].map((match) => match[1])
  assert.deepEqual(rows, Object.keys(NUMBER_OUTCOMES))
})
