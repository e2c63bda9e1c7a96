import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cursorSchema, readCursor, writeCursor } from '../src/cursor.ts'

describe('a cursor', () => {
  it('is read as it was written', () => {
    for (const place of [0, 1, 35, 36, 2 ** 44]) {
      const cursor = writeCursor('m', place)
      assert.equal(readCursor('m', cursor), place)
      assert.equal(cursorSchema('m').parse(cursor), cursor)
    }
    assert.equal(writeCursor('h', 37), 'h11')
    assert.equal(readCursor('m', undefined), undefined)
    assert.equal(cursorSchema('m').parse(undefined), undefined)
  })

  it('of another list, or that is none, is refused and never read as the first page', () => {
    const found = {
      c5: 'one of conversations',
      r5: 'one of parked receipts',
      '': 'an empty one',
      m: 'what is no cursor',
      'm-1': 'what is no cursor',
      'm1.5': 'what is no cursor',
      M1: 'what is no cursor',
      'm1\n': 'what is no cursor',
      'm1\0': 'what is no cursor',
      zzz: 'what is no cursor',
      '5': 'what is no cursor',
      'm\ud800': 'what is no cursor',
      "m1' OR 1=1": 'what is no cursor',
      _proto__: 'what is no cursor',
      [`m${'1'.repeat(11)}`]: 'what is no cursor',
      ['m1'.repeat(10_000)]: 'what is no cursor',
    }
    for (const [cursor, what] of Object.entries(found)) {
      assert.throws(() => readCursor('m', cursor), { name: 'TypeError', message: 'no cursor of messages' }, cursor)
      const { error } = cursorSchema('m').safeParse(cursor)
      assert.deepEqual(
        error?.issues.map(({ message }) => message),
        [`expected \`next\` of an answer before (messages), found ${what}; leave it out to begin anew`],
      )
    }
  })
})
