import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agoWords, countdownWords, spanWords } from '../../src/format/duration.ts'

test('a span is as short as it stays true', () => {
  const words: [number, string][] = [
    [-5, '0 ms'],
    [48, '48 ms'],
    [999.6, '1.0 s'],
    [1_234, '1.2 s'],
    [9_999, '9.9 s'],
    [42_900, '42 s'],
    [60_000, '1 min'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [86_400_000 * 4 + 3 * 3_600_000, '4 d 3 h'],
  ]
  for (const [ms, expected] of words) assert.equal(spanWords(ms), expected, `${ms} ms`)
})

test('a countdown never says 0 s and ends with now', () => {
  assert.equal(countdownWords(12_400), '13 s')
  assert.equal(countdownWords(1), '1 s')
  assert.equal(countdownWords(0), 'now')
  assert.equal(countdownWords(-3_000), 'now')
  assert.equal(countdownWords(125_000), '2 min 5 s')
})

test('how long ago does not flicker in its first seconds', () => {
  assert.equal(agoWords(4_999), 'just now')
  assert.equal(agoWords(40_000), '40 s')
  assert.equal(agoWords(5 * 60_000 + 1), '5 min')
  assert.equal(agoWords(2 * 3_600_000 + 10 * 60_000), '2 h 10 min')
})
