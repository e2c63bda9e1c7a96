import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type BindAttempt,
  type ServerOptions,
  type SessionEnd,
  SmppServer,
  type SmppSession,
  Status,
  verifyPassword,
} from '../../src/index.ts'
import { MemoryNetwork, RawPeer, VirtualClock } from '../../src/testing/index.ts'

const bind = { command: 'bind_transceiver', systemId: 'me', password: 'secret', sequenceNumber: 1 } as const

/** A server on a memory network and a virtual clock, and raw peers that dial it. */
class ServerWorld {
  readonly clock = new VirtualClock()
  readonly network = new MemoryNetwork({ clock: this.clock })
  readonly attempts: BindAttempt[] = []
  readonly bound: SmppSession[] = []
  readonly ends: SessionEnd[] = []
  readonly errors: unknown[] = []
  server!: SmppServer

  static async start(options: Partial<ServerOptions> = {}): Promise<ServerWorld> {
    const world = new ServerWorld()
    world.server = await SmppServer.listen({
      listen: world.network.listen(2775),
      clock: world.clock,
      systemId: 'centre',
      onBind: (attempt) => {
        world.attempts.push(attempt)
        return attempt.password === 'secret' || 'ESME_RINVPASWD'
      },
      onSession: (session) => world.bound.push(session),
      onSessionEnd: (_session, end) => world.ends.push(end),
      onError: (error) => world.errors.push(error),
      ...options,
    })
    return world
  }

  async dial(from = '192.0.2.1'): Promise<RawPeer> {
    return new RawPeer(await this.network.dial(2775, from)(new AbortController().signal))
  }

  async bind(from?: string): Promise<RawPeer> {
    const peer = await this.dial(from)
    peer.send(bind)
    await this.clock.settle()
    return peer
  }
}

