import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Status } from '../../src/index.ts'
import { MachineHarness, submit } from './machine-harness.ts'

describe('the deadlines and the end of a SessionMachine as an ESME', () => {
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
})
