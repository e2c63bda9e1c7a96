// QUIRKS 1 to 7: octets that are not SMPP, headers out of the ordinary.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { Framer, Status } from '../../src/index.ts'
import { ClientWorld } from '../client/client-world.ts'
import { ServerWorld } from './server-world.ts'
import { ID, latin1, messageHead, messageText, octetsOf, readPdu, textHex, wirePdu } from './wire.ts'

const message = { destinationAddr: '447700900123' }

describe('quirk 1: octets that are not SMPP end the connection by the length limit, with a reason and no memory taken', () => {
  const strangers = [
    ['HTTP', textHex('GET / HTTP/1.1\r\nHost: smsc.example\r\n\r\n')],
    ['TLS', '16030100c5010000c10303'],
    ['SSH', textHex('SSH-2.0-scanner_1.0\r\n')],
  ] as const
  for (const [protocol, hex] of strangers) {
    it(`a server meets ${protocol}`, async () => {
      const world = await ServerWorld.start()
      const peer = await world.connect()
      peer.sendOctets(octetsOf(hex))
      await peer.waitForEnd()
      assert.deepEqual(peer.frames, [], 'a stranger is told nothing')
      assert.deepEqual(world.ends, [{ code: 'framing_broken', reason: `the peer speaks ${protocol}, not SMPP` }])
    })
  }

  it('a client meets an HTTP server on the port', async () => {
    const world = await ClientWorld.start()
    world.smsc.next('bind_transceiver', { octets: octetsOf(textHex('HTTP/1.1 400 Bad Request\r\n\r\n')) })
    world.client.start()
    await world.clock.settle()
    const { state } = world.client
    assert.ok(state.kind === 'waiting')
    assert.equal(state.reason, 'the peer speaks HTTP, not SMPP')
    await world.client.close()
  })

  it('a length of 3 GB takes no memory', () => {
    const framer = new Framer({ maxOctets: 65_536 })
    assert.equal(framer.push(octetsOf('c0ffee00 00000004')).error?.problem, 'command_length_too_large')
    assert.equal(framer.heldOctets, 0)
  })
})

describe('quirk 2: a command_length of 0 to 15, or over the limit, gets generic_nack ESME_RINVCMDLEN and ends the session', () => {
  for (const length of ['00000000', '0000000f', '00010001', '7fffffff', 'ffffffff']) {
    it(`command_length 0x${length}`, async () => {
      const world = await ServerWorld.start()
      const peer = await world.bound()
      peer.sendOctets(octetsOf(`${length} 00000015 00000000 00000009`))
      await peer.waitForEnd()
      assert.deepEqual(
        peer.received.map(({ command, commandStatus }) => [command, commandStatus]),
        [['generic_nack', Status.ESME_RINVCMDLEN]],
      )
      assert.equal(world.ends[0]?.code, 'framing_broken')
      assert.match(world.ends[0]?.reason ?? '', /^command_length \d+ is not within 16 to 65536 octets$/)
    })
  }

  it('a TLV that claims 28784 octets spoils its PDU only', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bound()
    const rest = `0424 7070 ${'41'.repeat(252)}`
    peer.sendOctets(wirePdu(ID.submitSm, messageHead() + messageText('hi') + rest))
    peer.sendOctets(wirePdu(ID.submitSm, messageHead() + messageText('hi'), 0, 8))
    await peer.waitFor('submit_sm_resp', 2)
    assert.deepEqual(
      peer.received.map(({ commandStatus, sequenceNumber }) => [sequenceNumber, commandStatus]),
      [
        [7, Status.ESME_RINVTLVSTREAM],
        [8, 0],
      ],
    )
    await world.close()
  })
})

test('quirk 3: sequence numbers 0, 0x80000000 and above are echoed as unsigned 32-bit numbers', async () => {
  const numbers = [0, 0x7fffffff, 0x80000000, 0x9f88f124, 2238072164, 0xffffffff]
  const world = await ClientWorld.bound({ onRequest: () => 0 })
  const answers = []
  for (const number of numbers) answers.push(await world.smsc.deliver({ destinationAddr: '1' }, number))
  assert.deepEqual(
    answers.map(({ command, sequenceNumber }) => [command, sequenceNumber]),
    numbers.map((number) => ['deliver_sm_resp', number]),
  )
  const frame = world.smsc.connections[0]?.frames.at(-1) ?? new Uint8Array()
  assert.equal(Buffer.from(frame.subarray(12, 16)).toString('hex'), 'ffffffff')
  await world.client.close()
})

