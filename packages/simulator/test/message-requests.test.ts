import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Status } from '@smpp-connect/smpp'
import { RawPeer } from './raw-peer.ts'
import { World } from './world.ts'

const PHONE = '447700900123'
const LATER = { scheduleDeliveryTime: '000000010000000R' }

test('query_sm tells the state of a message, to whom it belongs', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const stranger = await world.bind('transceiver', { systemId: 'bank', password: 'hidden' })
  const id = await esme.submit({ destinationAddr: '447700909901' })
  const before = await esme.client.querySm({ messageId: id, sourceAddr: '12345' })
  assert.ok(before.kind === 'answered')
  assert.deepEqual([before.response.messageState, before.response.finalDate, before.response.errorCode], [1, '', 0])
  await world.clock.advance(300)
  const after = await esme.client.querySm({ messageId: id, sourceAddr: '12345' })
  assert.ok(after.kind === 'answered')
  assert.deepEqual([after.response.messageId, after.response.messageState, after.response.errorCode], [id, 5, 1])
  assert.match(after.response.finalDate, /^260101000000\d00\+$/)
  const status = async (from: typeof esme, messageId: string, sourceAddr: string): Promise<number> => {
    const outcome = await from.client.querySm({ messageId, sourceAddr })
    return outcome.kind === 'refused' ? outcome.status : 0
  }
  assert.equal(await status(esme, id, '99999'), Status.ESME_RQUERYFAIL)
  assert.equal(await status(esme, `${id}0`, '12345'), Status.ESME_RINVMSGID)
  assert.equal(await status(esme, `0${id}`, '12345'), Status.ESME_RINVMSGID)
  assert.equal(await status(stranger, id, '12345'), Status.ESME_RINVMSGID)
})

test('cancel_sm stops what is on its way, and nothing else', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const id = await esme.submit({ destinationAddr: PHONE, registeredDelivery: 1, ...LATER })
  const cancel = async (messageId: string): Promise<number> => {
    const outcome = await esme.client.cancelSm({ messageId, sourceAddr: '12345', destinationAddr: PHONE })
    return outcome.kind === 'refused' ? outcome.status : outcome.kind === 'answered' ? 0 : -1
  }
  assert.equal(await cancel('1'), Status.ESME_RINVMSGID)
  assert.equal(await cancel(id), 0)
  assert.equal(await cancel(id), Status.ESME_RCANCELFAIL)
  const receipt = await world.until('a receipt', () => esme.delivered[0])
  assert.match(Buffer.from(receipt.shortMessage).toString(), /stat:DELETED err:000/)
  await world.clock.advance(3_700_000)
  assert.deepEqual(world.texts(PHONE), [])
})

test('cancel_sm without an id stops all between two addresses', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  for (let index = 0; index < 3; index++) await esme.submit({ destinationAddr: PHONE, ...LATER })
  await esme.submit({ destinationAddr: PHONE, sourceAddr: '99', ...LATER })
  await esme.submit({ destinationAddr: '447700900124', ...LATER })
  const outcome = await esme.client.cancelSm({ messageId: '', sourceAddr: '12345', destinationAddr: PHONE })
  assert.equal(outcome.kind, 'answered')
  const states = [...world.simulator.ledger.submits()].map(({ state }) => state)
  assert.deepEqual(states, ['DELETED', 'DELETED', 'DELETED', 'ENROUTE', 'ENROUTE'])
})

test('replace_sm changes the text and the time of what is on its way', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const id = await esme.submit({ destinationAddr: PHONE, ...LATER })
  const replace = async (messageId: string, text: string): Promise<number> => {
    const outcome = await esme.client.replaceSm({
      messageId,
      sourceAddr: '12345',
      scheduleDeliveryTime: '000000020000000R',
      registeredDelivery: 1,
      shortMessage: Buffer.from(text),
    })
    return outcome.kind === 'refused' ? outcome.status : outcome.kind === 'answered' ? 0 : -1
  }
  assert.equal(await replace('1', 'no'), Status.ESME_RINVMSGID)
  assert.equal(await replace(id, 'changed'), 0)
  await world.clock.advance(3_700_000)
  assert.deepEqual(world.texts(PHONE), [])
  await world.clock.advance(3_600_000)
  assert.deepEqual(world.texts(PHONE), ['changed'])
  await world.until('the receipt it asks for now', () => esme.delivered.length === 1)
  assert.equal(await replace(id, 'too late'), Status.ESME_RREPLACEFAIL)
})

for (const interfaceVersion of [0x33, 0x34, 0x50]) {
  test(`what the simulator does not do is answered ESME_RINVCMDID, interface_version ${interfaceVersion}`, async () => {
    await using world = await World.start()
    using peer = await RawPeer.connect(world)
    assert.equal(await peer.bind('shop', 'secret', interfaceVersion), Status.ESME_ROK)
    for (const [commandId, body] of [
      // query_last_msgs and param_retrieve of 3.3; query_broadcast_sm and cancel_broadcast_sm of 5.0.
      [0x23, '00 00 3100 01'],
      [0x22, '3100'],
      [0x112, '3100 00 00 00'],
      [0x113, '00 3100 00 00 00'],
    ] as const) {
      const status = await peer.request(commandId, Buffer.from(body.replaceAll(' ', ''), 'hex'))
      assert.equal(status, Status.ESME_RINVCMDID, `command ${commandId}`)
    }
  })
}
