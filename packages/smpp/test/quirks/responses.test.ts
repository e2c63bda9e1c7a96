// QUIRKS 8 to 17: answers with too much, too little or something else than the specification has.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { encodePdu, Status, statusInfo, statusName, VENDOR_STATUS_EXAMPLES } from '../../src/index.ts'
import { ClientWorld } from '../client/client-world.ts'
import { ServerWorld } from './server-world.ts'
import { ID, octetsOf, readPdu, textHex, tlv, wirePdu } from './wire.ts'

const message = { destinationAddr: '447700900123' }

/** How a submit_sm ends that is answered with this body and status. */
async function answeredWith(body: string, status: number) {
  const world = await ClientWorld.bound()
  world.smsc.next('submit_sm', (pdu) => ({ octets: wirePdu(ID.submitSmResp, body, status, pdu.sequenceNumber) }))
  const outcome = await world.client.submitSm(message)
  assert.equal(world.client.state.kind, 'bound')
  await world.client.close()
  return outcome
}

describe('quirk 8: submit_sm_resp with an error status and a full body, with no body, with a single NUL', () => {
  const bodies = [
    ['a full body', `${textHex('9f3a01')}00`],
    ['no body', ''],
    ['a single NUL', '00'],
    ['a body without its NUL', textHex('9f3a01')],
    ['a body and broken TLVs', `00 ${textHex('rubbish')}`],
  ] as const
  for (const [name, body] of bodies) {
    it(`an error with ${name} is a refusal with that status`, async () => {
      assert.equal(readPdu('submit_sm_resp', wirePdu(ID.submitSmResp, body, 0x0b)).commandStatus, 0x0b)
      const outcome = await answeredWith(body, Status.ESME_RINVDSTADR)
      assert.ok(outcome.kind === 'refused')
      assert.equal(outcome.status, 0x0b)
    })
  }

  for (const [name, body] of bodies.slice(1, 4)) {
    it(`ESME_ROK with ${name} is an answer all the same`, async () => {
      const outcome = await answeredWith(body, 0)
      assert.ok(outcome.kind === 'answered')
      assert.equal(outcome.response.messageId, '')
    })
  }

  it('we send no body with an error ourselves, as 3.4 section 4.4.2 has it', () => {
    const octets = encodePdu({ command: 'submit_sm_resp', commandStatus: 0x0b, sequenceNumber: 7, messageId: 'x' })
    assert.deepEqual(Buffer.from(octets), Buffer.from(octetsOf('00000010 80000004 0000000b 00000007')))
  })
})

describe('quirk 9: bind_resp with an error and a system_id, or with a broken TLV: the status counts, the rest is ignored', () => {
  const bodies = [
    ['a system_id', `${textHex('smsc')}00`],
    ['tag and length in the wrong order', `${textHex('smsc')}00 0010 0200 01 34`],
    ['a TLV of 65 octets that has 5', `${textHex('smsc')}00 0210 0041 3400000000`],
    ['no body', ''],
    ['no NUL', textHex('smsc')],
  ] as const
  for (const [name, body] of bodies) {
    it(`refused, with ${name}`, async () => {
      const world = await ClientWorld.start()
      world.smsc.next('bind_transceiver', (pdu) => ({
        octets: wirePdu(ID.bindTransceiverResp, body, Status.ESME_RINVPASWD, pdu.sequenceNumber),
      }))
      world.client.start()
      await world.clock.settle()
      const { state } = world.client
      assert.ok(state.kind === 'waiting')
      assert.deepEqual([state.status, state.cause], [Status.ESME_RINVPASWD, 'bad_credentials'])
      await world.client.close()
    })

    it(`accepted, with ${name}`, async () => {
      const world = await ClientWorld.start()
      world.smsc.next('bind_transceiver', (pdu) => ({
        octets: wirePdu(ID.bindTransceiverResp, body, 0, pdu.sequenceNumber),
      }))
      world.client.start()
      await world.clock.settle()
      assert.equal(world.client.state.kind, 'bound')
      assert.equal((await world.client.submitSm(message)).kind, 'answered')
      await world.client.close()
    })
  }
})

describe('quirk 10: deliver_sm_resp with a filled message_id, and without any body', () => {
  for (const [name, body] of [
    ['a filled message_id', `${textHex('not-null')}00`],
    ['no body', ''],
    ['the NUL of the specification', '00'],
  ] as const) {
    it(`a server takes ${name}`, async () => {
      const world = await ServerWorld.start()
      const peer = await world.bound()
      const [session] = world.server.sessions
      const delivered = session?.request({ command: 'deliver_sm', destinationAddr: '60777' })
      const { sequenceNumber } = await peer.waitFor('deliver_sm')
      peer.sendOctets(wirePdu(ID.deliverSmResp, body, 0, sequenceNumber))
      assert.equal((await delivered)?.kind, 'answered')
      await world.close()
    })
  }

  it('ours has an empty message_id: 17 octets', async () => {
    const world = await ClientWorld.bound({ onRequest: () => 0 })
    await world.smsc.deliver({ destinationAddr: '1' }, 9)
    const frame = world.smsc.connections[0]?.frames.at(-1) ?? new Uint8Array()
    assert.deepEqual(Buffer.from(frame), Buffer.from(octetsOf('00000011 80000005 00000000 00000009 00')))
    await world.client.close()
  })
})

