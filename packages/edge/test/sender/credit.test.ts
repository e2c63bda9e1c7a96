import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Credit } from '../../src/sender/credit.ts'

describe('credit', () => {
  const granted: number[] = []
  const fresh = (): Credit => {
    granted.length = 0
    return new Credit((count) => granted.push(count))
  }

  it('is the window, and comes back as parts end', () => {
    const credit = fresh()
    credit.open(10)
    credit.began(4)
    credit.ended(3)
    assert.deepEqual(granted, [10, 3])
  })

  it('is void when the bind is gone, and what is in flight counts against the next window', () => {
    const credit = fresh()
    credit.open(10)
    credit.began(4)
    credit.close()
    credit.ended(1)
    credit.open(10)
    assert.deepEqual(granted, [10, 7])
    credit.ended(3)
    assert.deepEqual(granted, [10, 7, 3])
  })

  it('grows at once with the window and shrinks as parts end', () => {
    const credit = fresh()
    credit.open(2)
    credit.resize(5)
    credit.began(5)
    credit.resize(2)
    credit.ended(3)
    assert.deepEqual(granted, [2, 3])
    credit.ended(1)
    assert.deepEqual(granted, [2, 3, 1])
  })

  it('covers a lease that was under way when the bind broke', () => {
    const credit = fresh()
    credit.open(2)
    credit.close()
    credit.began(2)
    credit.open(2)
    assert.deepEqual(granted, [2])
    credit.ended(2)
    assert.deepEqual(granted, [2, 2])
  })

  it('gives none while there is no bind', () => {
    const credit = fresh()
    credit.resize(5)
    credit.began(2)
    credit.ended(2)
    assert.deepEqual(granted, [])
  })
})
