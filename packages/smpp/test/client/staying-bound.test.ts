import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ClientClosedError, Status } from '../../src/index.ts'
import { ClientWorld } from './client-world.ts'

const message = { destinationAddr: '447700900123', shortMessage: new TextEncoder().encode('hello') }

describe('SmppClient, staying bound', () => {
  it('comes back after a lost link, and splits what was under way', async () => {
    const world = await ClientWorld.bound({ windowSize: 2 })
    world.smsc.always('submit_sm', 'silence')
    const outcomes = [1, 2, 3].map(() => world.client.submitSm(message))
    await world.clock.settle()
    world.network.pipes[0]?.cut()
    assert.deepEqual(
      (await Promise.all(outcomes)).map((outcome) => outcome.kind),
      ['uncertain', 'uncertain', 'notSent'],
    )
    const { state } = world.client
    assert.ok(state.kind === 'waiting')
    assert.deepEqual(
      [state.cause, state.untilMs - world.clock.nowMs(), state.reason],
      ['link_lost', 1_000, 'the connection broke'],
    )
    const meanwhile = await world.client.submitSm(message)
    assert.ok(meanwhile.kind === 'notSent' && meanwhile.code === 'not_bound')
    await world.clock.advance(1_000)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('waits longer with every failure, up to a limit, and never less than told', async () => {
    const world = await ClientWorld.start({ reconnect: { initialDelayMs: 100, maxDelayMs: 1_000, jitter: 0 } })
    await world.smsc.close()
    world.client.start()
    await world.clock.advance(10_000)
    const delays = world.states.flatMap((state) => (state.kind === 'waiting' ? [state.untilMs - state.sinceMs] : []))
    assert.deepEqual(delays.slice(0, 6), [100, 200, 400, 800, 1_000, 1_000])
    assert.ok(delays.length < 16, 'no hot loop')
    await world.client.close()
  })

  it('does not begin anew with short delays when the SMSC accepts and drops at once', async () => {
    const world = await ClientWorld.start({ reconnect: { jitter: 0 } })
    world.smsc.always('bind_transceiver', (_pdu, peer) => {
      queueMicrotask(() => peer.transport.end())
      return 'ok'
    })
    world.client.start()
    await world.clock.advance(600_000)
    const binds = world.smsc.all('bind_transceiver').length
    assert.ok(binds < 18, `${binds} binds in ten minutes`)
    await world.client.close()
  })

  it('begins with short delays again after a bind that stood', async () => {
    const world = await ClientWorld.bound({ reconnect: { jitter: 0 } })
    for (let at = 0; at < 3; at++) {
      await world.clock.advance(40_000)
      world.network.pipes.at(-1)?.cut()
      await world.clock.settle()
      const { state } = world.client
      assert.ok(state.kind === 'waiting')
      assert.equal(state.untilMs - state.sinceMs, 1_000)
      await world.clock.advance(1_000)
      assert.equal(world.client.state.kind, 'bound')
    }
    await world.client.close()
  })

  it('spreads its tries by chance', async () => {
    const world = await ClientWorld.start({ random: () => 0.5 })
    await world.smsc.close()
    world.client.start()
    await world.clock.settle()
    const { state } = world.client
    assert.ok(state.kind === 'waiting')
    assert.equal(state.untilMs - state.sinceMs, 900)
    await world.client.close()
  })

  for (const [status, cause, delayMs] of [
    ['ESME_RALYBND', 'already_bound', 10_000],
    ['ESME_RINVPASWD', 'bad_credentials', 60_000],
    ['ESME_RINVSYSID', 'bad_credentials', 60_000],
    ['ESME_RBINDFAIL', 'refused', 5_000],
    ['ESME_RTHROTTLED', 'refused', 5_000],
  ] as const) {
    it(`takes its time after ${status}`, async () => {
      const world = await ClientWorld.start({ reconnect: { jitter: 0 } })
      world.smsc.next('bind_transceiver', { status })
      world.client.start()
      await world.clock.settle()
      const { state } = world.client
      assert.ok(state.kind === 'waiting')
      assert.deepEqual([state.cause, state.untilMs - state.sinceMs, state.status], [cause, delayMs, Status[status]])
      assert.match(state.reason, new RegExp(`refused the bind: .*\\(${status}\\)`))
      await world.clock.advance(delayMs)
      assert.equal(world.client.state.kind, 'bound')
      await world.client.close()
    })
  }

  it('does not dial again before the refused connection is gone', async () => {
    const world = await ClientWorld.start()
    world.smsc.next('bind_transceiver', { status: 'ESME_RALYBND' })
    world.client.start()
    await world.clock.settle()
    assert.ok(world.smsc.connections[0]?.ended)
    await world.client.close()
  })

  it('gives a bind up that is not answered', async () => {
    const world = await ClientWorld.start()
    world.smsc.next('bind_transceiver', 'silence')
    world.client.start()
    await world.clock.advance(10_000)
    const { state } = world.client
    assert.ok(state.kind === 'waiting' && state.cause === 'bind_unanswered')
    assert.match(state.reason, /not bound within 10000 ms/)
    await world.client.close()
  })

  it('gives a connection up that does not come about', async () => {
    const world = await ClientWorld.start({
      dial: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    world.client.start()
    await world.clock.advance(10_000)
    const { state } = world.client
    assert.ok(state.kind === 'waiting' && state.cause === 'connect_failed')
    assert.match(state.reason, /no answer \(time-out\)/)
    await world.client.close()
  })

  it('does not rely on a dial that never ends', async () => {
    let dials = 0
    const world = await ClientWorld.start({
      dial: () => {
        dials++
        return new Promise(() => undefined)
      },
    })
    world.client.start()
    await world.clock.advance(10_000)
    assert.equal(world.client.state.kind, 'waiting')
    await world.clock.advance(1_000)
    assert.equal(dials, 2)
    await world.client.close()
  })

  it('notices a half-open connection within 45 s and comes back', async () => {
    const world = await ClientWorld.bound()
    const sent = world.client.submitSm(message)
    await sent
    world.network.pipes[0]?.freeze()
    const lost = world.client.submitSm(message)
    await world.clock.advance(45_000)
    assert.equal((await lost).kind, 'uncertain')
    assert.equal(world.client.state.kind, 'waiting')
    await world.clock.advance(1_000)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('comes back after the SMSC unbound', async () => {
    const world = await ClientWorld.bound()
    world.smsc.connections[0]?.send({ command: 'unbind', sequenceNumber: 77 })
    await world.clock.settle()
    assert.equal(world.smsc.all('unbind_resp')[0]?.sequenceNumber, 77)
    const { state } = world.client
    assert.ok(state.kind === 'waiting' && state.cause === 'unbound_by_peer')
    await world.clock.advance(1_000)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('says what speaks there instead of SMPP', async () => {
    const world = await ClientWorld.start()
    world.smsc.always('bind_transceiver', { octets: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') })
    world.client.start()
    await world.clock.settle()
    const { state } = world.client
    assert.ok(state.kind === 'waiting')
    assert.match(state.reason, /HTTP, not SMPP/)
    await world.client.close()
  })

  it('can be asked to try now', async () => {
    const world = await ClientWorld.start()
    await world.smsc.close()
    world.client.start()
    await world.clock.settle()
    await world.listen()
    world.client.retryNow()
    await world.clock.settle()
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('tries once only when told so', async () => {
    const world = await ClientWorld.start({ reconnect: false })
    world.smsc.next('bind_transceiver', { status: 'ESME_RINVPASWD' })
    world.client.start()
    await assert.rejects(world.client.bound(), ClientClosedError)
    assert.match(world.client.state.reason, /ESME_RINVPASWD/)
    assert.equal(world.client.state.kind, 'closed')
  })
})