describe('quirk 11: enquire_link_resp has exactly 16 octets when we send it, and may have more when we read it', () => {
  it('sent', async () => {
    const world = await ServerWorld.start()
    const peer = await world.bound()
    peer.sendOctets(wirePdu(ID.enquireLink, '', 0, 5))
    await peer.waitFor('enquire_link_resp')
    assert.deepEqual(peer.frames.map(Buffer.from), [Buffer.from(octetsOf('00000010 80000015 00000000 00000005'))])
    await world.close()
  })

  it('read', async () => {
    const world = await ClientWorld.bound()
    world.smsc.always('enquire_link', (pdu) => ({ octets: wirePdu(ID.enquireLinkResp, '00', 0, pdu.sequenceNumber) }))
    assert.equal((await world.client.enquireLink()).kind, 'answered')
    await world.clock.advance(120_000)
    assert.equal(world.client.state.kind, 'bound')
    await world.client.close()
  })
})

describe('quirk 12: TLVs in responses that 3.4 forbids are read', () => {
  const tlvs =
    tlv(0x0428, '5a') + tlv(0x001d, `${textHex('no such subscriber')}00`) + tlv(0x0204, '002a') + tlv(0x1400, '01')
  for (const [name, status] of [
    ['ESME_ROK', 0],
    ['an error', 0x0b],
  ] as const) {
    it(`beside ${name}`, () => {
      const pdu = readPdu('submit_sm_resp', wirePdu(ID.submitSmResp, `${textHex('id')}00 ${tlvs}`, status))
      assert.equal(pdu.messageId, 'id')
      assert.deepEqual(pdu.tlvs, {
        congestionState: 90,
        additionalStatusInfoText: 'no such subscriber',
        userMessageReference: 42,
        unknown: [{ tag: 0x1400, value: Uint8Array.of(1) }],
      })
    })
  }

  it('and congestion_state is not sent to a 3.4 client, where a strict one would stumble', async () => {
    const errors: string[] = []
    const world = await ServerWorld.start({
      onRequest: () => ({ messageId: 'x', tlvs: { congestionState: 90 } }),
      onError: (error) => errors.push(String(error)),
    })
    const peer = await world.bound(0x34)
    peer.send({ command: 'submit_sm', sequenceNumber: 3, ...message })
    assert.equal((await peer.waitFor('submit_sm_resp')).tlvs.congestionState, undefined)
    assert.match(errors[0] ?? '', /congestionState is sent in version 3\.4; allowed: 5\.0/)
    const newer = await world.bound(0x50)
    newer.send({ command: 'submit_sm', sequenceNumber: 3, ...message })
    await newer.waitFor('submit_sm_resp')
    await world.close()
  })
})

describe('quirk 13: vendor and reserved statuses keep their number', () => {
  for (const status of [0x16, 0x22, 0x4a, 0x4e, 0x94, 0x9f, 0x400, 0x42e, 0x4a1, 0x8000_0001, 0xffff_ffff]) {
    it(`0x${status.toString(16)}`, async () => {
      const outcome = await answeredWith('', status)
      assert.ok(outcome.kind === 'refused')
      assert.equal(outcome.status, status)
      assert.notEqual(statusName(status), '')
      assert.equal(statusInfo(status).code, status)
    })
  }

  it('and can be answered with', () => {
    const octets = encodePdu({ command: 'deliver_sm_resp', commandStatus: 0x42e, sequenceNumber: 1 })
    assert.equal(readPdu('deliver_sm_resp', octets).commandStatus, 0x42e)
  })
})

describe('quirk 14: the same status number has other meanings elsewhere: the number is the outcome, its meaning a hint', () => {
  it('what vendors say of a number can be looked up; a reserved number is never taken for temporary', () => {
    for (const code of [0x0c, 0x22, 0x67, 0xff]) {
      assert.ok(
        VENDOR_STATUS_EXAMPLES.some((example) => example.code === code),
        `0x${code.toString(16)}`,
      )
    }
    const { origin, class: kind, meaning } = statusInfo(0x22)
    assert.deepEqual([origin, kind], ['legacy', 'permanent'])
    assert.match(meaning, /network not covered/)
  })

  it('a standard number with another meaning comes through as it is, so that a policy for the link can read it', async () => {
    const outcome = await answeredWith('00', Status.ESME_RINVMSGID)
    assert.ok(outcome.kind === 'refused')
    assert.equal(outcome.status, 0x0c)
  })
})

