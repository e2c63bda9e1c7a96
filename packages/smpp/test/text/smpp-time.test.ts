import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatAbsoluteTime, formatRelativeTime, parseSmppTime } from '../../src/text/index.ts'

test('absolute times with their offset', () => {
  assert.deepEqual(parseSmppTime('111019080000002+'), {
    kind: 'absolute',
    utcMs: Date.UTC(2011, 9, 19, 7, 30),
    offsetMinutes: 30,
  })
  assert.deepEqual(parseSmppTime('251231235959920-'), {
    kind: 'absolute',
    utcMs: Date.UTC(2026, 0, 1, 4, 59, 59, 900),
    offsetMinutes: -300,
  })
})

test('the 12 characters in which message centres report times', () => {
  assert.deepEqual(parseSmppTime('120112155100'), { kind: 'absolute', utcMs: Date.UTC(2012, 0, 12, 15, 51) })
})

test('relative times', () => {
  assert.deepEqual(parseSmppTime('020610233429000R'), {
    kind: 'relative',
    years: 2,
    months: 6,
    days: 10,
    hours: 23,
    minutes: 34,
    seconds: 29,
  })
})

test('what is no time, with a reason', () => {
  assert.deepEqual(parseSmppTime(''), { kind: 'empty' })
  const bad = [
    '020610233429000r',
    '020610233429010R',
    '251331000000000+',
    '250230000000000+',
    '250101240000000+',
    '250101000000049+',
    '2501',
  ]
  for (const text of bad) assert.equal(parseSmppTime(text).kind, 'invalid', text)
})

test('times as they are written', () => {
  assert.equal(formatAbsoluteTime(Date.UTC(2011, 9, 19, 7, 30), 30), '111019080000002+')
  assert.equal(formatAbsoluteTime(Date.UTC(2026, 0, 1, 4, 59, 59, 900), -300), '251231235959920-')
  assert.equal(formatRelativeTime(5 * 60_000), '000000000500000R')
  assert.equal(formatRelativeTime(1), '000000000001000R')
  assert.equal(formatRelativeTime(31 * 86_400_000), '000031000000000R')
  assert.equal(formatRelativeTime(400 * 86_400_000), '010105000000000R')
})

test('what cannot be written is a mistake of the caller', () => {
  assert.throws(() => formatAbsoluteTime(0), RangeError)
  assert.throws(() => formatAbsoluteTime(Date.UTC(2025, 0), 7), RangeError)
  assert.throws(() => formatRelativeTime(-1), RangeError)
  assert.throws(() => formatRelativeTime(Number.NaN), RangeError)
})

test('any instant and offset written is read back to the tenth of a second', () => {
  const instant = fc.integer({ min: Date.UTC(2000, 0, 2), max: Date.UTC(2099, 11, 30) })
  fc.assert(
    fc.property(instant, fc.integer({ min: -48, max: 48 }), (utcMs, quarters) => {
      const time = parseSmppTime(formatAbsoluteTime(utcMs, quarters * 15))
      assert.ok(time.kind === 'absolute' && time.utcMs === Math.floor(utcMs / 100) * 100)
    }),
  )
})
