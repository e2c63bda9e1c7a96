// Peers that do what no peer should. Each is named after what its victim would see.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { encodePdu, SmppServer, type SmppSession, Status } from '../../src/index.ts'
import { MemoryNetwork, RawPeer, VirtualClock } from '../../src/testing/index.ts'
import { ClientWorld } from '../client/client-world.ts'

const message = { destinationAddr: '447700900123' }

describe('a client whose SMSC', () => {
  it('gets and sends every octet alone', async () => {
    const world = await ClientWorld.bound({ onRequest: () => 0 }, { maxChunkOctets: 1 })
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => world.client.submitSm(message)))
    assert.ok(outcomes.every((outcome) => outcome.kind === 'answered'))
    assert.equal((await world.smsc.deliver({ destinationAddr: '1' })).commandStatus, 0)
    await world.client.close()
  })

  it('breaks off in the middle of a PDU', async () => {
    const world = await ClientWorld.bound()
    world.smsc.next('submit_sm', (pdu, peer) => {
      const answer = encodePdu({ command: 'submit_sm_resp', sequenceNumber: pdu.sequenceNumber, messageId: 'abc' })
      peer.sendOctets(answer.subarray(0, answer.length - 2))
      return 'silence'
    })
    const sent = world.client.submitSm(message)
    await world.clock.settle()
    world.network.pipes[0]?.cut()
    assert.equal((await sent).kind, 'uncertain', 'half an answer is no answer')
    await world.clock.advance(1_000)
    assert.equal((await world.client.submitSm(message)).kind, 'answered', 'the next session knows nothing of the half')
    await world.client.close()
  })

  it('answers twice', async () => {
    const world = await ClientWorld.bound()
    world.smsc.always('submit_sm', { times: 2 })
    const outcomes = await Promise.all([1, 2, 3].map(() => world.client.submitSm(message)))
    assert.ok(outcomes.every((outcome) => outcome.kind === 'answered'))
    await world.clock.settle()
    assert.equal(world.client.session?.counters.unknownResponses, 3)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })

  it('answers under numbers that nobody waits for', async () => {
    const world = await ClientWorld.bound({ timers: { responseTimeoutMs: 1_000 } })
    for (const sequenceNumber of [0, 1, 77, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]) {
      world.smsc.next('submit_sm', { sequenceNumber })
    }
    const outcomes = Promise.all(Array.from({ length: 6 }, () => world.client.submitSm(message)))
    await world.clock.advance(1_000)
    assert.ok((await outcomes).every((outcome) => outcome.kind === 'expired'))
    assert.equal(world.client.session?.counters.unknownResponses, 6)
    assert.equal((await world.client.submitSm(message)).kind, 'answered')
    await world.client.close()
  })

  it('answers in any order', async () => {
    const world = await ClientWorld.bound({ windowSize: 20 })
    let count = 0
    world.smsc.always('submit_sm', (pdu) => ({
      afterMs: (++count * 7) % 20,
      fields: { messageId: pdu.destinationAddr },
    }))
    const outcomes = Promise.all(
      Array.from({ length: 60 }, (_value, at) => world.client.submitSm({ destinationAddr: String(at) })),
    )
    await world.clock.advance(100)
    assert.deepEqual(
      (await outcomes).map((outcome) => outcome.kind === 'answered' && outcome.response.messageId),
      Array.from({ length: 60 }, (_value, at) => String(at)),
    )
    await world.client.close()
  })

  it('lives so long that the numbers begin again', async () => {
    const world = await ClientWorld.bound({ windowSize: 100, firstSequenceNumber: 0x7fff_fff0 })
    world.smsc.next('submit_sm', { afterMs: 1_000 })
    const slow = world.client.submitSm(message)
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => world.client.submitSm(message)))
    assert.ok(outcomes.every((outcome) => outcome.kind === 'answered'))
    const numbers = world.smsc.all('submit_sm').map((pdu) => pdu.sequenceNumber)
    assert.ok(numbers.includes(0x7fff_ffff) && numbers.includes(1))
    assert.equal(numbers.includes(0), false)
    assert.equal(new Set(numbers).size, numbers.length)
    await world.clock.advance(1_000)
    assert.equal((await slow).kind, 'answered')
    await world.client.close()
  })

  it('takes nothing in any more, but goes on sending', async () => {
    const world = await ClientWorld.bound(
      { windowSize: 1_000, maxOutgoingOctets: 10_000, onRequest: () => 0 },
      { capacityOctets: 4_000 },
    )
    const [peer] = world.smsc.connections
    assert.ok(peer)
    peer.transport.pause()
    const outcomes = Array.from({ length: 300 }, () => world.client.submitSm(message))
    await world.clock.settle()
    outcomes.push(...Array.from({ length: 100 }, () => world.client.submitSm(message)))
    for (let at = 0; at < 1_000; at++) peer.send({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: at })
    await world.clock.settle()
    const read = world.client.session?.counters.pdusIn ?? 0
    for (let at = 0; at < 1_000; at++) peer.send({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: at })
    await world.clock.settle()
    assert.equal(world.client.session?.counters.pdusIn, read, 'the client has stopped reading')
    await world.clock.advance(45_000)
    const kinds = new Set((await Promise.all(outcomes)).map((outcome) => outcome.kind))
    assert.deepEqual([...kinds].sort(), ['notSent', 'uncertain'])
    assert.notEqual(world.client.state.kind, 'bound', 'the link counts as dead')
    await world.client.close()
  })

  it('never answers the bind, the unbind, or anything', async () => {
    const world = await ClientWorld.bound()
    for (const command of ['submit_sm', 'enquire_link', 'unbind'] as const) world.smsc.always(command, 'silence')
    const sent = world.client.submitSm(message)
    await world.clock.advance(45_000)
    assert.equal((await sent).kind, 'uncertain')
    await world.clock.advance(1_000)
    assert.equal(world.client.state.kind, 'bound')
    const closing = world.client.close()
    await world.clock.advance(2_000)
    await closing
  })

  it('sends rubbish where an answer should be', async () => {
    for (const hex of [
      '00000000',
      'ffffffff80000004000000000000000200',
      '0000000f80000004000000000000000200',
      '16030100050100000100',
    ]) {
      const world = await ClientWorld.bound()
      world.smsc.next('submit_sm', { octets: Buffer.from(hex, 'hex') })
      const sent = await world.client.submitSm(message)
      assert.equal(sent.kind, 'uncertain', hex)
      const { state } = world.client
      assert.ok(state.kind === 'waiting')
      assert.match(state.reason, /command_length|not SMPP/)
      await world.client.close()
    }
  })

  it('answers bind after bind with drops, for an hour', async () => {
    const world = await ClientWorld.start({ reconnect: { jitter: 0 } })
    world.smsc.always('bind_transceiver', 'drop')
    world.client.start()
    await world.clock.advance(3_600_000)
    const tries = world.smsc.all('bind_transceiver').length
    assert.ok(tries >= 60 && tries <= 70, `${tries} tries in an hour: about one a minute`)
    await world.client.close()
    assert.equal(world.clock.timerCount, 0)
  })
})

