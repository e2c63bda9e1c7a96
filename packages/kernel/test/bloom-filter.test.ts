import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { BITS_FOR_EACH, BloomFilter, numberer } from '../src/index.ts'

describe('a Bloom filter', () => {
  it('may have every number that was added', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 6, max: 12 }).map((power) => 2 ** power),
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 })),
        (bits, numbers) => {
          const filter = new BloomFilter(bits)
          for (const number of numbers) filter.add(number)
          for (const number of numbers) assert.ok(filter.mayHave(number))
        },
      ),
    )
  })

  it('has none at first', () => {
    const filter = new BloomFilter(64)
    for (const number of [0, 1, -1, 2 ** 31]) assert.equal(filter.mayHave(number), false)
  })

  it('takes no more than one number in 15 for one of its own when it is full, and has hardly any when it is half full', () => {
    const bits = 2 ** 16
    const numberOf = numberer(7)
    const filter = new BloomFilter(bits)
    const strangers = (): number => {
      let count = 0
      for (let index = 0; index < 10_000; index++) if (filter.mayHave(numberOf(`stranger ${index}`))) count += 1
      return count / 10_000
    }
    const full = bits / BITS_FOR_EACH
    for (let index = 0; index < full / 2; index++) filter.add(numberOf(`member ${index}`))
    assert.ok(strangers() < 1 / 50, `${strangers()}`)
    for (let index = full / 2; index < full; index++) filter.add(numberOf(`member ${index}`))
    assert.ok(strangers() < 1 / 15, `${strangers()}`)
  })
})
