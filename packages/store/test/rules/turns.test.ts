import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MESSAGE_CLASSES, type MessageClass } from '@smpp-connect/contracts/message-class'
import fc from 'fast-check'
import { FIRST_TURNS, type Turns, takeTurns, type WaitingStream } from '../../src/rules/turns.ts'

const SHARES = { code: 60, transactional: 30, bulk: 10 }
const stream = (key: number, messageClass: MessageClass, ready = 1000): WaitingStream => ({ key, messageClass, ready })
/** The keys 1, 2, 3 are of code, transactional and bulk. */
const ALL = MESSAGE_CLASSES.map((messageClass, index) => stream(index + 1, messageClass))

describe('turns', () => {
  it('give each class that waits its share', () => {
    const { streams } = takeTurns(ALL, FIRST_TURNS, SHARES, 1000)
    const counts = [1, 2, 3].map((key) => streams.filter((one) => one === key).length)
    // The first slots are a gift to the most urgent, as nobody has earned one yet.
    assert.deepEqual(counts, [602, 299, 99])
  })

  it('spread them out: nobody waits for long', () => {
    const { streams } = takeTurns(ALL, FIRST_TURNS, SHARES, 300)
    for (const [key, longest] of [
      [1, 3],
      [2, 5],
      [3, 12],
    ] as const) {
      const at = streams.flatMap((one, index) => (one === key ? [index] : []))
      const gaps = at.slice(1).map((place, index) => place - (at[index] as number))
      assert.ok(Math.max(...gaps) <= longest, `stream ${key} waited ${Math.max(...gaps)} slots`)
    }
  })

  it('go on where the last lease stopped, however it was cut', () => {
    const whole = takeTurns(ALL, FIRST_TURNS, SHARES, 60).streams
    let turns: Turns = FIRST_TURNS
    const pieces: number[] = []
    for (const slots of [1, 2, 3, 4, 20, 30]) {
      const taken = takeTurns(ALL, turns, SHARES, slots)
      pieces.push(...taken.streams)
      turns = taken.turns
    }
    assert.deepEqual(pieces, whole)
  })

  it('give the next slot to a code that comes after a long pause, and no more than its share after that', () => {
    const { turns } = takeTurns([stream(3, 'bulk')], FIRST_TURNS, SHARES, 10_000)
    assert.deepEqual(takeTurns(ALL, turns, SHARES, 1).streams, [1])
    const bulk = takeTurns(ALL, turns, SHARES, 100).streams.filter((key) => key === 3).length
    assert.ok(bulk >= 9, `bulk got ${bulk} of 100`)
  })

  it('let nobody save up what others need', () => {
    const { turns } = takeTurns([stream(1, 'code')], FIRST_TURNS, SHARES, 10_000)
    const { streams } = takeTurns(ALL, turns, SHARES, 10)
    assert.ok(streams.filter((key) => key === 3).length <= 2, `${streams}`)
  })

  it('pass over streams that have run dry, and end when all have', () => {
    const waiting = [stream(1, 'bulk', 2), stream(2, 'bulk', 0), stream(5, 'bulk', 1), stream(9, 'bulk', 3)]
    assert.deepEqual(takeTurns(waiting, FIRST_TURNS, SHARES, 100).streams, [1, 5, 9, 1, 9, 9])
    const after = { ...FIRST_TURNS, last: { ...FIRST_TURNS.last, bulk: 5 } }
    assert.deepEqual(takeTurns(waiting, after, SHARES, 2).streams, [9, 1])
    assert.deepEqual(takeTurns([], FIRST_TURNS, SHARES, 5).streams, [])
  })

  it('take shares of any size, also when they change in between', () => {
    const { turns } = takeTurns(ALL, FIRST_TURNS, { code: 1, transactional: 1, bulk: 1_000_000 }, 50)
    const { streams } = takeTurns(ALL, turns, { code: 0.5, transactional: 0.25, bulk: 0.25 }, 400)
    const counts = [1, 2, 3].map((key) => streams.filter((one) => one === key).length)
    assert.ok(Math.abs((counts[0] as number) - 200) <= 10, `${counts}`)
    assert.ok(Math.abs((counts[2] as number) - 100) <= 10, `${counts}`)
  })

  it('never leave a slot empty while something waits, nor take more than there is', () => {
    const waiting = fc.array(fc.record({ class: fc.nat({ max: 2 }), ready: fc.nat({ max: 9 }) }), { maxLength: 6 })
    fc.assert(
      fc.property(waiting, fc.nat({ max: 40 }), fc.integer({ min: 1, max: 100 }), (streams, slots, share) => {
        const all = streams.map((one, index) => stream(index + 1, MESSAGE_CLASSES[one.class] ?? 'bulk', one.ready))
        const taken = takeTurns(all, FIRST_TURNS, { ...SHARES, bulk: share }, slots).streams
        const total = all.reduce((sum, { ready }) => sum + ready, 0)
        assert.equal(taken.length, Math.min(slots, total))
        for (const { key, ready } of all) assert.ok(taken.filter((one) => one === key).length <= ready)
      }),
      { seed: 20_261_126 },
    )
  })
})
