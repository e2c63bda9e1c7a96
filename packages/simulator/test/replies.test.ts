import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinParts, userDataOf } from '@smpp-connect/smpp/text'
import fc from 'fast-check'
import { type Esme, World } from './world.ts'

/** The text of the parts of one reply, joined in their order. */
function joined(pdus: Esme['delivered']): string {
  const parts = pdus.map((pdu) => ({ ...userDataOf(pdu), dataCoding: pdu.dataCoding }))
  return joinParts(parts.sort((one, other) => placeOf(one) - placeOf(other)))
}

function placeOf(part: { readonly concatenation?: { readonly sequence: number } }): number {
  return part.concatenation?.sequence ?? 1
}

test('a reply comes from the number of the phone, and stands on it', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const reply = await world.simulator.reply('+447700900123', '12345', 'Hi @ you')
  assert.ok(reply.ok)
  assert.equal(reply.value.parts, 1)
  const pdu = await world.until('the reply', () => esme.delivered[0])
  const { sourceAddrTon, sourceAddrNpi, sourceAddr, destAddrTon, destAddrNpi, destinationAddr, esmClass } = pdu
  assert.deepEqual([sourceAddrTon, sourceAddrNpi, sourceAddr], [1, 1, '447700900123'])
  assert.deepEqual([destAddrTon, destAddrNpi, destinationAddr], [3, 0, '12345'])
  assert.deepEqual(
    [esmClass, pdu.dataCoding, Buffer.from(pdu.shortMessage).toString('hex')],
    [0, 0, '4869200020796f75'],
  )
  assert.deepEqual(world.simulator.texts('+447700900123', { limit: 9 })?.items, [
    {
      id: reply.value.id,
      direction: 'sent',
      other: '12345',
      text: 'Hi @ you',
      parts: 1,
      missingParts: 0,
      at: '2026-01-01T00:00:00.000Z',
    },
  ])
  await world.until('acknowledged', () => world.simulator.ledger.counters.repliesAcknowledged === 1)
  assert.deepEqual(
    [...world.simulator.ledger.replies()].map(({ text, partStatuses }) => [text, partStatuses]),
    [['Hi @ you', [0]]],
  )
})

test('any text from a phone arrives code point for code point', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const text = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
    fc.string({ unit: fc.constantFrom('a', '€', '{', '語', '👍🏽'), minLength: 1, maxLength: 500 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 12 }), async (written) => {
      esme.delivered.length = 0
      const counts: number[] = []
      for (const each of written) {
        const reply = await world.simulator.reply('+447700900123', '12345', each)
        assert.ok(reply.ok)
        counts.push(reply.value.parts)
      }
      const total = counts.reduce((sum, count) => sum + count, 0)
      await world.until('all parts', () => esme.delivered.length === total)
      // With one receiver that keeps its order, the parts of a text follow one another.
      const texts = counts.map((count) => joined(esme.delivered.splice(0, count)))
      assert.deepEqual(texts, written)
    }),
    { numRuns: 12 },
  )
})

test('a reply goes to the account that used the address last, in the form it was used in', async () => {
  await using world = await World.start()
  const shop = await world.bind()
  const bank = await world.bind('transceiver', { systemId: 'bank', password: 'hidden' })
  const sender = { sourceAddr: '447700900999', sourceAddrTon: 1, sourceAddrNpi: 9 }
  await shop.submit({ destinationAddr: '447700900123', ...sender, sourceAddrNpi: 1 })
  await bank.submit({ destinationAddr: '447700900123', ...sender })
  for (const to of ['+447700900999', '447700900999', '+44 7700 900999']) {
    bank.delivered.length = 0
    await world.simulator.reply('447700900123', to, 'hi')
    const pdu = await world.until('the reply', () => bank.delivered[0])
    assert.deepEqual([pdu.destAddrTon, pdu.destAddrNpi, pdu.destinationAddr], [1, 9, '447700900999'])
  }
  assert.equal(shop.delivered.length, 0)
})

test('a reply while nobody listens is kept until somebody does', async () => {
  await using world = await World.start()
  const reply = await world.simulator.reply('+447700900123', '12345', 'anybody there?')
  assert.ok(reply.ok)
  await world.clock.advance(60_000)
  const esme = await world.bind('receiver')
  await world.until('the reply', () => esme.delivered.length === 1)
  assert.equal(joined(esme.delivered), 'anybody there?')
})

test('what cannot be written is refused', async () => {
  await using world = await World.start({ limits: { waitingReplies: 2 } })
  const code = async (number: string, to: string, text: string): Promise<string> => {
    const reply = await world.simulator.reply(number, to, text)
    return reply.ok ? 'ok' : reply.refusal.code
  }
  assert.equal(await code('nobody', '12345', 'hi'), 'not-found')
  assert.equal(await code('', '12345', 'hi'), 'not-found')
  assert.equal(await code('+447700900123', 'a name that is far too long', 'hi'), 'destination-invalid')
  assert.equal(await code('+447700900123', '12345', ''), 'text-empty')
  assert.equal(await code('+447700900123', '12345', 'half \ud83d'), 'text-not-unicode')
  assert.equal(await code('+447700900123', '12345', '語'.repeat(20_000)), 'text-too-long')
  assert.equal(await code('+447700900123', '12345', 'x'.repeat(200)), 'ok')
  assert.equal(await code('+447700900123', '12345', 'one more'), 'phone-not-reachable')
  assert.equal(world.simulator.status().ledger.replies, 1)
  assert.equal(world.simulator.texts('+447700900124', { limit: 1 }), undefined)
})

test('listeners hear which phones changed, until they stop', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const heard: string[] = []
  const stop = world.simulator.onPhones((numbers) => heard.push(...numbers))
  await world.simulator.reply('+447700900123', '12345', 'hi')
  await esme.submit({ destinationAddr: '447700900124' })
  await world.until('both', () => heard.length === 2)
  assert.deepEqual(heard, ['+447700900123', '+447700900124'])
  stop()
  await world.simulator.reply('+447700900123', '12345', 'hi again')
  await world.clock.advance(100)
  assert.equal(heard.length, 2)
})
