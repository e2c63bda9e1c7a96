import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BindType, ClientClosedError, type ClientOptions, SmppClient } from '@smpp-connect/smpp'
import { testCertificate } from '@smpp-connect/testkit'
import { ACCOUNT, World } from './world.ts'

/** `bound`, or why not. */
async function bind(world: World, options: Partial<ClientOptions> = {}): Promise<string> {
  const client = new SmppClient({ ...world.simulator.address(), ...ACCOUNT, reconnect: false, ...options })
  try {
    await client.start().bound()
    return 'bound'
  } catch (failure) {
    assert.ok(failure instanceof ClientClosedError)
    return failure.message
  } finally {
    await client.close()
  }
}

test('an account may be limited to types of bind, a system type and a version', async () => {
  const bindTypes: readonly BindType[] = ['transmitter']
  const limited = { ...ACCOUNT, bindTypes, systemType: 'VMA', maxInterfaceVersion: 0x34 }
  await using world = await World.start({ accounts: [limited] })
  const right = { systemType: 'VMA', bindType: 'transmitter' } as const
  assert.equal(await bind(world, right), 'bound')
  assert.match(await bind(world, { ...right, systemType: '' }), /ESME_RINVSYSTYP/)
  assert.match(await bind(world, { ...right, bindType: 'receiver' }), /ESME_RINVBNDSTS/)
  assert.match(await bind(world, { ...right, interfaceVersion: 0x50 }), /ESME_RBINDFAIL/)
})

test('as a fault every bind is refused, or the connection closed before, instead of or after the answer', async () => {
  await using world = await World.start()
  world.simulator.setFaults({ refuseBinds: 'ESME_RTHROTTLED' })
  assert.match(await bind(world), /ESME_RTHROTTLED/)
  for (const closeOn of ['connection', 'bind'] as const) {
    world.simulator.setFaults({ closeOn })
    assert.match(await bind(world), /closed the connection|reset/)
  }
  world.simulator.setFaults({ closeOn: 'bound' })
  const ended = Promise.withResolvers<string>()
  const client = new SmppClient({
    ...world.simulator.address(),
    ...ACCOUNT,
    reconnect: false,
    onState: (state, before) => {
      if (state.kind === 'closed') ended.resolve(before.kind)
    },
  })
  client.start()
  assert.equal(await ended.promise, 'bound')
  world.simulator.setFaults({})
  assert.equal(await bind(world), 'bound')
})

test('it speaks TLS when it is given a certificate', async () => {
  await using world = await World.start({ tls: testCertificate('stranger') })
  assert.match(await bind(world, { tls: true }), /self-signed/)
  assert.equal(await bind(world, { tls: { rejectUnauthorized: false } }), 'bound')
})
