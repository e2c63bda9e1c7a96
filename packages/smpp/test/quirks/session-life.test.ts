// QUIRKS 18 to 26: binds, links and limits as message centres handle them.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import {
  type Dial,
  defaultSessionTimers,
  SmppClient,
  Status,
  type TransportEnd,
  type TransportHandler,
} from '../../src/index.ts'
import { MemoryNetwork, ScriptedSmsc, VirtualClock } from '../../src/testing/index.ts'
import { ClientWorld } from '../client/client-world.ts'
import { ServerWorld } from './server-world.ts'
import { ID, messageHead, messageText, tlv, wirePdu } from './wire.ts'

const message = { destinationAddr: '447700900123' }

describe('quirk 18: ESME_RALYBND after a reconnect, because the dead bind is still held', () => {
  it('the client backs off, longer each time, and is bound once the other side has noticed', async () => {
    const world = await ClientWorld.bound()
    world.smsc.next(
      'bind_transceiver',
      { status: 'ESME_RALYBND' },
      { status: 'ESME_RALYBND' },
      { status: 'ESME_RALYBND' },
    )
    world.network.pipes[0]?.cut()
    await world.clock.advance(1_000)
    const delays: number[] = []
    for (let state = world.client.state; state.kind === 'waiting'; state = world.client.state) {
      assert.deepEqual([state.cause, state.status], ['already_bound', Status.ESME_RALYBND])
      delays.push(state.untilMs - world.clock.nowMs())
      await world.clock.advance(state.untilMs - world.clock.nowMs())
    }
    assert.deepEqual(delays, [10_000, 20_000, 40_000])
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('the client unbinds before it closes, so that no bind is left behind', async () => {
    const world = await ClientWorld.bound()
    await world.client.close()
    assert.deepEqual(world.spy.story.slice(-2), ['>unbind', '<unbind_resp'])
  })
})

describe('quirk 19: unbind is answered by a closed connection, or never', () => {
  it('closed: the session is over at once, without an error', async () => {
    const world = await ClientWorld.bound()
    world.smsc.next('unbind', 'drop')
    await world.client.close()
    assert.deepEqual([world.client.state.kind, world.client.state.reason], ['closed', 'closed by this side'])
    assert.equal(world.clock.monotonicMs(), 0)
  })

  it('never: it is over two seconds later', async () => {
    const world = await ClientWorld.bound()
    world.smsc.next('unbind', 'silence')
    const closed = world.client.close()
    await world.clock.advance(1_999)
    assert.equal(world.client.state.kind, 'draining')
    await world.clock.advance(1)
    await closed
    assert.equal(world.client.state.kind, 'closed')
    assert.equal((await world.smsc.connections[0]?.waitForEnd())?.kind, 'ended')
  })
})

describe('quirk 20: enquire_link before the bind is answered, and on a connection that is not bound, is answered', () => {
  it('by a client whose bind waits for its answer', async () => {
    const world = await ClientWorld.start()
    world.smsc.next('bind_transceiver', (pdu, peer) => {
      peer.sendOctets(wirePdu(ID.enquireLink, '', 0, 0x7000))
      peer.send({ command: 'bind_transceiver_resp', sequenceNumber: pdu.sequenceNumber, systemId: 'late' })
      return 'silence'
    })
    world.client.start()
    await world.clock.settle()
    assert.equal(world.client.state.kind, 'bound')
    assert.equal(world.smsc.all('enquire_link_resp')[0]?.sequenceNumber, 0x7000)
    await world.client.close()
  })

  it('by a server that nobody has bound to', async () => {
    const world = await ServerWorld.start()
    const peer = await world.connect()
    peer.sendOctets(wirePdu(ID.enquireLink, '', 0, 1))
    assert.equal((await peer.waitFor('enquire_link_resp')).commandStatus, 0)
    await world.close()
  })
})

describe('quirk 21: enquire_link comes every five seconds, or never, and idle links are dropped after a minute', () => {
  it('each one is answered at once, ahead of the deliver_sm in work', async () => {
    const world = await ClientWorld.bound({ onRequest: () => new Promise<number>(() => undefined) })
    const [peer] = world.smsc.connections
    peer?.send({ command: 'deliver_sm', sequenceNumber: 1, destinationAddr: '60777' })
    for (let count = 1; count <= 12; count++) {
      peer?.send({ command: 'enquire_link', sequenceNumber: 1 + count })
      await world.clock.settle()
      assert.equal(world.smsc.all('enquire_link_resp').length, count)
      await world.clock.advance(5_000)
    }
    assert.equal(world.smsc.all('enquire_link').length, 0, 'a link that is heard of is not asked')
    await world.client.close()
  })

  it('a silent link is asked well within a minute, by default', async () => {
    assert.ok(defaultSessionTimers.enquireLinkIntervalMs < 60_000)
    const world = await ClientWorld.bound()
    await world.clock.advance(5 * 60_000)
    assert.equal(world.smsc.all('enquire_link').length, 10)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })
})

test('quirk 22: a parameter that is too long is refused here and never sent, for some answer it with unbind', async () => {
  const world = await ClientWorld.bound()
  world.smsc.always('submit_sm', 'drop')
  const tooLong = [
    { ...message, serviceType: 'sixsix' },
    { ...message, sourceAddr: '1'.repeat(21) },
    { destinationAddr: '1'.repeat(21) },
    { ...message, validityPeriod: '2601011200000000+' },
    { ...message, shortMessage: new Uint8Array(255) },
    { ...message, tlvs: { receiptedMessageId: 'x'.repeat(65) } },
  ]
  const outcomes = await Promise.all(tooLong.map((fields) => world.client.submitSm(fields)))
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'notSent' && [outcome.code, outcome.violation?.problem]),
    tooLong.map(() => ['invalid', 'too_long']),
  )
  assert.deepEqual([world.smsc.all('submit_sm').length, world.client.state.kind], [0, 'bound'])
  await world.client.close()
})

