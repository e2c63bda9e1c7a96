import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { RoundTrip } from '../../src/sender/round-trip.ts'

it('is the median of the last 31 answers, worked out anew after eight at the latest', () => {
  assert.equal(new RoundTrip().medianMs, null)
  const latencies = fc.array(fc.double({ min: 0, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 100 })
  fc.assert(
    fc.property(latencies, (given) => {
      const read = new RoundTrip()
      const unread = new RoundTrip()
      for (const [at, latencyMs] of given.entries()) {
        read.add(latencyMs)
        unread.add(latencyMs)
        const lately = Array.from({ length: 8 }, (_, ago) => medianOf(given.slice(0, Math.max(1, at + 1 - ago))))
        assert.ok(read.medianMs !== null && lately.includes(read.medianMs))
      }
      assert.equal(unread.medianMs, medianOf(given))
    }),
  )
})

function medianOf(latencies: readonly number[]): number {
  const last = latencies.slice(-31).toSorted((a, b) => a - b)
  return last[last.length >> 1]!
}
