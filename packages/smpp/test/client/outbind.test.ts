import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SmppClient, SmppServer } from '../../src/index.ts'
import { MemoryNetwork, VirtualClock } from '../../src/testing/index.ts'

/** An SMSC that calls and a client that listens, on a memory network and a virtual clock. */
async function world(verify?: (password: string) => boolean) {
  const clock = new VirtualClock()
  const network = new MemoryNetwork({ clock })
  const delivered: string[] = []
  const server = await SmppServer.listen({
    listen: network.listen(2775),
    clock,
    systemId: 'centre',
    onBind: (attempt) => attempt.password === 'secret' || 'ESME_RINVPASWD',
  })
  const client = new SmppClient({
    host: 'unused',
    systemId: 'me',
    password: 'secret',
    bindType: 'receiver',
    clock,
    random: () => 0,
    outbind: { listen: network.listen(5000), verify: (outbind) => verify?.(outbind.password) ?? true },
    onRequest: (request) => {
      if (request.command === 'deliver_sm') delivered.push(request.destinationAddr)
    },
  })
  client.start()
  await clock.settle()
  const call = (password?: string) => server.outbind({ host: 'client', port: 0, dial: network.dial(5000), password })
  return { clock, network, server, client, call, delivered }
}

describe('outbind', () => {
  it('binds when the SMSC calls, however late, and again when it calls again', async () => {
    const { clock, network, server, client, call, delivered } = await world()
    await clock.advance(86_400_000)
    assert.match(standing(client), /connecting/)
    for (const time of [1, 2]) {
      const session = await call()
      await clock.settle()
      assert.equal(session.state, 'BOUND_RX')
      assert.match(standing(client), /bound/)
      await session.request({ command: 'deliver_sm', destinationAddr: String(time) })
      network.pipes.at(-1)?.cut()
      await clock.settle()
      assert.match(standing(client), /connecting: the connection broke/)
    }
    assert.deepEqual(delivered, ['1', '2'])
    await client.close()
    await assert.rejects(call(), { code: 'ECONNREFUSED' })
    await server.close()
  })

  it('does not bind before outbind came, nor for a stranger', async () => {
    const { clock, network, client, call } = await world((password) => password === 'ours')
    const session = await call('theirs')
    await clock.settle()
    assert.equal(session.bindRequest, undefined)
    assert.match(standing(client), /connecting: the outbind is not from the SMSC that is expected/)
    await network.dial(5000)(new AbortController().signal)
    await clock.settle()
    assert.match(standing(client), /binding/)
    await clock.advance(10_000)
    assert.match(standing(client), /connecting: not bound within/)
    await client.close()
  })

  it('drops connections that nobody waits for', async () => {
    const { clock, server, client, call } = await world()
    const first = await call()
    await clock.settle()
    const second = await call()
    await clock.settle()
    assert.equal(first.state, 'BOUND_RX')
    assert.equal(second.state, 'CLOSED')
    assert.equal(server.sessions.size, 1)
    await client.close()
  })

  it('says what is wrong with an outbind that cannot be sent', async () => {
    const { server, client, call } = await world()
    await assert.rejects(call('much too long'), /password is 13 characters/)
    assert.deepEqual(await client.outbindAddress(), { host: 'memory', port: 5000 })
    await client.close()
    await server.close()
  })
})

function standing(client: SmppClient): string {
  return `${client.state.kind}: ${client.state.reason}`
}
