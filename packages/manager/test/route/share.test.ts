import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Sharer, sharerOf, shareSeed } from '../../src/route/share.ts'

interface Named extends Sharer {
  readonly id: string
}
const named = (id: string, weight = 1): Named => ({ id, weight, seed: shareSeed(id) })

/** Ids as they are made: alike but for a few characters. */
const ids = fc.uniqueArray(
  fc.integer({ min: 0, max: 99_999 }).map((n) => `smsc_01h${n}`),
  { minLength: 2, maxLength: 6 },
)
const sharers = ids.chain((all) =>
  fc.tuple(...all.map((id) => fc.integer({ min: 1, max: 20 }).map((weight) => named(id, weight)))),
)
/** Many numbers one after the other, as operators give them out. */
const block = fc.integer({ min: 1_000_000, max: 9_000_000 }).map((first) => {
  return Array.from({ length: 8_000 }, (_, at) => `+4477${String(first + at).padStart(8, '0')}`)
})

describe('sharing by weight', () => {
  it('gives each its part of many numbers, within six standard deviations', () => {
    fc.assert(
      fc.property(sharers, block, (all, numbers) => {
        const total = all.reduce((sum, { weight }) => sum + weight, 0)
        const counts = new Map<string, number>()
        for (const number of numbers) {
          const { id } = sharerOf(number, all)
          counts.set(id, (counts.get(id) ?? 0) + 1)
        }
        for (const { id, weight } of all) {
          const part = weight / total
          const found = (counts.get(id) ?? 0) / numbers.length
          const deviation = Math.sqrt((part * (1 - part)) / numbers.length)
          assert.ok(Math.abs(found - part) < 6 * deviation, `${id} has ${found}, not ${part}`)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('moves only what the one that leaves had', () => {
    fc.assert(
      fc.property(sharers, fc.nat(), block, (all, which, numbers) => {
        const gone = all[which % all.length] as Named
        const rest = all.filter((one) => one !== gone)
        for (const number of numbers.slice(0, 2_000)) {
          const before = sharerOf(number, all)
          if (before !== gone) assert.equal(sharerOf(number, rest).id, before.id)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('moves to one whose weight grows only what that one gains', () => {
    fc.assert(
      fc.property(sharers, fc.nat(), block, (all, which, numbers) => {
        const grown = all.map((one, at) => (at === which % all.length ? { ...one, weight: one.weight * 3 } : one))
        const winner = (grown[which % all.length] as Named).id
        for (const number of numbers.slice(0, 2_000)) {
          const [before, after] = [sharerOf(number, all).id, sharerOf(number, grown).id]
          if (after !== before) assert.equal(after, winner)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('does not depend on the order in which they are named', () => {
    fc.assert(
      fc.property(sharers, fc.string(), (all, key) => {
        assert.equal(sharerOf(key, all).id, sharerOf(key, all.toReversed()).id)
      }),
    )
  })

  it('is the same tomorrow, and on another machine', () => {
    const all = [named('smsc_a'), named('smsc_b'), named('smsc_c', 2)]
    const numbers = Array.from({ length: 16 }, (_, at) => `+4477009001${String(at).padStart(2, '0')}`)
    assert.equal(numbers.map((number) => sharerOf(number, all).id.at(-1)).join(''), 'cccacbccccaccbca')
  })
})
