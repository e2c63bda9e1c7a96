import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSpan, readTime } from '../../../src/send/fields/time.ts'

const NOW = Date.parse('2026-03-29T00:30:00.250Z')

test('a span is days, hours, minutes and seconds, in that order', () => {
  const spans = { '90s': 90, '10m': 600, '2h': 7_200, '3d': 259_200, '1h30m': 5_400, '1d2h3m4s': 93_784, '0s': 0 }
  for (const [text, seconds] of Object.entries(spans)) assert.equal(readSpan(text), seconds, text)
  for (const text of ['', '10', 'm', '1m1h', '-1h', '1.5h', '1 h', '1h ', '1w', '10M', '99999d']) {
    assert.equal(readSpan(text), undefined, text)
  }
})

test('a time names its zone, or counts from a moment', () => {
  const times = {
    '2026-10-01T09:00:00Z': '2026-10-01T09:00:00.000Z',
    '2026-10-01T09:00:00+02:00': '2026-10-01T07:00:00.000Z',
    '2026-10-01T09:00-05:30': '2026-10-01T14:30:00.000Z',
    '2026-10-01T09:00Z': '2026-10-01T09:00:00.000Z',
    '2026-10-01T09:00:00.5Z': '2026-10-01T09:00:00.500Z',
    '+2h': '2026-03-29T02:30:00.250Z',
    '+1d': '2026-03-30T00:30:00.250Z',
  }
  for (const [text, time] of Object.entries(times)) assert.equal(readTime(text, NOW), time, text)
})

test('what could mean another time elsewhere, or none, is no time', () => {
  for (const text of [
    '',
    '+',
    '2h',
    'tomorrow 09:00',
    '09:00',
    '2026-10-01',
    '2026-10-01T09:00:00',
    '2026-10-01 09:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-10-01T25:00:00Z',
    '1790000000',
  ]) {
    assert.equal(readTime(text, NOW), undefined, text)
  }
})
