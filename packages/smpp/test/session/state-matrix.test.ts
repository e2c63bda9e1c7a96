import assert from 'node:assert/strict'
import { it } from 'node:test'
import { COMMANDS, mayReceive, maySend, negotiatedVersion, type SmppVersion, type StateName } from '../../src/index.ts'

const states: readonly StateName[] = ['OPEN', 'OUTBOUND', 'BOUND_TX', 'BOUND_RX', 'BOUND_TRX', 'UNBOUND', 'CLOSED']

/** The states in which a side may send a command, as letters: Open, oUtbound, T, R, X (transceiver), Z unbound. */
function letters(command: (typeof COMMANDS)[number]['name'], role: 'esme' | 'mc', version: SmppVersion): string {
  return states.map((state, at) => (maySend(command, role, state, version).allowed ? 'OUTRXZC'[at] : '')).join('')
}

it('says who may send what when, as the specification does', () => {
  const rows = [
    ['bind_transmitter', '3.4', 'O', ''],
    ['bind_transceiver', '5.0', 'OU', ''],
    ['outbind', '3.4', '', 'O'],
    ['unbind', '3.4', 'TRX', 'TRX'],
    ['submit_sm', '3.4', 'TX', ''],
    ['submit_sm_resp', '3.4', '', 'TX'],
    ['submit_multi', '3.4', 'TX', ''],
    ['deliver_sm', '3.4', '', 'RX'],
    ['deliver_sm_resp', '3.4', 'RX', ''],
    ['data_sm', '3.4', 'TRX', 'TRX'],
    ['data_sm', '5.0', 'TX', 'RX'],
    ['query_sm', '3.4', 'TX', ''],
    ['cancel_sm', '3.4', 'TX', ''],
    ['replace_sm', '3.4', 'TX', ''],
    ['alert_notification', '3.4', '', 'RX'],
    ['enquire_link', '3.4', 'TRX', 'TRX'],
    ['enquire_link', '5.0', 'OUTRXZ', 'OUTRXZ'],
    ['broadcast_sm', '3.4', '', ''],
    ['broadcast_sm', '5.0', 'TX', ''],
    ['bind_transceiver', '3.3', '', ''],
  ] as const
  for (const [command, version, esme, mc] of rows) {
    assert.equal(letters(command, 'esme', version), esme, `${command} ${version} esme`)
    assert.equal(letters(command, 'mc', version), mc, `${command} ${version} mc`)
  }
})

it('names state and section when it says no', () => {
  const no = maySend('submit_sm', 'esme', 'BOUND_RX', '5.0')
  assert.deepEqual(no, {
    allowed: false,
    reason: 'an ESME may not send submit_sm in state BOUND_RX, only in BOUND_TX, BOUND_TRX (5.0 section 2.4)',
  })
})

it('lets no side send anything on a closed connection', () => {
  for (const { name } of COMMANDS) {
    for (const version of ['3.4', '5.0'] as const) {
      assert.equal(/C/.test(letters(name, 'esme', version) + letters(name, 'mc', version)), false, name)
    }
  }
})

it('takes all that any version lets a peer send, and signs of life always', () => {
  for (const { name } of COMMANDS) {
    for (const role of ['esme', 'mc'] as const) {
      for (const state of states) {
        const legal = (['3.4', '5.0'] as const).some((version) => maySend(name, role, state, version).allowed)
        if (legal) assert.equal(mayReceive(name, role, state), true, `${name} from ${role} in ${state}`)
      }
    }
  }
  assert.equal(mayReceive('enquire_link', 'mc', 'OPEN'), true)
  assert.equal(mayReceive('deliver_sm', 'mc', 'BOUND_TX'), false)
  assert.equal(mayReceive('submit_sm', 'mc', 'BOUND_TRX'), false)
})

it('speaks the lower version of both', () => {
  assert.equal(negotiatedVersion(0x50, 0x34), '3.4')
  assert.equal(negotiatedVersion(0x34, 0x50), '3.4')
  assert.equal(negotiatedVersion(0x34, 0x33), '3.3')
  assert.equal(negotiatedVersion(0x50, 0x50), '5.0')
  assert.equal(negotiatedVersion(0x34, undefined), '3.4', 'centres that tell nothing use TLVs all the same')
  assert.equal(negotiatedVersion(0x00, 0x34), '3.3')
})
