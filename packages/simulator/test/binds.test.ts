import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Status } from '@smpp-connect/smpp'
import { RawPeer } from './raw-peer.ts'
import { ACCOUNT, OTHER_ACCOUNT, World } from './world.ts'

test('an account binds as transmitter, receiver and transceiver', async () => {
  await using world = await World.start()
  for (const bindType of ['transmitter', 'receiver', 'transceiver'] as const) await world.bind(bindType)
  const { sessions } = world.simulator.status()
  assert.deepEqual(
    sessions.map(({ systemId, bindType }) => `${systemId} ${bindType}`),
    ['shop transmitter', 'shop receiver', 'shop transceiver'],
  )
})

test('a receiver may not submit', async () => {
  await using world = await World.start()
  const receiver = await world.bind('receiver')
  assert.equal(await receiver.submit({ destinationAddr: '447700900123' }), 'notSent')
  assert.equal(world.simulator.ledger.counters.read, 0)
})

for (const [what, changes, status] of [
  ['an unknown system id', { systemId: 'nobody' }, 'ESME_RINVSYSID'],
  ['a wrong password', { password: 'guess' }, 'ESME_RINVPASWD'],
  ['the password of another account', { password: 'hidden' }, 'ESME_RINVPASWD'],
] as const) {
  test(`${what} is refused with ${status}`, async () => {
    await using world = await World.start()
    using peer = await RawPeer.connect(world)
    const account = { ...ACCOUNT, ...changes }
    assert.equal(await peer.bind(account.systemId, account.password), Status[status])
    assert.equal(world.simulator.status().ledger.refusedBinds, 1)
    assert.deepEqual(world.simulator.status().sessions, [])
  })
}

test('garbage on the port hurts nobody', async () => {
  await using world = await World.start()
  const esme = await world.bind()
  const garbage: readonly Buffer[] = [
    Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    Buffer.from('16030100a5010000a1', 'hex'),
    Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'),
    Buffer.alloc(70_000, 0xff),
    Buffer.alloc(64),
    // command_length 15, 16 with an unknown command, and a submit_sm before any bind.
    Buffer.from('0000000f0000000400000000000001', 'hex'),
    Buffer.from('00000010000000990000000000000001', 'hex'),
    Buffer.from('00000010000000040000000000000001', 'hex'),
    // A bind whose strings never end.
    Buffer.from(`00000018000000090000000000000001${'41'.repeat(8)}`, 'hex'),
  ]
  for (const octets of garbage)
    await (await RawPeer.connect(world)).end(octets)
    // Half a PDU and then a reset.
  ;(await RawPeer.connect(world)).reset(Buffer.from('0000002f00000004', 'hex'))
  assert.match(await esme.submit({ destinationAddr: '447700900123' }), /^\d+$/)
  assert.equal(world.simulator.ledger.counters.taken, 1)
})

test('a port in use is an error of the start', async () => {
  await using world = await World.start()
  const { port } = world.simulator.address()
  await assert.rejects(World.start({ port }), { code: 'EADDRINUSE' })
})

test('a drained simulator lets nobody in', async () => {
  await using world = await World.start()
  await world.simulator.drain()
  world.esme()
  await world.until('refused', () => world.simulator.status().ledger.refusedBinds === 1)
})

test('stopping twice is stopping once', async () => {
  await using world = await World.start()
  await Promise.all([world.simulator.stop(), world.simulator.stop()])
  await world.simulator.stop()
})

test('an account with a limit has no more sessions than that at a time, of whichever kind', async () => {
  const accounts = [{ ...ACCOUNT, maxBinds: 2 }, OTHER_ACCOUNT]
  await using world = await World.start({ accounts })
  const first = await world.bind('transmitter')
  await world.bind('receiver')
  using peer = await RawPeer.connect(world)
  assert.equal(await peer.bind(ACCOUNT.systemId, ACCOUNT.password), Status.ESME_RALYBND)
  await world.bind('transceiver', OTHER_ACCOUNT)
  await first.client.close()
  await world.bind('transceiver')
  const { mostBound } = world.simulator.ledger
  assert.deepEqual(
    [...mostBound],
    [
      [ACCOUNT.systemId, 2],
      [OTHER_ACCOUNT.systemId, 1],
    ],
  )
})