describe('SmppServer', () => {
  it('judges binds with all that came in them', async () => {
    const world = await ServerWorld.start()
    const peer = await world.dial()
    peer.send({ ...bind, systemType: 'VMA', addrTon: 1, addrNpi: 2, addressRange: '^44', interfaceVersion: 0x34 })
    await world.clock.settle()
    const [attempt] = world.attempts
    assert.deepEqual(
      { ...attempt, remote: attempt?.remote.address },
      {
        bindType: 'transceiver',
        systemId: 'me',
        password: 'secret',
        systemType: 'VMA',
        interfaceVersion: 0x34,
        addressTon: 1,
        addressNpi: 2,
        addressRange: '^44',
        remote: '192.0.2.1',
        secure: false,
      },
    )
    const [answer] = peer.all('bind_transceiver_resp')
    assert.deepEqual([answer?.commandStatus, answer?.systemId, answer?.tlvs.scInterfaceVersion], [0, 'centre', 0x34])
    assert.equal(world.bound.length, 1)
    assert.equal(world.bound[0]?.bindRequest?.systemId, 'me')
  })

  it('accepts and refuses in every way a judge may say it', async () => {
    const verdicts: readonly (readonly [ServerOptions['onBind'], number])[] = [
      [() => ({ accept: true, systemId: 'other' }), 0],
      [() => ({ accept: false, status: 'ESME_RALYBND' }), Status.ESME_RALYBND],
      [() => Status.ESME_RINVSYSID, Status.ESME_RINVSYSID],
      [() => 0, Status.ESME_RBINDFAIL],
      [() => Promise.resolve('ESME_RTHROTTLED' as const), Status.ESME_RTHROTTLED],
      [() => Promise.reject(new Error('the database is away')), Status.ESME_RSYSERR],
    ]
    for (const [onBind, status] of verdicts) {
      const world = await ServerWorld.start({ onBind })
      const peer = await world.bind()
      assert.equal(peer.all('bind_transceiver_resp')[0]?.commandStatus, status)
      assert.equal(peer.ended !== undefined, status !== 0, 'a refused bind is closed')
      assert.equal(world.errors.length, status === Status.ESME_RSYSERR ? 1 : 0)
    }
  })

  it('handles the requests of all sessions', async () => {
    const world = await ServerWorld.start({
      onRequest: (request, session) => {
        if (request.command !== 'submit_sm') return 'ESME_RINVCMDID'
        return { messageId: `${session.remote.address}/${request.destinationAddr}` }
      },
    })
    const peers = [await world.bind('192.0.2.1'), await world.bind('192.0.2.2')]
    for (const peer of peers) peer.send({ command: 'submit_sm', destinationAddr: '7', sequenceNumber: 2 })
    await world.clock.settle()
    assert.deepEqual(
      peers.map((peer) => peer.all('submit_sm_resp')[0]?.messageId),
      ['192.0.2.1/7', '192.0.2.2/7'],
    )
    peers[0]?.send({ command: 'query_sm', messageId: '1', sequenceNumber: 3 })
    await world.clock.settle()
    assert.equal(peers[0]?.all('query_sm_resp')[0]?.commandStatus, Status.ESME_RINVCMDID)
  })

  it('sends requests and notifications of its own', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bind()
    const [session] = world.bound
    assert.ok(session)
    const outcome = session.request({ command: 'deliver_sm', destinationAddr: '1' })
    const deliver = await peer.waitFor('deliver_sm')
    peer.send({ command: 'deliver_sm_resp', sequenceNumber: deliver.sequenceNumber })
    assert.equal((await outcome).kind, 'answered')
    assert.equal(session.notify({ command: 'alert_notification', sourceAddr: '1', esmeAddr: '2' }), undefined)
    await peer.waitFor('alert_notification')
    const wrong = session.notify({ command: 'outbind', systemId: 'x' })
    assert.equal(wrong?.code, 'not_allowed')
    const submit = await session.request({ command: 'submit_sm', destinationAddr: '1' })
    assert.ok(submit.kind === 'notSent' && submit.code === 'not_allowed')
    assert.match(submit.reason, /a message centre never sends submit_sm/)
  })

  it('closes connections that do not bind', async () => {
    const world = await ServerWorld.start()
    const silent = await world.dial()
    const slow = await world.dial()
    for (let second = 0; second < 9; second++) {
      slow.sendOctets(Uint8Array.of([0, 0, 0, 40, 0, 0, 0, 9, 0][second]!))
      await world.clock.advance(1_000)
    }
    assert.equal(silent.ended, undefined)
    await world.clock.advance(1_000)
    assert.ok(silent.ended && slow.ended)
    assert.deepEqual(
      world.ends.map((end) => end.code),
      ['session_init_timeout', 'session_init_timeout'],
    )
    assert.equal(world.server.sessions.size, 0)
  })

  it('limits connections, in all and per address', async () => {
    const world = await ServerWorld.start({ limits: { maxSockets: 3, maxSocketsPerAddress: 2 } })
    const peers = []
    for (const from of ['a', 'a', 'a', 'b', 'c']) peers.push(await world.dial(from))
    await world.clock.settle()
    assert.deepEqual(
      peers.map((peer) => peer.ended !== undefined),
      [false, false, true, false, true],
    )
    assert.equal(world.server.refusedConnections, 2)
    peers[0]?.transport.destroy()
    await world.clock.settle()
    const again = await world.bind('a')
    assert.equal(again.all('bind_transceiver_resp')[0]?.commandStatus, 0, 'a place that is free again is given again')
  })

  it('forgets an address whose connections are gone', async () => {
    const world = await ServerWorld.start({ limits: { maxSocketsPerAddress: 1 } })
    for (let time = 0; time < 3; time++) {
      const peer = await world.bind('a')
      assert.equal(peer.all('bind_transceiver_resp').length, 1)
      peer.transport.destroy()
      await world.clock.settle()
    }
  })

  it('answers guessers late, and later each time', async () => {
    const world = await ServerWorld.start({ limits: { freeBindFailures: 2, maxBindDelayMs: 1_000 } })
    const guess = async (from: string): Promise<number> => {
      const started = world.clock.monotonicMs()
      const peer = await world.dial(from)
      peer.send({ ...bind, systemId: from, password: 'wrong' })
      while (peer.all('bind_transceiver_resp').length === 0) await world.clock.advance(50)
      return world.clock.monotonicMs() - started
    }
    const delays: number[] = []
    for (let at = 0; at < 6; at++) delays.push(await guess('192.0.2.9'))
    assert.deepEqual(delays, [50, 50, 250, 500, 1_000, 1_000])
    assert.equal(await guess('192.0.2.10'), 50, 'others are not kept waiting')
    await world.clock.advance(600_000)
    assert.equal(await guess('192.0.2.9'), 50, 'it is forgotten after a while')
  })

  it('closes: drains, unbinds, lets nobody in', async () => {
    const world = await ServerWorld.start({
      onRequest: () => new Promise((resolve) => world.clock.after(300, () => resolve({ messageId: 'late' }))),
    })
    const peer = await world.bind()
    const unbound = await world.dial()
    peer.send({ command: 'submit_sm', destinationAddr: '1', sequenceNumber: 2 })
    await world.clock.settle()
    const closing = world.server.close({ drainMs: 5_000 })
    await world.clock.advance(300)
    const unbind = await peer.waitFor('unbind')
    assert.equal(peer.all('submit_sm_resp')[0]?.messageId, 'late')
    peer.send({ command: 'unbind_resp', sequenceNumber: unbind.sequenceNumber })
    await closing
    await world.clock.settle()
    assert.ok(peer.ended && unbound.ended)
    await assert.rejects(world.dial(), { code: 'ECONNREFUSED' })
    assert.equal(world.clock.timerCount, 1, 'the drain timer alone is left')
  })

  it('refuses a bind whose answer cannot be sent, and outlives callbacks that throw', async () => {
    const unsendable = await ServerWorld.start({ onBind: () => ({ accept: true, systemId: 'x'.repeat(16) }) })
    const refused = await unsendable.bind()
    assert.equal(refused.all('bind_transceiver_resp')[0]?.commandStatus, Status.ESME_RSYSERR)
    assert.equal(unsendable.errors.length, 1)

    const world = await ServerWorld.start({
      onSession: () => {
        throw new Error('a bug')
      },
    })
    const peer = await world.bind()
    assert.equal(peer.all('bind_transceiver_resp')[0]?.commandStatus, 0)
    assert.equal(peer.ended, undefined)
    assert.match(String(world.errors[0]), /a bug/)
  })

  it('ends a session whose judge never decides', async () => {
    const world = await ServerWorld.start({ onBind: () => new Promise(() => undefined) })
    const peer = await world.bind()
    await world.clock.advance(10_000)
    assert.ok(peer.ended)
  })

  it('refuses settings that make no sense', async () => {
    await assert.rejects(ServerWorld.start({ windowSize: -1 }), /windowSize/)
    await assert.rejects(ServerWorld.start({ maxPduOctets: 1 }), /maxPduOctets/)
  })
})

