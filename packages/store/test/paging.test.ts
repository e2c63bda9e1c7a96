import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pageOf, readCursor, writeCursor } from '../src/paging.ts'

describe('cursors', () => {
  it('are read as they were written, by their own kind only', () => {
    for (const seq of [0, 1, 35, 36, 2 ** 40]) {
      assert.equal(readCursor('m', writeCursor('m', seq)), seq)
      assert.equal(readCursor('c', writeCursor('m', seq)), undefined)
    }
    for (const odd of [undefined, '', 'm', 'm-1', 'm1.5', 'M1', `m${'1'.repeat(11)}`]) {
      assert.equal(readCursor('m', odd), undefined)
    }
  })

  it('are given only where there is more', () => {
    const page = (rows: readonly number[], limit: number) => pageOf(rows, limit, 'm', Number, String)
    assert.deepEqual(page([9, 8, 7], 2), { items: ['9', '8'], next: 'm8' })
    assert.deepEqual(page([9, 8], 2), { items: ['9', '8'], next: null })
    assert.deepEqual(page([9], 0), { items: [], next: null })
    assert.deepEqual(page([], 2), { items: [], next: null })
  })
})
