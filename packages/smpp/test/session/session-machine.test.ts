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