it('verifyPassword compares whole passwords', () => {
  assert.equal(verifyPassword('secret', 'secret'), true)
  assert.equal(verifyPassword('secre', 'secret'), false)
  assert.equal(verifyPassword('', 'secret'), false)
})

describe('a command that the version of the session does not have', () => {
  it('is answered with generic_nack, and neither the session nor the server is hurt', async () => {
    for (const onRequest of [undefined, () => 'ESME_RINVCMDID' as const, () => ({ messageId: 'id-1' })]) {
      const world = await ServerWorld.start({ onRequest })
      const peer = await world.bind()
      // query_broadcast_sm (5.0 section 4.6.1.1) on a session that agreed on 3.4.
      peer.send({ command: 'query_broadcast_sm', messageId: 'id-1', sourceAddr: '60777', sequenceNumber: 9 })
      peer.send({ command: 'enquire_link', sequenceNumber: 10 })
      await world.clock.settle()
      const answers = peer.received
        .slice(-2)
        .map(({ command, commandStatus, sequenceNumber }) => [command, commandStatus, sequenceNumber])
      assert.deepEqual(answers, [
        ['generic_nack', Status.ESME_RINVCMDID, 9],
        ['enquire_link_resp', 0, 10],
      ])
      assert.equal(world.bound.length, 1)
      assert.deepEqual(world.ends, [])
    }
  })
})
