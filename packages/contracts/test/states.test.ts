import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FINAL_STATES, isFinal, mayFollow, PART_STATES, rollUp } from '../src/states.ts'

describe('states of a part', () => {
  it('a final state is never left', () => {
    for (const from of FINAL_STATES) for (const to of PART_STATES) assert.ok(!mayFollow(from, to), `${from} → ${to}`)
  })
  it('no state follows itself', () => {
    for (const state of PART_STATES) assert.ok(!mayFollow(state, state))
  })
  it('from every open state a final one can be reached', () => {
    for (const start of PART_STATES) {
      const seen = new Set([start])
      for (const state of seen) for (const next of PART_STATES) if (mayFollow(state, next)) seen.add(next)
      assert.ok([...seen].some(isFinal), start)
    }
  })
  it('nothing is sent without having been leased, nor after the SMSC took it', () => {
    assert.ok(!mayFollow('queued', 'submitted'))
    assert.ok(!mayFollow('submitted', 'queued'))
    assert.ok(!mayFollow('submitted', 'sending'))
  })
})

describe('state of a message', () => {
  const cases = [
    [['queued'], 'accepted'],
    [['queued', 'queued'], 'accepted'],
    [['submitted', 'queued'], 'sending'],
    [['delivered', 'queued'], 'sending'],
    [['sending', 'submitted'], 'sending'],
    [['uncertain', 'sending'], 'uncertain'],
    [['held', 'uncertain'], 'held'],
    [['delivered', 'submitted'], 'submitted'],
    [['delivered', 'delivered'], 'delivered'],
    [['delivered', 'undelivered'], 'undelivered'],
    [['delivered', 'rejected', 'undelivered'], 'rejected'],
    [['delivered', 'uncertain-closed'], 'uncertain-closed'],
  ] as const
  for (const [parts, state] of cases) it(`${parts.join(' + ')} = ${state}`, () => assert.equal(rollUp(parts), state))

  it('is final exactly when all parts are', () => {
    for (const first of PART_STATES) {
      for (const second of PART_STATES) {
        assert.equal(isFinal(rollUp([first, second])), isFinal(first) && isFinal(second), `${first} + ${second}`)
      }
    }
  })
})