describe('quirk 15: a window exceeded is answered with ESME_RSUBMITFAIL, ESME_RMSGQFUL or ESME_RTHROTTLED', () => {
  it('the window is kept, whatever is asked of the client, so that it does not come to it', async () => {
    const world = await ClientWorld.bound({ windowSize: 3 })
    let unanswered = 0
    let most = 0
    world.smsc.always('submit_sm', () => {
      most = Math.max(most, ++unanswered)
      world.clock.after(9, () => unanswered--)
      return { afterMs: 10 }
    })
    const outcomes = Promise.all(Array.from({ length: 20 }, () => world.client.submitSm(message)))
    await world.clock.advance(1_000)
    assert.ok((await outcomes).every((outcome) => outcome.kind === 'answered'))
    assert.equal(most, 3)
    await world.client.close()
  })

  for (const name of ['ESME_RSUBMITFAIL', 'ESME_RMSGQFUL', 'ESME_RTHROTTLED'] as const) {
    it(`${name} gives the slot back, and a smaller window and a pace apply in place`, async () => {
      const world = await ClientWorld.bound({ windowSize: 2 })
      world.smsc.next('submit_sm', { status: name })
      const outcome = await world.client.submitSm(message)
      assert.ok(outcome.kind === 'refused' && outcome.status === Status[name])
      assert.equal(world.client.window?.inFlight, 0)
      world.client.updateWindow(1)
      world.client.updatePace({ perSecond: 5 })
      assert.equal((await world.client.submitSm(message)).kind, 'answered')
      assert.deepEqual(world.story, ['connecting', 'binding', 'bound'])
      await world.client.close()
    })
  }

  it('of these, full queue and throttling are marked for another try (resending is done in packages/manager, src/lanes)', () => {
    assert.deepEqual(
      [statusInfo(0x45), statusInfo(0x14), statusInfo(0x58)].map((info) => info.class),
      ['permanent', 'temporary', 'throttle'],
    )
  })
})

test('quirk 16: a submit without a response ends by the response timer, frees its slot, and is not resent by itself', async () => {
  const world = await ClientWorld.bound({ windowSize: 1, timers: { responseTimeoutMs: 20_000 } })
  world.smsc.next('submit_sm', 'silence')
  const lost = world.client.submitSm({ destinationAddr: '1' })
  const next = world.client.submitSm({ destinationAddr: '2' })
  await world.clock.advance(19_999)
  assert.equal(world.smsc.all('submit_sm').length, 1)
  await world.clock.advance(1)
  const outcome = await lost
  assert.ok(outcome.kind === 'expired')
  assert.deepEqual([outcome.reason, outcome.waitedMs], ['no answer within 20000 ms', 20_000])
  assert.equal((await next).kind, 'answered')
  assert.deepEqual(
    world.smsc.all('submit_sm').map((pdu) => pdu.destinationAddr),
    ['1', '2'],
  )
  await world.client.close()
})

describe('quirk 17: no request expires while its answer lies in the queue of this side: responses are read first', () => {
  it('after the process was blocked for longer than the timer', async () => {
    const world = await ClientWorld.bound({ timers: { responseTimeoutMs: 5_000 } })
    world.smsc.next('submit_sm', 'silence')
    const sent = world.client.submitSm(message)
    await world.clock.settle()
    const [request] = world.smsc.all('submit_sm')
    world.clock.block(60_000)
    // The timer fires at once, and only in the turn after it is the socket read.
    await world.clock.advance(0)
    const { sequenceNumber = 0 } = request ?? {}
    world.smsc.connections[0]?.send({ command: 'submit_sm_resp', sequenceNumber, messageId: 'in time' })
    await world.clock.advance(10)
    const outcome = await sent
    assert.ok(outcome.kind === 'answered', outcome.kind)
    await world.client.close()
  })

  it('while all handlers are busy with deliver_sm', async () => {
    const world = await ClientWorld.bound({
      maxConcurrentRequests: 1,
      onRequest: () => new Promise<number>(() => undefined),
    })
    const [peer] = world.smsc.connections
    const deliveries = Array.from({ length: 50 }, (_value, at) => ({
      command: 'deliver_sm' as const,
      destinationAddr: '60777',
      sequenceNumber: 100 + at,
    }))
    world.smsc.next('submit_sm', (pdu) => {
      peer?.send(...deliveries, { command: 'submit_sm_resp', sequenceNumber: pdu.sequenceNumber, messageId: 'first' })
      return 'silence'
    })
    assert.equal((await world.client.submitSm(message)).kind, 'answered')
    assert.equal(world.client.session?.handling, 50)
    await world.client.close()
  })
})
