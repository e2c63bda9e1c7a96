import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Status } from '../../src/index.ts'
import { pendingRequest } from '../../src/session/pending-request.ts'
import { MachineHarness, submit } from './machine-harness.ts'

describe('SessionMachine as an ESME', () => {
  it('binds, sends, and reads the answer', () => {
    const world = new MachineHarness().bind()
    assert.deepEqual(world.states, ['BOUND_TRX'])
    const outcome = world.request(submit())
    const [written] = world.written()
    assert.equal(written?.command, 'submit_sm')
    assert.equal(written?.sequenceNumber, 2)
    world.nowMs += 7
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'abc' })
    const ended = outcome()
    assert.ok(ended?.kind === 'answered')
    assert.equal(ended.latencyMs, 7)
    assert.equal('messageId' in ended.response && ended.response.messageId, 'abc')
    assert.equal(world.machine.pendingCount, 0)
  })

  it('ends a request as refused on an error status and on a generic_nack', () => {
    const world = new MachineHarness().bind()
    world.request(submit())
    world.request(submit())
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, commandStatus: Status.ESME_RTHROTTLED })
    world.receive({ command: 'generic_nack', sequenceNumber: 3, commandStatus: Status.ESME_RINVCMDID })
    assert.deepEqual(
      world.outcomes.map((outcome) => outcome.kind === 'refused' && outcome.status),
      [0x58, 0x03],
    )
  })

  it('does not send before it is bound, nor what its bind does not allow', () => {
    const world = new MachineHarness()
    const early = world.request(submit())()
    assert.ok(early?.kind === 'notSent' && early.code === 'not_bound')
    world.bind('bind_receiver')
    const wrong = world.request(submit())()
    assert.ok(wrong?.kind === 'notSent' && wrong.code === 'not_allowed')
    assert.match(wrong.reason, /BOUND_TX, BOUND_TRX \(3\.4 section 2\.3\)/)
    assert.equal(world.machine.outgoingOctets, 0)
  })

  it('keeps further requests back while the window is full, and sends them in order', () => {
    const world = new MachineHarness({ windowSize: 2 }).bind()
    for (const to of ['1', '2', '3', '4']) world.request(submit(to))
    assert.deepEqual(world.written().map(destination), ['1', '2'])
    assert.deepEqual(world.machine.window, { size: 2, inFlight: 2, waiting: 2 })
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 3, messageId: 'b' })
    assert.deepEqual(world.written().map(destination), ['3'])
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'a' })
    assert.deepEqual(world.written().map(destination), ['4'])
  })

  it('turns a request away when too many wait', () => {
    const world = new MachineHarness({ windowSize: 1, maxWaiting: 1 }).bind()
    world.request(submit())
    world.request(submit())
    const third = world.request(submit())()
    assert.ok(third?.kind === 'notSent' && third.code === 'queue_full')
  })

  it('says which limit a PDU breaks, and sends nothing of it', () => {
    const world = new MachineHarness().bind()
    const outcome = world.request(submit('9'.repeat(21)))()
    assert.ok(outcome?.kind === 'notSent' && outcome.code === 'invalid')
    assert.equal(outcome.violation?.field, 'destination_addr')
    assert.equal(world.machine.outgoingOctets, 0)
    assert.equal(world.machine.pendingCount, 0)
  })

  it('ends a request as expired when the answer is late, and reports the late answer', () => {
    const world = new MachineHarness({ timers: { enquireLinkIntervalMs: 0 } }).bind()
    const outcome = world.request(submit('1'))
    world.advance(59_999)
    assert.equal(outcome(), undefined)
    world.advance(1)
    const ended = outcome()
    assert.ok(ended?.kind === 'expired' && ended.waitedMs === 60_000)
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'late' })
    assert.equal(world.late.length, 1)
    assert.deepEqual(world.late[0]?.request.pdu, submit('1'))
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'late' })
    assert.equal(world.machine.counters.unknownResponses, 1)
    assert.equal(world.machine.counters.lateResponses, 1)
  })

  it('frees the window when a request expires', () => {
    const world = new MachineHarness({ windowSize: 1, timers: { enquireLinkIntervalMs: 0 } }).bind()
    world.request(submit('1'))
    world.request(submit('2'))
    assert.deepEqual(world.written().map(destination), ['1'])
    world.advance(60_000)
    assert.deepEqual(world.written().map(destination), ['2'])
  })

  it('reads what came during a blocked turn before any timer runs out', () => {
    const world = new MachineHarness({ timers: { responseTimeoutMs: 1_000, enquireLinkIntervalMs: 0 } }).bind()
    const outcome = world.request(submit())
    world.nowMs += 5_000
    world.machine.tick(world.nowMs)
    assert.equal(outcome(), undefined, 'the tick came late: it is put off by a turn')
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'here' })
    assert.equal(outcome()?.kind, 'answered')
  })

  it('splits what is under way when the link is lost: handed over is uncertain, the rest was not sent', () => {
    const world = new MachineHarness({ windowSize: 3 }).bind()
    const handed = world.request(submit('1'))
    world.written()
    const buffered = world.request(submit('2'))
    const answered = world.request(submit('3'))
    const waiting = world.request(submit('4'))
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 4, messageId: 'early' })
    world.lose()
    assert.equal(handed()?.kind, 'uncertain')
    assert.equal(answered()?.kind, 'answered')
    for (const outcome of [buffered(), waiting()])
      assert.ok(outcome?.kind === 'notSent' && outcome.code === 'link_lost')
    assert.equal(world.machine.pendingCount, 0)
    assert.equal(world.machine.state, 'CLOSED')
    const after = world.request(submit())()
    assert.ok(after?.kind === 'notSent' && after.code === 'closing')
  })

  it('gives a request up: unsent ones leave the line, sent ones keep their place in the window', () => {
    const world = new MachineHarness({ windowSize: 1 }).bind()
    const ended: string[] = []
    const give = (to: string) => {
      const request = { ...pending(to, (kind) => ended.push(`${to} ${kind}`)) }
      world.machine.request(request, world.nowMs)
      return request
    }
    const sent = give('1')
    const unsent = give('2')
    world.machine.abandon(unsent, 'enough')
    world.machine.abandon(sent, 'enough')
    assert.deepEqual(ended, ['2 notSent', '1 uncertain'])
    assert.equal(world.machine.window.inFlight, 1)
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'x' })
    assert.equal(world.machine.window.inFlight, 0)
    assert.equal(world.late.length, 1)
  })

  it('paces requests', () => {
    const world = new MachineHarness({ windowSize: 100, pace: { perSecond: 10, burst: 2 } }).bind()
    world.written()
    for (let at = 0; at < 6; at++) world.request(submit(String(at)))
    assert.equal(world.written().length, 2)
    world.advance(99)
    assert.equal(world.written().length, 0)
    world.advance(1)
    assert.equal(world.written().length, 1)
    world.advance(300)
    assert.equal(world.written().length, 3)
  })

  it('is not stopped by a callback that throws: the error is thrown later', (context) => {
    const world = new MachineHarness().bind()
    const later: (() => void)[] = []
    context.mock.method(globalThis, 'queueMicrotask', (run: () => void) => later.push(run))
    world.machine.request(
      pendingRequest(submit(), true, () => {
        throw new Error('a bug of the caller')
      }),
      0,
    )
    const other = world.request(submit())
    world.lose()
    assert.equal(other()?.kind, 'notSent')
    assert.throws(() => later[0]?.(), /a bug of the caller/)
  })

  it('changes window and pace in place', () => {
    const world = new MachineHarness({ windowSize: 1 }).bind()
    for (let at = 0; at < 5; at++) world.request(submit(String(at)))
    assert.equal(world.written().length, 1)
    world.machine.updateWindow(3, world.nowMs)
    assert.equal(world.written().length, 2)
    world.machine.updatePace({ perSecond: 1 }, world.nowMs)
    world.machine.updateWindow(10, world.nowMs)
    assert.equal(world.written().length, 1)
    world.advance(1_000)
    assert.equal(world.written().length, 1)
  })

  it('never reuses a number that is still waited for, across the wrap', () => {
    const world = new MachineHarness({ windowSize: 4, firstSequenceNumber: 0x7fff_fffe }).bind()
    world.request(submit('1'))
    world.request(submit('2'))
    world.request(submit('3'))
    assert.deepEqual(
      world.written().map((pdu) => pdu.sequenceNumber),
      [0x7fff_ffff, 1, 2],
    )
  })

  it('answers deliver_sm with what the handler says, under any number', () => {
    const world = new MachineHarness().bind()
    for (const sequenceNumber of [0, 0x8000_0000, 0xffff_ffff]) {
      world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber })
    }
    for (const request of world.requested) world.machine.answer(request, 0)
    assert.deepEqual(
      world.written().map((pdu) => [pdu.command, pdu.sequenceNumber]),
      [
        ['deliver_sm_resp', 0],
        ['deliver_sm_resp', 0x8000_0000],
        ['deliver_sm_resp', 0xffff_ffff],
      ],
    )
  })

  it('tells the two directions apart where both use the same number', () => {
    const world = new MachineHarness().bind()
    const outcome = world.request(submit())
    world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: 2 })
    assert.equal(outcome(), undefined)
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'a' })
    assert.equal(outcome()?.kind, 'answered')
    assert.equal(world.requested.length, 1)
  })

  it('keeps what the peer tells of its congestion', () => {
    const world = new MachineHarness().bind()
    assert.equal(world.machine.congestionState, undefined)
    for (const [at, congestionState] of [40, undefined, 85].entries()) {
      world.request(submit())
      const tlvs = congestionState === undefined ? {} : { congestionState }
      world.receive({ command: 'submit_sm_resp', sequenceNumber: at + 2, messageId: 'a', tlvs })
      assert.equal(world.machine.congestionState, congestionState ?? 40)
    }
  })

  it('drops a response of another command, and one that nobody waits for', () => {
    const world = new MachineHarness().bind()
    const outcome = world.request(submit())
    world.written()
    world.receive({ command: 'query_sm_resp', sequenceNumber: 2, messageId: 'a' })
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 99, messageId: 'a' })
    assert.equal(outcome(), undefined)
    assert.equal(world.machine.counters.unknownResponses, 2)
    assert.equal(world.machine.outgoingOctets, 0, 'a response is never answered')
  })

  it('answers enquire_link in every state', () => {
    const world = new MachineHarness()
    world.receive({ command: 'enquire_link', sequenceNumber: 9 })
    assert.deepEqual(
      world.written().map((pdu) => [pdu.command, pdu.sequenceNumber]),
      [['enquire_link_resp', 9]],
    )
  })

  it('answers an unknown request with generic_nack, and an unknown response with nothing', () => {
    const world = new MachineHarness().bind()
    world.receive({
      command: 'unknown',
      commandId: 0x110,
      commandStatus: 0,
      sequenceNumber: 5,
      body: new Uint8Array(3),
    })
    world.receive({
      command: 'unknown',
      commandId: 0x8000_0110,
      commandStatus: 0,
      sequenceNumber: 5,
      body: new Uint8Array(0),
    })
    const written = world.written()
    assert.equal(written.length, 1)
    assert.deepEqual(
      [written[0]?.command, written[0]?.commandStatus, written[0]?.sequenceNumber],
      ['generic_nack', 3, 5],
    )
    assert.equal(world.endCode, undefined)
  })

  it('answers a body it cannot read for that PDU only', () => {
    const world = new MachineHarness().bind()
    // deliver_sm whose sm_length says 16 with 2 octets left.
    const broken = Buffer.from('0000002300000005000000000000000700000031000000320000000000000000001061', 'hex')
    world.machine.received(broken, world.nowMs)
    const [answer] = world.written()
    assert.deepEqual([answer?.command, answer?.commandStatus, answer?.sequenceNumber], ['deliver_sm_resp', 1, 7])
    world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: 8 })
    assert.equal(world.requested.length, 1)
    assert.equal(world.machine.counters.unreadablePdus, 1)
  })

  it('takes a response whose body cannot be read by its header', () => {
    const world = new MachineHarness().bind()
    const outcome = world.request(submit())
    // submit_sm_resp with a message_id that has no NUL.
    world.machine.received(Buffer.from('00000013800000040000000000000002616263', 'hex'), world.nowMs)
    const ended = outcome()
    assert.ok(ended?.kind === 'answered')
    assert.equal('messageId' in ended.response && ended.response.messageId, '')
  })

  it('refuses what the message centre may not send in this state', () => {
    const world = new MachineHarness().bind('bind_transmitter')
    world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: 8 })
    const [answer] = world.written()
    assert.deepEqual([answer?.command, answer?.commandStatus], ['deliver_sm_resp', Status.ESME_RINVBNDSTS])
    assert.equal(world.machine.counters.misplacedRequests, 1)
    assert.equal(world.endCode, undefined)
  })

  it('asks for a sign of life after silence only, ahead of a full window', () => {
    const world = new MachineHarness({ windowSize: 1, timers: { responseTimeoutMs: 0 } }).bind()
    world.request(submit('1'))
    world.request(submit('2'))
    world.written()
    world.advance(29_999)
    assert.deepEqual(world.written(), [])
    world.advance(1)
    assert.deepEqual(
      world.written().map((pdu) => pdu.command),
      ['enquire_link'],
    )
    world.receive({ command: 'enquire_link_resp', sequenceNumber: 3 })
    world.advance(20_000)
    world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: 1 })
    world.advance(29_999)
    assert.deepEqual(world.written(), [], 'the deliver_sm was a sign of life')
    world.advance(1)
    assert.deepEqual(
      world.written().map((pdu) => pdu.command),
      ['enquire_link'],
    )
  })

  it('gives the link up when enquire_link is not answered: within 45 s', () => {
    const world = new MachineHarness().bind()
    world.advance(44_999)
    assert.equal(world.endCode, undefined)
    world.advance(1)
    assert.equal(world.endCode, 'enquire_link_timeout')
  })

  it('takes any PDU after enquire_link for a sign of life', () => {
    const world = new MachineHarness().bind()
    world.advance(30_000)
    world.receive({ command: 'deliver_sm', destinationAddr: '1', sequenceNumber: 1 })
    world.advance(20_000)
    assert.equal(world.endCode, undefined)
  })

  it('is not fooled by single octets', () => {
    const world = new MachineHarness().bind()
    for (let at = 0; at < 45; at++) {
      world.machine.received(Uint8Array.of(0), world.nowMs)
      if (at === 3) break
      world.advance(1_000)
    }
    world.advance(45_000)
    assert.ok(world.end !== undefined)
  })

  it('closes a session that is not bound in time', () => {
    const world = new MachineHarness()
    world.machine.bind({ command: 'bind_transceiver', systemId: 'me' }, 0, () => undefined)
    world.advance(9_999)
    assert.equal(world.endCode, undefined)
    world.advance(1)
    assert.equal(world.endCode, 'session_init_timeout')
  })

  it('unbinds when nothing but enquire_link passes', () => {
    const world = new MachineHarness({ timers: { inactivityTimeoutMs: 100_000 } }).bind()
    world.written()
    for (let at = 0; at < 3; at++) {
      world.advance(30_000)
      const [ask] = world.written()
      assert.equal(ask?.command, 'enquire_link')
      world.receive({ command: 'enquire_link_resp', sequenceNumber: ask.sequenceNumber })
    }
    world.advance(10_000)
    const [unbind] = world.written()
    assert.equal(unbind?.command, 'unbind')
    world.receive({ command: 'unbind_resp', sequenceNumber: unbind.sequenceNumber })
    assert.equal(world.endCode, 'inactivity_timeout')
  })

  it('unbinds: waiting requests are not sent, answers still count, then it ends', () => {
    const world = new MachineHarness({ windowSize: 1 }).bind()
    const sent = world.request(submit('1'))
    const waiting = world.request(submit('2'))
    world.machine.unbind(world.nowMs)
    assert.equal(waiting()?.kind, 'notSent')
    const late = world.request(submit('3'))()
    assert.ok(late?.kind === 'notSent' && late.code === 'closing')
    assert.deepEqual(
      world.written().map((pdu) => pdu.command),
      ['submit_sm', 'unbind'],
    )
    world.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'a' })
    assert.equal(sent()?.kind, 'answered')
    world.receive({ command: 'unbind_resp', sequenceNumber: 3 })
    assert.deepEqual(world.states, ['BOUND_TRX', 'UNBOUND'])
    assert.equal(world.endCode, 'closed_here')
  })

  it('ends soon when unbind is not answered', () => {
    const world = new MachineHarness().bind()
    world.machine.unbind(world.nowMs)
    world.advance(1_999)
    assert.equal(world.endCode, undefined)
    world.advance(1)
    assert.equal(world.endCode, 'closed_here')
  })

  it('answers unbind, and waits a moment for answers that are still on their way', () => {
    const idle = new MachineHarness().bind()
    idle.receive({ command: 'unbind', sequenceNumber: 4 })
    assert.deepEqual(
      idle.written().map((pdu) => pdu.command),
      ['unbind_resp'],
    )
    assert.equal(idle.endCode, 'unbound_by_peer')

    const busy = new MachineHarness({ windowSize: 1 }).bind()
    const sent = busy.request(submit('1'))
    const waiting = busy.request(submit('2'))
    busy.receive({ command: 'unbind', sequenceNumber: 4 })
    assert.equal(waiting()?.kind, 'notSent')
    assert.equal(busy.endCode, undefined)
    busy.receive({ command: 'submit_sm_resp', sequenceNumber: 2, messageId: 'a' })
    assert.equal(sent()?.kind, 'answered')
    assert.equal(busy.endCode, 'unbound_by_peer')
  })

  it('ends on broken framing, says why, and nacks only what may be SMPP', () => {
    const short = new MachineHarness().bind()
    short.written()
    short.machine.received(Buffer.from('0000000f800000040000000000000002', 'hex'), 0)
    assert.equal(short.endCode, 'framing_broken')
    const [nack] = short.written()
    assert.deepEqual([nack?.command, nack?.commandStatus], ['generic_nack', Status.ESME_RINVCMDLEN])

    const http = new MachineHarness()
    http.machine.received(Buffer.from('HTTP/1.1 400 Bad Request\r\n'), 0)
    assert.equal(http.endCode, 'framing_broken')
    assert.match(http.end?.reason ?? '', /HTTP/)
    assert.equal(http.machine.outgoingOctets, 0)
  })

  it('takes the lower of both versions, and keeps its limits', () => {
    const world = new MachineHarness()
    world.machine.bind({ command: 'bind_transceiver', systemId: 'me', interfaceVersion: 0x50 }, 0, () => undefined)
    world.receive({
      command: 'bind_transceiver_resp',
      sequenceNumber: 1,
      systemId: 's',
      tlvs: { scInterfaceVersion: 0x34 },
    })
    assert.equal(world.machine.version, '3.4')
    const outcome = world.request({
      command: 'broadcast_sm',
      messageId: '',
      tlvs: { broadcastRepNum: 1 },
    })()
    assert.ok(outcome?.kind === 'notSent' && outcome.code === 'not_allowed')
  })

  it('is bound although the bind response has no body or an odd one', () => {
    for (const hex of ['00000010800000090000000000000001', '0000001180000009000000000000000100']) {
      const world = new MachineHarness()
      world.machine.bind({ command: 'bind_transceiver', systemId: 'me' }, 0, () => undefined)
      world.machine.received(Buffer.from(hex, 'hex'), 0)
      assert.equal(world.machine.state, 'BOUND_TRX', hex)
    }
  })
})

function destination(pdu: object): unknown {
  return 'destinationAddr' in pdu ? pdu.destinationAddr : undefined
}

function pending(destinationAddr: string, ended: (kind: string) => void) {
  return {
    pdu: submit(destinationAddr),
    watched: true,
    settle: (outcome: { readonly kind: string }) => ended(outcome.kind),
    sequenceNumber: 0,
    sentAtMs: 0,
    batch: 0,
    previous: undefined,
    next: undefined,
  }
}
