import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { Pacer } from '../../src/index.ts'

/** Takes as often as possible over a time, looking every `stepMs`; returns when each token was taken. */
function takenAt(pacer: Pacer, untilMs: number, stepMs: number): number[] {
  const taken: number[] = []
  for (let nowMs = 0; nowMs <= untilMs; nowMs += stepMs) while (pacer.take(nowMs)) taken.push(nowMs)
  return taken
}

it('lets nothing wait without a pace', () => {
  const pacer = new Pacer(undefined, 0)
  assert.equal(pacer.unlimited, true)
  for (let at = 0; at < 1_000; at++) assert.equal(pacer.take(0), true)
  assert.equal(pacer.readyAtMs(5), 5)
})

it('says exactly when the next one may go', () => {
  const pacer = new Pacer({ perSecond: 4, burst: 1 }, 0)
  assert.equal(pacer.take(0), true)
  assert.equal(pacer.readyAtMs(0), 250)
  assert.equal(pacer.take(249), false)
  assert.equal(pacer.take(250), true)
})

it('never lets more through than burst + rate × time, and never much less', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 17 }),
      (perSecond, burst, stepMs) => {
        const taken = takenAt(new Pacer({ perSecond, burst }, 0), 3_000, stepMs)
        for (let from = 0; from < taken.length; from += 50) {
          for (let to = from; to < taken.length; to += 50) {
            const allowed = burst + (perSecond * (taken[to]! - taken[from]!)) / 1_000 + 1e-3
            assert.ok(
              to - from + 1 <= allowed + 1,
              `${to - from + 1} in ${taken[to]! - taken[from]!} ms, ${allowed} allowed`,
            )
          }
        }
        // Looked at every stepMs, the bucket overflows only if the burst is smaller than what a step earns.
        if (burst >= (perSecond * stepMs) / 1_000 + 1) assert.ok(taken.length >= perSecond * 3 - burst)
      },
    ),
    { numRuns: 60 },
  )
})

it('reaches its rate with timers that count in milliseconds, by default', () => {
  assert.ok(takenAt(new Pacer({ perSecond: 3_000 }, 0), 10_000, 5).length >= 29_900)
})

it('changes in place: credit stays, up to the new burst', () => {
  const pacer = new Pacer({ perSecond: 10, burst: 10 }, 0)
  pacer.update({ perSecond: 1, burst: 2 }, 0)
  assert.deepEqual([pacer.take(0), pacer.take(0), pacer.take(0)], [true, true, false])
  pacer.update(undefined, 0)
  assert.equal(pacer.take(0), true)
  pacer.update({ perSecond: 1 }, 0)
  assert.equal(pacer.take(0), true)
  assert.equal(pacer.take(0), false)
})

it('does not care about a clock that stands still or goes back', () => {
  const pacer = new Pacer({ perSecond: 1, burst: 1 }, 1_000)
  assert.equal(pacer.take(1_000), true)
  assert.equal(pacer.take(0), false)
  assert.equal(pacer.take(1_999), false)
  assert.equal(pacer.take(2_000), true)
})

/** Takes as a session does: sleeps until the pacer says, wakes late, takes all there is. */
function takenBySleeping(pacer: Pacer, untilMs: number, lateMs: (turn: number) => number): number[] {
  const taken: number[] = []
  let nowMs = 0
  for (let turn = 0; nowMs <= untilMs; turn++) {
    while (pacer.take(nowMs)) taken.push(nowMs)
    nowMs = Math.ceil(pacer.readyAtMs(nowMs)) + lateMs(turn)
  }
  return taken
}

it('reaches its rate with a burst of 1 and timers that fire late', () => {
  for (const perSecond of [10, 200, 2_000, 10_000]) {
    const taken = takenBySleeping(new Pacer({ perSecond, burst: 1 }, 0), 10_000, (turn) => turn % 4)
    assert.ok(Math.abs(taken.length - perSecond * 10) <= perSecond * 0.01 + 1, `${taken.length} in 10 s`)
  }
})

it('makes up for the time that somebody waited too long, and for no rest', () => {
  const pacer = new Pacer({ perSecond: 100, burst: 1 }, 0)
  assert.equal(pacer.take(0), true)
  assert.equal(pacer.readyAtMs(0), 10)
  assert.deepEqual([pacer.take(35), pacer.take(35), pacer.take(35), pacer.take(35)], [true, true, true, false])
  // Nobody asked since: a rest earns one burst.
  assert.deepEqual([pacer.take(1_000), pacer.take(1_000)], [true, false])
  // However late, no more than 50 ms are made up for.
  assert.equal(pacer.readyAtMs(1_000), 1_010)
  assert.equal(Array.from({ length: 20 }, () => pacer.take(5_000)).filter(Boolean).length, 6)
})

it('says how many it lets go within a time', () => {
  const pacer = new Pacer({ perSecond: 10, burst: 5 }, 0)
  assert.equal(pacer.within(250, 0), 7)
  for (let at = 0; at < 5; at++) pacer.take(0)
  assert.deepEqual([pacer.within(250, 0), pacer.within(50, 0), pacer.within(1_000, 0)], [2, 0, 10])
  assert.equal(new Pacer(undefined, 0).within(1, 0), Number.POSITIVE_INFINITY)
})