describe('quirk 4: PDUs come several to a segment, and split anywhere', () => {
  const first = wirePdu(ID.enquireLink, '', 0, 1)
  const second = wirePdu(ID.submitSm, messageHead() + messageText('split'), 0, 2)
  const third = wirePdu(ID.enquireLink, '', 0, 3)
  const all = Uint8Array.from([...first, ...second, ...third])

  it('in the framer: every place to cut gives the same frames', () => {
    for (let cut = 0; cut <= all.length; cut++) {
      const framer = new Framer()
      const frames = [all.subarray(0, cut), all.subarray(cut)].flatMap((chunk) => framer.push(chunk).frames)
      assert.deepEqual(frames.map(Buffer.from), [first, second, third].map(Buffer.from), `cut at ${cut}`)
      assert.equal(framer.heldOctets, 0)
    }
  })

  it('in a session: one segment, then octet by octet', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bound()
    peer.sendOctets(all)
    for (const octet of all) peer.sendOctets(Uint8Array.of(octet))
    await peer.waitFor('enquire_link_resp', 4)
    assert.equal(peer.all('submit_sm_resp').length, 2)
    assert.deepEqual(
      world.requests.map((request) => request.command === 'submit_sm' && latin1(request.shortMessage)),
      ['split', 'split'],
    )
    await world.close()
  })
})

describe('quirk 5: commands nobody knows are nacked, responses nobody knows are ignored, and the session lives', () => {
  it('requests', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bound()
    for (const [at, id] of [0x0000000a, 0x00000110, 0x00010200, 0x7fffffff].entries()) {
      peer.sendOctets(wirePdu(id, 'c0ffee', 0, 20 + at))
    }
    peer.sendOctets(wirePdu(ID.enquireLink, '', 0, 30))
    await peer.waitFor('enquire_link_resp')
    assert.deepEqual(
      peer.received.map(({ command, commandStatus, sequenceNumber }) => [command, commandStatus, sequenceNumber]),
      [
        ...[20, 21, 22, 23].map((number) => ['generic_nack', Status.ESME_RINVCMDID, number]),
        ['enquire_link_resp', 0, 30],
      ],
    )
    await world.close()
  })

  it('responses', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bound()
    for (const id of [0x8000000a, 0x80000110, 0x80010200, 0xffffffff]) peer.sendOctets(wirePdu(id, 'c0ffee'))
    peer.sendOctets(wirePdu(ID.enquireLink))
    await peer.waitFor('enquire_link_resp')
    assert.equal(peer.received.length, 1)
    const [session] = world.server.sessions
    assert.equal(session?.counters.unknownResponses, 4)
    await world.close()
  })
})

test('quirk 6: the same sequence number is under way in both directions at once', async () => {
  let release = (): void => undefined
  const world = await ClientWorld.bound({
    onRequest: () =>
      new Promise<number>((resolve) => {
        release = () => resolve(0)
      }),
  })
  world.smsc.next('submit_sm', 'silence')
  const sent = world.client.submitSm(message)
  await world.clock.settle()
  const number = world.smsc.all('submit_sm')[0]?.sequenceNumber ?? 0
  const answer = world.smsc.deliver({ destinationAddr: '60777' }, number)
  await world.clock.settle()
  world.smsc.connections[0]?.send({ command: 'submit_sm_resp', sequenceNumber: number, messageId: 'both' })
  const outcome = await sent
  assert.ok(outcome.kind === 'answered')
  assert.equal(outcome.response.messageId, 'both')
  release()
  await world.clock.settle()
  // The scripted SMSC waits for any answer under that number, and the only one it gets is to its deliver_sm.
  assert.deepEqual([(await answer).command, (await answer).sequenceNumber], ['deliver_sm_resp', number])
  await world.client.close()
})

describe('quirk 7: responses that nobody waits for are counted and dropped', () => {
  it('late, duplicate and invented ones', async () => {
    const late: number[] = []
    const world = await ClientWorld.bound({
      timers: { responseTimeoutMs: 5_000 },
      onLateResponse: (response, request) => {
        assert.equal(request.sequenceNumber, response.sequenceNumber)
        late.push(response.sequenceNumber)
      },
    })
    world.smsc.next('submit_sm', { afterMs: 6_000, times: 2 }, { times: 2 }, { sequenceNumber: 4_711 })
    const outcomes = Promise.all([1, 2, 3].map(() => world.client.submitSm(message)))
    await world.clock.advance(10_000)
    assert.deepEqual(
      (await outcomes).map((outcome) => outcome.kind),
      ['expired', 'answered', 'expired'],
    )
    const { counters, state } = world.client.session ?? assert.fail('the session is gone')
    assert.deepEqual([late.length, counters.lateResponses, counters.unknownResponses], [1, 1, 3])
    assert.equal(state, 'BOUND_TRX')
    await world.client.close()
  })

  it('the late one can still be read: it carries the message id', () => {
    const late = readPdu('submit_sm_resp', wirePdu(ID.submitSmResp, `${textHex('late-1')}00`))
    assert.equal(late.messageId, 'late-1')
  })
})
