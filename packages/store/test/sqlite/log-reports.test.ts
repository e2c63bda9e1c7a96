import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import { LogReports } from '../../src/sqlite/log-reports.ts'

test('how the log stands is told in octets, at most once a second', async () => {
  const clock = new VirtualClock()
  const told: unknown[] = []
  const reports = new LogReports((log) => told.push(log), clock)
  for (let pages = 3; pages < 100; pages++) reports.note({ pages, copied: 1 }, undefined)
  assert.deepEqual(told, [{ octets: 12_288, uncopiedOctets: 8_192, trouble: null }])
  await clock.advance(999)
  reports.note({ pages: 100, copied: 100 }, undefined)
  assert.equal(told.length, 1)
  await clock.advance(1)
  reports.note({ pages: 100, copied: 100 }, undefined)
  assert.deepEqual(told.slice(1), [{ octets: 409_600, uncopiedOctets: 0, trouble: null }])
})

test('that copying fails is told at once, and at once that it works again; another reason with the next report', async () => {
  const clock = new VirtualClock()
  const told: (string | null)[] = []
  const reports = new LogReports(({ trouble }) => told.push(trouble), clock)
  const note = (trouble: string | undefined): void => reports.note({ pages: 2, copied: 1 }, trouble)
  for (const trouble of [undefined, 'full', 'full', 'I/O', undefined, undefined, 'full']) note(trouble)
  assert.deepEqual(told, [null, 'full', null, 'full'])
  await clock.advance(1_000)
  note('I/O')
  assert.deepEqual(told.slice(4), ['I/O'])
})
