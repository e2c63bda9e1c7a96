import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Keeping } from '../../src/centre/keeping.ts'

test('the open are kept, and of the closed the last so many', () => {
  const keeping = new Keeping<{ readonly key: string }>(3)
  const items = Array.from({ length: 30_000 }, (_, index) => ({ key: String(index) }))
  for (const [index, item] of items.entries()) {
    keeping.add(item)
    if (index % 10_000 !== 0) keeping.close(item)
  }
  assert.deepEqual(
    [...keeping.values()].map(({ key }) => key),
    ['0', '10000', '20000', '29997', '29998', '29999'],
  )
  assert.equal(keeping.openCount, 3)
})
