import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Tally } from '../src/tally.ts'

test('every thing is counted once, under its SMSC and its word', () => {
  const pair = fc.tuple(fc.constantFrom('smsc_1', 'smsc_2', ''), fc.constantFrom('delivered', 'smsc_1', ''))
  fc.assert(
    fc.property(fc.array(pair), (pairs) => {
      const tally = new Tally()
      for (const [smsc, word] of pairs) tally.add(smsc, word)
      const told: (readonly [string, string])[] = []
      let times = 0
      tally.each((smsc, word, count) => {
        times += 1
        for (let left = count; left > 0; left -= 1) told.push([smsc, word])
      })
      assert.deepEqual(told.sort(), pairs.toSorted())
      assert.equal(times, new Set(pairs.map((one) => one.join(' '))).size)
    }),
  )
})