describe('quirk 23: an account allows one bind only: no new connection is opened before the old one is down', () => {
  it('after a refused bind whose connection the other side keeps open', async () => {
    const world = await ClientWorld.start({ reconnect: { refused: { initialDelayMs: 1, maxDelayMs: 1 } } })
    let most = 0
    world.smsc.always('bind_transceiver', () => {
      most = Math.max(most, world.smsc.connections.filter((peer) => peer.ended === undefined).length)
      return { status: 'ESME_RBINDFAIL' }
    })
    world.client.start()
    await world.clock.advance(50)
    assert.ok(world.smsc.connections.length > 10)
    assert.equal(most, 1)
    await world.client.close()
  })

  it('nor while a connection takes its time to close', async () => {
    const network = new MemoryNetwork()
    const clock = new VirtualClock()
    const story: string[] = []
    const smsc = await ScriptedSmsc.start({ listen: network.listen(1), clock })
    smsc.next('bind_transceiver', { status: 'ESME_RBINDFAIL' })
    const dial: Dial = async (signal) => {
      const transport = await network.dial(1)(signal)
      story.push('opened')
      const open = transport.open.bind(transport)
      const closed = (handler: TransportHandler, end: TransportEnd): void => {
        story.push('closed')
        handler.closed(end)
      }
      transport.open = (handler) =>
        open({
          received: (chunk) => handler.received(chunk),
          drained: () => handler.drained(),
          closed: (end) => clock.after(5_000, () => closed(handler, end)),
        })
      return transport
    }
    const reconnect = { refused: { initialDelayMs: 1, maxDelayMs: 1 } }
    const account = { host: 'memory', systemId: 'me', password: 'secret' }
    const client = new SmppClient({ ...account, dial, clock, reconnect }).start()
    await clock.advance(4_999)
    assert.deepEqual(story, ['opened'])
    await clock.advance(10)
    assert.deepEqual(story, ['opened', 'closed', 'opened'])
    assert.equal(client.state.kind, 'bound')
    const gone = client.close()
    await clock.advance(5_000)
    await gone
  })

  it('after a link that died without a word', async () => {
    const world = await ClientWorld.bound()
    world.network.pipes[0]?.freeze()
    await world.clock.advance(45_000)
    const { state } = world.client
    assert.ok(state.kind === 'waiting' && state.cause === 'link_lost', 'given up first, then opened anew')
    await world.clock.advance(state.untilMs - world.clock.nowMs())
    assert.deepEqual([world.client.state.kind, world.network.pipes.length], ['bound', 2])
    await world.client.close()
  })
})

test('quirk 24: bind_resp without sc_interface_version: TLVs are sent and read all the same', async () => {
  const received: unknown[] = []
  const world = await ClientWorld.start({
    onRequest: (request) => {
      if (request.command === 'deliver_sm') received.push(request.tlvs.receiptedMessageId)
    },
  })
  world.smsc.always('bind_transceiver', { fields: { systemId: 'old', tlvs: {} } })
  world.client.start()
  await world.clock.settle()
  assert.ok(world.client.state.kind === 'bound' && world.client.state.version === '3.4')
  assert.equal((await world.client.submitSm({ ...message, tlvs: { userMessageReference: 5 } })).kind, 'answered')
  assert.equal(world.smsc.all('submit_sm')[0]?.tlvs.userMessageReference, 5)
  await world.smsc.deliver({ destinationAddr: '1', esmClass: 4, tlvs: { receiptedMessageId: '77' } })
  assert.deepEqual(received, ['77'])
  await world.client.close()
})

test('quirk 25: sc_interface_version in a deliver_sm is read and means nothing', async () => {
  const world = await ClientWorld.bound({ onRequest: () => 0 })
  const [peer] = world.smsc.connections
  peer?.sendOctets(wirePdu(ID.deliverSm, messageHead() + messageText('hi') + tlv(0x0210, '33'), 0, 4))
  assert.equal((await world.smsc.waitFor('deliver_sm_resp')).commandStatus, 0)
  assert.equal(world.client.session?.version, '3.4')
  await world.client.close()
})

describe('quirk 26: the throughput limit counts the parts of one long message', () => {
  const parts = ['1', '2', '3', '4'].map((part) => ({ ...message, sourceAddr: part }))

  it('parts leave in the order they were given, however they are paced', async () => {
    const world = await ClientWorld.bound({ windowSize: 1, pace: { perSecond: 1, burst: 1 } })
    const outcomes = Promise.all(parts.map((part) => world.client.submitSm(part)))
    await world.clock.advance(2_000)
    assert.equal(world.smsc.all('submit_sm').length, 3)
    await world.clock.advance(1_000)
    assert.ok((await outcomes).every((outcome) => outcome.kind === 'answered'))
    assert.deepEqual(
      world.smsc.all('submit_sm').map((pdu) => pdu.sourceAddr),
      ['1', '2', '3', '4'],
    )
    await world.client.close()
  })

  it('the throttled part is told apart, so that it alone goes again (done in packages/manager, src/lanes)', async () => {
    const world = await ClientWorld.bound({ windowSize: 1 })
    world.smsc.next('submit_sm', 'ok', { status: 'ESME_RTHROTTLED' })
    const outcomes = await Promise.all(parts.map((part) => world.client.submitSm(part)))
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.status : outcome.kind)),
      ['answered', Status.ESME_RTHROTTLED, 'answered', 'answered'],
    )
    assert.equal((await world.client.submitSm(parts[1] ?? message)).kind, 'answered')
    await world.client.close()
  })
})
