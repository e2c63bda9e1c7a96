import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorsShownAt, isWrongBelow } from '../../src/form/field-errors.ts'
import { isSame, stepsOf, valueAt, withValueAt } from '../../src/form/pointer.ts'

test('a pointer leads into objects and lists, also through names with slashes', () => {
  const tree = { a: { 'b/c': [1, { d: 2 }] } }
  assert.deepEqual(stepsOf('/a/b~1c/1/d'), ['a', 'b/c', '1', 'd'])
  assert.equal(valueAt(tree, '/a/b~1c/1/d'), 2)
  assert.equal(valueAt(tree, '/a/x/y'), undefined)
  assert.equal(valueAt(tree, ''), tree)
})

test('another value at a place leaves the rest as it was, and makes what leads to it', () => {
  const tree = { a: { b: 1, c: [1, 2] }, z: {} }
  const changed = withValueAt(tree, '/a/c/1', 9)
  assert.deepEqual(changed, { a: { b: 1, c: [1, 9] }, z: {} })
  assert.deepEqual(tree.a.c, [1, 2])
  assert.equal(changed.z, tree.z)
  assert.deepEqual(withValueAt({}, '/classes/code/share', 60), { classes: { code: { share: 60 } } })
})

test('values are the same when they say the same', () => {
  assert.ok(isSame({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 }))
  assert.ok(!isSame({ a: 1 }, { a: 1, b: undefined }))
  assert.ok(!isSame([1, 2], [2, 1]))
  assert.ok(!isSame([], {}))
  assert.ok(!isSame({ a: null }, { a: {} }))
  assert.ok(!isSame(1, '1'))
})

test('an error is shown at the deepest place there is for it', () => {
  const shown = new Set(['/host', '/tlvs', '/tlvs/0/tag'])
  assert.deepEqual(
    errorsShownAt({ '/host': 'a', '/tlvs/0/tag': 'b', '/tlvs/1/tag': 'c', '/x': 'd' }, (place) => shown.has(place)),
    { '/host': 'a', '/tlvs/0/tag': 'b', '/tlvs': 'c' },
  )
  assert.ok(isWrongBelow({ '/tlvs/0/tag': 'b' }, '/tlvs'))
  assert.ok(!isWrongBelow({ '/tlvs2': 'b' }, '/tlvs'))
})
