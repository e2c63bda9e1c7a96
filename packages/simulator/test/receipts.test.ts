import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Status } from '@smpp-connect/smpp'
import { World } from './world.ts'

const PHONE = '447700900123'
const LOST_PHONE = '447700909901'

test('a receipt says all there is to say, as text and as TLVs', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const id = await esme.submit({
    sourceAddr: '12345',
    sourceAddrTon: 3,
    destAddrTon: 1,
    destAddrNpi: 1,
    destinationAddr: PHONE,
    registeredDelivery: 1,
    shortMessage: Buffer.from('Hello, how are you today?'),
    tlvs: { userMessageReference: 513 },
  })
  const receipt = await world.until('a receipt', () => esme.delivered[0])
  const { sourceAddr, sourceAddrTon, sourceAddrNpi, destinationAddr, destAddrTon, esmClass, dataCoding } = receipt
  assert.deepEqual([sourceAddrTon, sourceAddrNpi, sourceAddr], [1, 1, PHONE])
  assert.deepEqual([destAddrTon, destinationAddr], [3, '12345'])
  assert.deepEqual([esmClass, dataCoding], [0x04, 0])
  assert.equal(
    Buffer.from(receipt.shortMessage).toString(),
    `id:${id} sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:DELIVRD err:000 text:Hello, how are you t`,
  )
  assert.deepEqual(receipt.tlvs, { receiptedMessageId: id, messageState: 2, userMessageReference: 513 })
  await world.until('acknowledged', () => world.simulator.status().ledger.receiptsAcknowledged === 1)
  assert.equal(world.simulator.status().ledger.receiptsPending, 0)
  assert.equal([...world.simulator.ledger.submits()][0]?.receiptStatus, 0)
})

for (const [registeredDelivery, whenDelivered, whenLost] of [
  [0, [], []],
  [1, ['DELIVRD'], ['UNDELIV']],
  [2, [], ['UNDELIV']],
  [3, ['DELIVRD'], []],
  [0x10, ['ENROUTE'], ['ENROUTE']],
  [0x11, ['ENROUTE', 'DELIVRD'], ['ENROUTE', 'UNDELIV']],
] as const) {
  test(`registered_delivery ${registeredDelivery} leads to ${whenDelivered} or ${whenLost}`, async () => {
    await using world = await World.start()
    const esme = await world.bind()
    for (const [destinationAddr, expected] of [
      [PHONE, whenDelivered],
      [LOST_PHONE, whenLost],
    ] as const) {
      esme.delivered.length = 0
      await esme.submit({ destinationAddr, registeredDelivery })
      await world.until('final', () => [...world.simulator.ledger.submits()].every(({ state }) => state !== 'ENROUTE'))
      await world.until('receipts', () => noneLeft(world))
      const stats = esme.delivered.map(
        ({ shortMessage }) => /stat:(\w+)/.exec(Buffer.from(shortMessage).toString())?.[1],
      )
      assert.deepEqual(stats, [...expected])
      assert.deepEqual(
        esme.delivered.map(({ esmClass }) => esmClass),
        expected.map((stat) => (stat === 'ENROUTE' ? 0x20 : 0x04)),
      )
    }
  })
}

function noneLeft(world: World): boolean {
  return world.simulator.status().ledger.receiptsPending === 0
}

test('ids can be written one way in the answer and another in the receipt', async () => {
  await using world = await World.start({ ids: { answer: 'hex-upper', receipt: 'decimal-padded' } })
  const esme = await world.bind()
  const id = await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  assert.match(id, /^[0-9A-F]+$/)
  const receipt = await world.until('a receipt', () => esme.delivered[0])
  const padded = String(Number.parseInt(id, 16)).padStart(20, '0')
  assert.equal(receipt.tlvs.receiptedMessageId, padded)
  assert.ok(Buffer.from(receipt.shortMessage).toString().startsWith(`id:${padded} `))
  const query = await esme.client.querySm({ messageId: id, sourceAddr: '12345' })
  assert.equal(query.kind, 'answered')
})

test('receipts wait until a receiver is bound, and go to that account only', async () => {
  await using world = await World.start()
  const sender = await world.bind('transmitter')
  const stranger = await world.bind('transceiver', { systemId: 'bank', password: 'hidden' })
  for (let index = 0; index < 5; index++) await sender.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('pending', () => world.simulator.status().ledger.receiptsPending === 5)
  await world.clock.advance(5_000)
  const receiver = await world.bind('receiver')
  await world.until('receipts', () => receiver.delivered.length === 5)
  assert.deepEqual([sender.delivered.length, stranger.delivered.length], [0, 0])
})

