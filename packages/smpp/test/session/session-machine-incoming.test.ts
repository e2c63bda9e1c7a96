import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Status } from '../../src/index.ts'
import { MachineHarness, submit } from './machine-harness.ts'

describe('what comes to a SessionMachine as an ESME', () => {
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
})
