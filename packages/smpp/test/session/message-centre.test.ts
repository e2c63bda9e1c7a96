import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Status } from '../../src/index.ts'
import { MachineHarness } from './machine-harness.ts'

describe('SessionMachine as a message centre', () => {
  const bind = { command: 'bind_transceiver', systemId: 'me', password: 'secret', sequenceNumber: 1 } as const

  it('judges a bind once, and tells its version', () => {
    const world = new MachineHarness({ role: 'mc' })
    world.receive(bind)
    assert.equal(world.binds.length, 1)
    world.receive({ ...bind, sequenceNumber: 2 })
    assert.equal(world.written()[0]?.commandStatus, Status.ESME_RALYBND)
    world.machine.acceptBind({ systemId: 'smsc' }, 0)
    const [answer] = world.written()
    assert.ok(answer?.command === 'bind_transceiver_resp')
    assert.equal(answer.tlvs.scInterfaceVersion, 0x34)
    assert.equal(world.machine.state, 'BOUND_TRX')
    world.receive({ ...bind, sequenceNumber: 3 })
    assert.equal(world.written()[0]?.commandStatus, Status.ESME_RALYBND)
  })

  it('tells a 3.3 client no version', () => {
    const world = new MachineHarness({ role: 'mc' })
    world.receive({ ...bind, command: 'bind_transmitter', interfaceVersion: 0x33 })
    world.machine.acceptBind({ systemId: 'smsc' }, 0)
    const [answer] = world.written()
    assert.ok(answer?.command === 'bind_transmitter_resp')
    assert.equal(answer.tlvs.scInterfaceVersion, undefined)
    assert.equal(world.machine.version, '3.3')
  })

  it('refuses a bind and closes', () => {
    const world = new MachineHarness({ role: 'mc' })
    world.receive(bind)
    world.machine.refuseBind(Status.ESME_RINVPASWD, 0)
    const [answer] = world.written()
    assert.deepEqual([answer?.command, answer?.commandStatus], ['bind_transceiver_resp', 0x0e])
    assert.equal(world.endCode, 'bind_refused')
    assert.equal(world.machine.state, 'OPEN')
  })

  it('refuses requests before the bind with ESME_RINVBNDSTS', () => {
    const world = new MachineHarness({ role: 'mc' })
    world.receive({ command: 'submit_sm', destinationAddr: '1', sequenceNumber: 1 })
    const [answer] = world.written()
    assert.deepEqual([answer?.command, answer?.commandStatus], ['submit_sm_resp', Status.ESME_RINVBNDSTS])
  })

  it('calls an ESME with outbind, and takes its bind', () => {
    const world = new MachineHarness({ role: 'mc' })
    assert.equal(world.machine.notify({ command: 'outbind', systemId: 'smsc' }, 0), undefined)
    assert.deepEqual(world.states, ['OUTBOUND'])
    world.receive({ ...bind, command: 'bind_receiver' })
    world.machine.acceptBind({ systemId: 'smsc' }, 0)
    assert.equal(world.machine.state, 'BOUND_RX')
    assert.equal(world.machine.notify({ command: 'alert_notification', sourceAddr: '1', esmeAddr: '2' }, 0), undefined)
  })
})
