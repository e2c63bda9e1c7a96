import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pageOf } from '../src/paging.ts'

describe('pages', () => {
  it('say where to go on only where there is more', () => {
    const page = (rows: readonly number[], limit: number) => pageOf(rows, limit, 'm', Number, String)
    assert.deepEqual(page([9, 8, 7], 2), { items: ['9', '8'], next: 'm8' })
    assert.deepEqual(page([9, 8], 2), { items: ['9', '8'], next: null })
    assert.deepEqual(page([9], 0), { items: [], next: null })
    assert.deepEqual(page([], 2), { items: [], next: null })
  })
})
