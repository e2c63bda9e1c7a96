import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PendingKey, readKey } from '../../src/app/shortcuts.ts'

const known = new Set(['?', 'n', 'g m', 'g c'])
const press = (key: string, more: { ctrlKey?: boolean; metaKey?: boolean; isComposing?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
})

test('a single key is a shortcut, whatever its case', () => {
  assert.equal(readKey(press('?'), undefined, known, 0).shortcut, '?')
  assert.equal(readKey(press('N'), undefined, known, 0).shortcut, 'n')
  assert.equal(readKey(press('x'), undefined, known, 0).shortcut, undefined)
})

test('two keys make a pair, if the second comes soon', () => {
  const first = readKey(press('g'), undefined, known, 1_000)
  assert.deepEqual(first, { shortcut: undefined, pending: { key: 'g', atMs: 1_000 } })
  assert.equal(readKey(press('m'), first.pending, known, 2_500).shortcut, 'g m')
  assert.equal(readKey(press('m'), first.pending, known, 2_501).shortcut, undefined)
})

test('an unknown second key ends the pair and does nothing, even if it means something alone', () => {
  const pending: PendingKey = { key: 'g', atMs: 0 }
  assert.deepEqual(readKey(press('n'), pending, known, 100), { shortcut: undefined, pending: undefined })
})

test('keys with a modifier and keys of an input method are nobody’s', () => {
  assert.equal(readKey(press('n', { ctrlKey: true }), undefined, known, 0).shortcut, undefined)
  assert.equal(readKey(press('?', { metaKey: true }), undefined, known, 0).shortcut, undefined)
  assert.equal(readKey(press('n', { isComposing: true }), undefined, known, 0).shortcut, undefined)
})
