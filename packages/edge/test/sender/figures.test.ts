import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Meter } from '../../src/sender/meter.ts'
import { RoundTrip } from '../../src/sender/round-trip.ts'

describe('the round trip', () => {
  it('is the median of the last answers, from the first one on', () => {
    const roundTrip = new RoundTrip()
    assert.equal(roundTrip.medianMs, null)
    roundTrip.add(50)
    assert.equal(roundTrip.medianMs, 50)
    for (let answer = 0; answer < 100; answer++) roundTrip.add(answer % 10 === 0 ? 5_000 : 20)
    assert.equal(roundTrip.medianMs, 20, 'a slow answer now and then is no matter')
    for (let answer = 0; answer < 31; answer++) roundTrip.add(80)
    assert.equal(roundTrip.medianMs, 80)
  })
})

describe('the meter', () => {
  it('counts the last second', () => {
    const meter = new Meter()
    for (let nowMs = 0; nowMs < 3_000; nowMs += 10) meter.add(nowMs)
    assert.equal(meter.perSecond(2_999), 100)
    assert.equal(meter.perSecond(3_499), 50)
    assert.equal(meter.perSecond(10_000), 0)
  })
})
