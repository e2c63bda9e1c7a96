import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS, type CommandSpec, mayReceive, type StateName } from '../../src/index.ts'
import { isTaken, traitsOf } from '../../src/session/command-traits.ts'
import { stateBit } from '../../src/session/state-matrix.ts'

const states: readonly StateName[] = ['OPEN', 'OUTBOUND', 'BOUND_TX', 'BOUND_RX', 'BOUND_TRX', 'UNBOUND', 'CLOSED']

test('a command_id leads to its command, and is taken exactly where the state matrix takes it', () => {
  for (const spec of COMMANDS) {
    const traits = traitsOf(spec.id)
    assert.equal(traits.kind === 'response', spec.kind === 'response', spec.name)
    const requests: readonly CommandSpec[] = COMMANDS.filter((request: CommandSpec) => request.response === spec.name)
    assert.equal(traits.answers, requests[0]?.name, spec.name)
    for (const state of states) {
      assert.equal(
        isTaken(traits, true, stateBit[state]),
        mayReceive(spec.name, 'mc', state),
        `${spec.name} in ${state}`,
      )
      assert.equal(
        isTaken(traits, false, stateBit[state]),
        mayReceive(spec.name, 'esme', state),
        `${spec.name} in ${state}`,
      )
    }
  }
  assert.equal(traitsOf(0x0000_0015).kind, 'enquire_link')
  assert.equal(traitsOf(0x0000_0009).kind, 'bind')
  assert.equal(traitsOf(0x0000_0004).kind, 'other')
  assert.equal(traitsOf(0x8000_0004).answers, 'submit_sm')
})

test('a command_id of no version is unknown, however much it looks like one', () => {
  const known = new Set<number>(COMMANDS.map(({ id }) => id))
  for (let bit = 0; bit < 32; bit++) {
    for (const { id } of COMMANDS) {
      const other = (id ^ (1 << bit)) >>> 0
      if (!known.has(other)) assert.equal(traitsOf(other).kind, 'unknown', other.toString(16))
    }
  }
})
