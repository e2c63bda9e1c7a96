import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeFormats, utcWords } from '../../src/format/time.ts'

const utc = timeFormats('UTC')
const berlin = timeFormats('Europe/Berlin')
const at = (iso: string) => Date.parse(iso)

test('times are those of the zone, with 24 hours', () => {
  assert.equal(utc.clock(at('2026-11-24T00:03:22.048Z')), '00:03')
  assert.equal(berlin.clock(at('2026-11-24T00:03:22.048Z')), '01:03')
  assert.equal(utc.seconds(at('2026-11-24T14:03:22.048Z')), '14:03:22')
  assert.equal(utc.precise(at('2026-11-24T14:03:22.048Z')), '14:03:22.048')
  assert.equal(utc.full(at('2026-11-24T14:03:22.048Z')), '24 Nov 2026, 14:03:22')
  assert.equal(utcWords(at('2026-11-24T14:03:22.048Z')), '2026-11-24 14:03:22.048 UTC')
})

test('a day is named by how far away it is', () => {
  const now = at('2026-11-24T12:00:00Z')
  assert.equal(utc.day(at('2026-11-24T00:00:00Z'), now), 'Today')
  assert.equal(utc.day(at('2026-11-23T23:59:59Z'), now), 'Yesterday')
  assert.equal(utc.day(at('2026-11-20T10:00:00Z'), now), 'Friday 20 November')
  assert.equal(utc.day(at('2025-11-20T10:00:00Z'), now), 'Thursday 20 November 2025')
})

test('the brief form is a clock today, a weekday this week, a date before', () => {
  const now = at('2026-11-24T12:00:00Z')
  assert.equal(utc.brief(at('2026-11-24T08:05:00Z'), now), '08:05')
  assert.equal(utc.brief(at('2026-11-23T08:05:00Z'), now), 'Yesterday')
  assert.equal(utc.brief(at('2026-11-18T08:05:00Z'), now), 'Wed')
  assert.equal(utc.brief(at('2026-11-17T08:05:00Z'), now), '17 Nov')
  assert.equal(utc.brief(at('2025-11-17T08:05:00Z'), now), '17 Nov 2025')
})

test('midnight belongs to the zone, not to UTC', () => {
  const now = at('2026-11-24T12:00:00Z')
  assert.equal(berlin.day(at('2026-11-23T23:30:00Z'), now), 'Today')
  assert.equal(utc.day(at('2026-11-23T23:30:00Z'), now), 'Yesterday')
})

test('the day on which the clocks change is one day', () => {
  const now = at('2026-10-26T00:30:00+01:00')
  assert.equal(berlin.day(at('2026-10-25T00:30:00+02:00'), now), 'Yesterday')
  assert.equal(berlin.day(at('2026-10-25T23:30:00+01:00'), now), 'Yesterday')
})
