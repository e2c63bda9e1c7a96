import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ConcatenationMode, planText } from '@smpp-connect/smpp/text'
import fc from 'fast-check'
import { World } from './world.ts'

const PHONE = '447700900123'

test('a text is on the phone as it was written, whatever it is and however it was cut', async () => {
  await using world = await World.start({ receiptDelayMs: 20 })
  const esme = await world.bind()
  let reference = 0
  const mode = fc.constantFrom<ConcatenationMode>('udh8', 'udh16', 'sar', 'payload')
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }),
    fc.string({ unit: fc.constantFrom('a', '€', '[', 'é', '\n', '@'), minLength: 1, maxLength: 700 }),
    fc.string({ unit: fc.constantFrom('👩‍👩‍👧', 'ß', '語', '🇬🇧', ' '), minLength: 1, maxLength: 80 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, mode), { minLength: 1, maxLength: 12 }), async (written) => {
      const before = world.texts(PHONE).length
      for (const [each, concatenation] of written) {
        reference = (reference + 1) % 256
        await esme.send(PHONE, each, { concatenation, reference })
      }
      await world.until('on the phone', () => allThere(world, before + written.length))
      assert.deepEqual(
        world.texts(PHONE).slice(before),
        written.map(([each]) => each),
      )
    }),
    { numRuns: 12 },
  )
})

/** So many texts, each of them whole. */
function allThere(world: World, count: number): boolean {
  const items = world.simulator.texts(PHONE, { limit: 1_000 })?.items ?? []
  return items.length === count && items.every(({ missingParts }) => missingParts === 0)
}

test('texts to one phone stay in their order', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const written = Array.from({ length: 200 }, (_, index) => `text ${index}`)
  await Promise.all(written.map((text) => esme.send(PHONE, text)))
  await world.until('on the phone', () => world.texts(PHONE).length === 200)
  assert.deepEqual(world.texts(PHONE), written)
})

test('missing parts are counted, and shown as a gap', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const plan = planText('x'.repeat(100) + 'y'.repeat(300), { reference: 9 })
  assert.equal(plan.kind, 'planned')
  const parts = plan.kind === 'planned' ? plan.parts : []
  assert.equal(parts.length, 3)
  for (const index of [2, 0]) {
    const { payload, esmClassBits } = parts[index]!
    await esme.submit({ destinationAddr: PHONE, shortMessage: payload, esmClass: esmClassBits })
  }
  const [item] = await world.until('on the phone', () => {
    const items = world.simulator.texts(PHONE, { limit: 9 })?.items
    return items?.[0]?.missingParts === 1 && items
  })
  assert.equal(item?.text, `${parts[0]?.text}…${parts[2]?.text}`)
  assert.equal(item?.parts, 3)
  // The same part once more changes nothing; the last one makes it whole.
  for (const index of [0, 1]) {
    const { payload, esmClassBits } = parts[index]!
    await esme.submit({ destinationAddr: PHONE, shortMessage: payload, esmClass: esmClassBits })
  }
  await world.until('whole', () => world.texts(PHONE)[0] === 'x'.repeat(100) + 'y'.repeat(300))
  assert.equal(world.texts(PHONE).length, 1)
})

test('data_sm carries its text in message_payload', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const outcome = await esme.client.dataSm({
    sourceAddr: '12345',
    destinationAddr: PHONE,
    dataCoding: 8,
    tlvs: { messagePayload: Buffer.from('0434043004', 'hex').subarray(0, 4) },
  })
  assert.equal(outcome.kind, 'answered')
  await world.until('on the phone', () => world.texts(PHONE).length === 1)
  assert.deepEqual(world.texts(PHONE), ['да'])
})

test('submit_multi reaches several phones, and says which it does not reach', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const sme = (destinationAddr: string) => ({ destFlag: 1 as const, destAddrTon: 1, destAddrNpi: 1, destinationAddr })
  const outcome = await esme.client.submitMulti({
    sourceAddr: '12345',
    destAddress: [sme('447700900001'), sme('447700909904'), { destFlag: 2, dlName: 'friends' }, sme('447700900002')],
    registeredDelivery: 1,
    shortMessage: Buffer.from('hello'),
  })
  assert.equal(outcome.kind, 'answered')
  if (outcome.kind !== 'answered') return
  assert.deepEqual(
    outcome.response.unsuccessSme.map(({ destinationAddr, errorStatusCode }) => [destinationAddr, errorStatusCode]),
    [
      ['447700909904', 0x0b],
      ['friends', 0x34],
    ],
  )
  await world.until('receipts', () => esme.delivered.length === 2)
  assert.deepEqual(world.texts('+447700900001'), ['hello'])
  assert.deepEqual(world.texts('+447700900002'), ['hello'])
  assert.deepEqual(
    esme.delivered.map(({ sourceAddr, tlvs }) => [sourceAddr, tlvs.receiptedMessageId]),
    [
      ['447700900001', outcome.response.messageId],
      ['447700900002', outcome.response.messageId],
    ],
  )
})

test('a text waits for its scheduled time, and expires when that is too late', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  await esme.submit({ destinationAddr: PHONE, scheduleDeliveryTime: '000000010000000R' })
  await esme.submit({ destinationAddr: PHONE, shortMessage: Buffer.from('now') })
  await esme.submit({
    destinationAddr: PHONE,
    scheduleDeliveryTime: '000000010000000R',
    validityPeriod: '000000000500000R',
    registeredDelivery: 1,
  })
  await world.until('on the phone', () => world.texts(PHONE).length === 1)
  assert.deepEqual(world.texts(PHONE), ['now'])
  await world.clock.advance(3_600_000)
  assert.deepEqual(world.texts(PHONE), ['now', 'hello'])
  const states = [...world.simulator.ledger.submits()].map(({ state }) => state)
  assert.deepEqual(states, ['DELIVERED', 'DELIVERED', 'EXPIRED'])
})

test('times that are none are refused', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  assert.equal(await esme.submit({ destinationAddr: PHONE, scheduleDeliveryTime: '991399000000000+' }), 'status 97')
  assert.equal(await esme.submit({ destinationAddr: PHONE, validityPeriod: '991399000000000+' }), 'status 98')
  assert.equal(await esme.submit({ destinationAddr: '' }), 'status 11')
})