test('receivers of an account take turns', async () => {
  await using world = await World.start()
  const one = await world.bind()
  const other = await world.bind('receiver')
  for (let index = 0; index < 10; index++) await one.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('receipts', () => one.delivered.length + other.delivered.length === 10)
  assert.deepEqual([one.delivered.length, other.delivered.length], [5, 5])
})

test('the window for deliver_sm is kept', async () => {
  await using world = await World.start({ deliverWindow: 3 })
  const esme = await world.bind()
  const held: (() => void)[] = []
  esme.answer = () => new Promise((resolve) => held.push(() => resolve(0)))
  for (let index = 0; index < 9; index++) await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('pending', () => world.simulator.status().ledger.receiptsPending === 9)
  await world.until('a full window', () => held.length === 3)
  await world.clock.advance(1_000)
  assert.equal(esme.delivered.length, 3)
  esme.answer = () => 0
  for (const release of held) release()
  await world.until('all', () => esme.delivered.length === 9)
})

test('a temporary error brings the receipt back later, and later each time', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  esme.answer = () => 'ESME_RX_T_APPN'
  const id = await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('the first', () => esme.delivered.length === 1)
  await world.clock.advance(600)
  assert.equal(esme.delivered.length, 1, 'not before three quarters of a second')
  await world.until('the second', () => esme.delivered.length === 2)
  await world.clock.advance(1_400)
  assert.equal(esme.delivered.length, 2, 'not before one and a half')
  esme.answer = () => 0
  await world.until('the third', () => esme.delivered.length === 3)
  await world.until('acknowledged', () => noneLeft(world))
  assert.deepEqual(new Set(esme.delivered.map(({ tlvs }) => tlvs.receiptedMessageId)), new Set([id]))
  assert.deepEqual(world.simulator.ledger.counters.offered, 3)
})

test('longestPauseMs is the most that it waits', async () => {
  await using world = await World.start({ longestPauseMs: 2_000 })
  const esme = await world.bind()
  esme.answer = () => 'ESME_RX_T_APPN'
  await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('the first', () => esme.delivered.length === 1)
  for (let offers = 2; offers < 8; offers++) {
    await world.clock.advance(2_500)
    await world.until('another one', () => esme.delivered.length >= offers)
  }
})

test('a receipt that nobody takes is given up in the end', async () => {
  await using world = await World.start({ limits: { deliveryValidityMs: 10_000 } })
  const esme = await world.bind()
  esme.answer = () => 'ESME_RX_T_APPN'
  await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  const { counters } = world.simulator.ledger
  await world.until('given up', () => noneLeft(world) && counters.refusedDeliveries === 1, 1_000)
  assert.equal([...world.simulator.ledger.submits()][0]?.receiptStatus, -1)
})

test('a permanent error is recorded, and the receipt does not come back', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  esme.answer = () => 'ESME_RX_R_APPN'
  await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('refused', () => world.simulator.ledger.counters.refusedDeliveries === 1)
  await world.clock.advance(120_000)
  assert.equal(esme.delivered.length, 1)
  assert.equal([...world.simulator.ledger.submits()][0]?.receiptStatus, Status.ESME_RX_R_APPN)
})

test('receipts that a lost bind did not answer go to the next one', async () => {
  await using world = await World.start()
  const first = await world.bind()
  first.answer = () => new Promise(() => undefined)
  const ids: string[] = []
  for (let index = 0; index < 5; index++) {
    ids.push(await first.submit({ destinationAddr: PHONE, registeredDelivery: 1 }))
  }
  await world.until('handed over', () => first.delivered.length === 5)
  first.client.session?.destroy()
  await world.until('lost', () => world.simulator.status().sessions.length === 0)
  const second = await world.bind('receiver')
  await world.until('receipts', () => second.delivered.length === 5 && noneLeft(world))
  assert.deepEqual(second.delivered.map(({ tlvs }) => tlvs.receiptedMessageId).sort(), ids.sort())
})

test('a receipt that is never answered is offered again', async () => {
  await using world = await World.start({ responseTimeoutMs: 2_000 })
  const esme = await world.bind()
  esme.answer = () => (esme.delivered.length === 1 ? new Promise(() => undefined) : 0)
  await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  await world.until('again', () => esme.delivered.length === 2 && noneLeft(world), 500)
})

test('an ESME of SMPP 3.3 gets its receipts without TLVs', async () => {
  await using world = await World.start()
  const esme = world.esme({ interfaceVersion: 0x33 })
  await esme.client.bound()
  await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1 })
  const receipt = await world.until('a receipt', () => esme.delivered[0])
  assert.deepEqual(receipt.tlvs, {})
})