describe('a server whose client', () => {
  const bind = { command: 'bind_transceiver', systemId: 'me', password: 'x', sequenceNumber: 1 } as const

  async function world(options: { readonly capacityOctets?: number; readonly maxChunkOctets?: number } = {}) {
    const clock = new VirtualClock()
    const network = new MemoryNetwork({ clock, ...options })
    const sessions: SmppSession[] = []
    const server = await SmppServer.listen({
      listen: network.listen(1),
      clock,
      maxOutgoingOctets: 10_000,
      onBind: () => true,
      onRequest: () => ({ messageId: 'm' }),
      onSession: (session) => sessions.push(session),
    })
    const peer = new RawPeer(await network.dial(1)(new AbortController().signal))
    return { clock, network, server, peer, sessions }
  }

  it('sends everything in one go: bind, requests, unbind', async () => {
    const { clock, peer } = await world()
    const submits = [2, 3].map(
      (sequenceNumber) => ({ command: 'submit_sm', destinationAddr: '1', sequenceNumber }) as const,
    )
    peer.send(bind, ...submits, { command: 'unbind', sequenceNumber: 4 })
    await clock.settle()
    // The bind is judged later than the requests are read: they come too early, and are told so.
    assert.deepEqual(
      peer.received.map((pdu) => [pdu.command, pdu.commandStatus]),
      [
        ['submit_sm_resp', Status.ESME_RINVBNDSTS],
        ['submit_sm_resp', Status.ESME_RINVBNDSTS],
        ['unbind_resp', Status.ESME_RINVBNDSTS],
        ['bind_transceiver_resp', 0],
      ],
    )
  })

  it('gives octets one by one', async () => {
    const { clock, peer, sessions } = await world({ maxChunkOctets: 1 })
    peer.send(bind)
    await clock.settle()
    peer.send({ command: 'submit_sm', destinationAddr: '1', sequenceNumber: 2 })
    await clock.settle()
    assert.equal(peer.all('submit_sm_resp').length, 1)
    assert.equal(sessions.length, 1)
  })

  it('sends bodies of every kind of wrong, and goes on working', async () => {
    const { clock, peer } = await world()
    peer.send(bind)
    await clock.settle()
    // No body; a service_type without NUL.
    peer.sendOctets(Buffer.from('00000010000000040000000000000002', 'hex'))
    peer.sendOctets(Buffer.from('000000120000000400000000000000034142', 'hex'))
    // sm_length beyond the end; a TLV header cut off; a TLV beyond the end.
    const submit = (sequenceNumber: number) => encodePdu({ command: 'submit_sm', destinationAddr: '1', sequenceNumber })
    const tooLong = submit(4)
    tooLong[tooLong.length - 1] = 16
    peer.sendOctets(tooLong)
    peer.sendOctets(lengthened(submit(5), '0424ff'))
    peer.sendOctets(lengthened(submit(6), '0424fff061'))
    peer.send({ command: 'submit_sm', destinationAddr: '1', sequenceNumber: 7 })
    await clock.settle()
    const statuses = peer.all('submit_sm_resp').map((pdu) => [pdu.sequenceNumber, pdu.commandStatus])
    assert.deepEqual(statuses, [
      [2, Status.ESME_RINVCMDLEN],
      [3, Status.ESME_RINVCMDLEN],
      [4, Status.ESME_RINVMSGLEN],
      [5, 0xc0],
      [6, 0xc0],
      [7, 0],
    ])
    assert.equal(peer.ended, undefined)
  })

  it('sends a length that would take all memory', async () => {
    const { clock, peer, server } = await world()
    peer.sendOctets(Buffer.from('7fffffff000000090000000000000001', 'hex'))
    await clock.settle()
    assert.ok(peer.ended)
    const [nack] = peer.all('generic_nack')
    assert.deepEqual([nack?.commandStatus, nack?.sequenceNumber], [Status.ESME_RINVCMDLEN, 1])
    assert.equal(server.sessions.size, 0)
  })

  it('is a browser, a TLS client, a scanner', async () => {
    for (const first of ['GET / HTTP/1.1\r\n', '\x16\x03\x01\x02\x00\x01', 'SSH-2.0-scan\r\n', '\x00\x00\x00\x00']) {
      const { clock, peer } = await world()
      peer.sendOctets(Buffer.from(first, 'latin1'))
      await clock.settle()
      assert.ok(peer.ended, JSON.stringify(first))
    }
  })

  it('reads nothing, and has many requests', async () => {
    const { clock, peer, sessions } = await world({ capacityOctets: 2_000 })
    peer.send(bind)
    await clock.settle()
    peer.transport.pause()
    for (let at = 0; at < 5_000; at++) peer.send({ command: 'submit_sm', destinationAddr: '1', sequenceNumber: at + 2 })
    await clock.settle()
    const [session] = sessions
    assert.ok(session)
    assert.ok(session.counters.pdusIn < 2_000, `${session.counters.pdusIn} read`)
    peer.transport.resume()
    await clock.settle()
    await clock.advance(1)
    assert.equal(peer.all('submit_sm_resp').length, 5_000, 'and is served as soon as it reads again')
  })

  it('vanishes without a word, bound', async () => {
    const { clock, peer, network, sessions, server } = await world()
    peer.send(bind)
    await clock.settle()
    network.pipes[0]?.freeze()
    const outcome = sessions[0]?.request({ command: 'deliver_sm', destinationAddr: '1' })
    await clock.advance(45_000)
    assert.equal((await outcome)?.kind, 'uncertain')
    assert.equal(server.sessions.size, 0)
  })
})

/** The PDU with octets behind its end, and its command_length made to count them. */
function lengthened(pdu: Uint8Array, hex: string): Uint8Array {
  const longer = Buffer.concat([pdu, Buffer.from(hex, 'hex')])
  longer.writeUInt32BE(longer.length)
  return longer
}
