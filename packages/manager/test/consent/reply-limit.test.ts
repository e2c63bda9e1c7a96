import assert from 'node:assert/strict'
import { it } from 'node:test'
import { ReplyLimit } from '../../src/consent/reply-limit.ts'

const MINUTE = 60_000

it('lets one reply of a kind through for a pair of addresses in ten minutes', () => {
  const limit = new ReplyLimit()
  assert.equal(limit.take('help|a|b', 0), true)
  assert.equal(limit.take('help|a|b', 9 * MINUTE), false)
  assert.equal(limit.take('stop|a|b', 9 * MINUTE), true)
  assert.equal(limit.take('help|a|c', 9 * MINUTE), true)
  assert.equal(limit.take('help|a|b', 10 * MINUTE), true)
  assert.equal(limit.take('help|a|b', 19 * MINUTE), false)
})

it('counts nothing that did not go', () => {
  const limit = new ReplyLimit()
  assert.equal(limit.take('a', 0), true)
  limit.giveBack('a')
  assert.equal(limit.take('a', 1), true)
})

it('remembers no longer than it needs to', () => {
  const limit = new ReplyLimit()
  for (let at = 0; at < 10_000; at++) limit.take(`pair ${at}`, at * 100)
  limit.take('the last', 30 * MINUTE)
  assert.equal(limit.size, 1)
})

it('does not stop when the clock is set back', () => {
  const limit = new ReplyLimit()
  limit.take('a', 100 * MINUTE)
  assert.equal(limit.take('a', 0), true)
})
