import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ReturningEntries } from '../../src/sender/returning-entries.ts'
import { orderTo } from '../load-world.ts'

const part = (message: number, number = 1) => ({
  order: orderTo(0, { part: { messageId: `msg_${String(message).padStart(3, '0')}`, number } }),
})

describe('what is on its way back to the queue', () => {
  it('lets go what comes before all of it, and its own first', () => {
    const returning = new ReturningEntries()
    assert.equal(returning.letsGo(part(5)), true)
    for (const message of [7, 3, 9]) returning.add(part(message))
    assert.deepEqual(
      [returning.letsGo(part(4)), returning.letsGo(part(7)), returning.letsGo(part(10))],
      [false, false, false],
    )
    assert.equal(returning.letsGo(part(2)), true)
    assert.equal(returning.letsGo(part(3)), true)
    assert.equal(returning.letsGo(part(4)), true, 'the third is back')
    assert.deepEqual([returning.letsGo(part(7)), returning.letsGo(part(9)), returning.isEmpty], [true, true, true])
  })

  it('knows the parts of a message by their numbers', () => {
    const returning = new ReturningEntries()
    returning.add(part(1, 10))
    assert.deepEqual([returning.letsGo(part(1, 11)), returning.letsGo(part(1, 9))], [false, true])
  })

  it('keeps the last of each part, and forgets it when it is settled', () => {
    const returning = new ReturningEntries()
    const [first, second] = [part(1), part(1)]
    returning.add(first)
    returning.add(second)
    returning.settled(first)
    assert.equal(returning.isEmpty, false)
    returning.settled(second)
    assert.equal(returning.isEmpty, true)
    returning.settled(second)
  })
})
