import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Counts } from '@smpp-connect/contracts'
import { addsUp, stretchesOf, widthsOf } from '../../src/pages/overview/conservation-sums.ts'
import { allTaken, stepsTaken } from '../../src/pages/overview/first-step-state.ts'

const counts = (patch: Partial<Counts> = {}): Counts => ({
  accepted: 10,
  final: 7,
  waiting: 2,
  uncertain: 1,
  received: 0,
  mayBeDuplicate: 0,
  receiptsParked: 0,
  byState: { delivered: 5, rejected: 2, accepted: 2, uncertain: 1 },
  ...patch,
})

test('the stretches are the law: what was accepted is their sum', () => {
  const stretches = stretchesOf(counts())
  assert.deepEqual(
    stretches.map(({ key, count }) => [key, count]),
    [
      ['delivered', 5],
      ['ended', 2],
      ['waiting', 2],
      ['uncertain', 1],
    ],
  )
  assert.equal(addsUp(counts()), true)
})

test('figures that do not add up are not made to', () => {
  assert.equal(addsUp(counts({ accepted: 11 })), false)
  assert.equal(
    stretchesOf(counts({ accepted: 11 })).reduce((sum, stretch) => sum + stretch.count, 0),
    10,
  )
})

test('the bar is full, and what is there at all can be seen', () => {
  const widths = widthsOf([100_000, 1, 0, 3])
  assert.ok(Math.abs(widths.reduce((sum, width) => sum + width, 0) - 100) < 1e-9)
  assert.ok((widths[1] ?? 0) > 1)
  assert.equal(widths[2], 0)
  assert.deepEqual(widthsOf([0, 0]), [0, 0])
})

test('a step is taken when what it makes is there', () => {
  assert.equal(stepsTaken({ counts: undefined, apiKeys: 0, smscs: 1, simulator: true }), undefined)
  const fresh = stepsTaken({ counts: counts({ accepted: 0 }), apiKeys: 0, smscs: 1, simulator: true })
  assert.deepEqual(fresh, { sent: false, answered: false, key: false, smsc: false })
  const done = stepsTaken({ counts: counts({ received: 1 }), apiKeys: 1, smscs: 2, simulator: true })
  assert.ok(done && allTaken(done))
  const withoutSimulator = stepsTaken({ counts: counts(), apiKeys: 1, smscs: 1, simulator: false })
  assert.ok(withoutSimulator && allTaken(withoutSimulator))
})
