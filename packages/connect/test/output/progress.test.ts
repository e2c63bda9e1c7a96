import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import { fieldLines, tableLines } from '../../src/output/fields.ts'
import { formatCount, formatDuration, formatNoun, formatRate, formatShare } from '../../src/output/figures.ts'
import { Progress, progressLine, RateMeter } from '../../src/output/progress.ts'
import { createStyle } from '../../src/output/style.ts'
import { Terminal } from '../../src/output/terminal.ts'

function watch(isTTY: boolean) {
  const clock = new VirtualClock()
  let written = ''
  const stream = { isTTY, columns: 200, write: (text: string) => (written += text) }
  const terminal = new Terminal({ stdout: stream, stderr: stream, env: {}, noColorFlag: true, isQuiet: false })
  const progress = new Progress({ terminal, clock, label: 'Handing over', total: 1000, done: 100 })
  const take = (): string => {
    const taken = written
    written = ''
    return taken
  }
  return { clock, progress, take }
}

test('figures read as people write them', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(formatCount), ['0', '999', '1,000', '1,234,567'])
  assert.deepEqual([0, 400, 9_940, 9_960, 59_400, 59_600, 185_000, 3_600_000, 7_830_000].map(formatDuration), [
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 00 s',
    '3 min 05 s',
    '1 h 00 min',
    '2 h 10 min',
  ])
  assert.deepEqual([0.25, 3.21, 12.4, 3456].map(formatRate), ['0.3/s', '3.2/s', '12/s', '3,456/s'])
  assert.deepEqual([formatShare(999, 1000), formatShare(1000, 1000), formatShare(0, 0)], ['99 %', '100 %', '100 %'])
  assert.deepEqual([formatNoun(1, 'row'), formatNoun(2000, 'row')], ['1 row', '2,000 rows'])
})

test('the line says how far, how fast and how long still', () => {
  assert.equal(
    progressLine('Sending', { done: 1200, total: 5574, perSecond: 874 }),
    'Sending  1,200 of 5,574 (21 %)  874/s  5.0 s left',
  )
  assert.equal(progressLine('Sending', { done: 0, total: 10, perSecond: undefined }), 'Sending  0 of 10 (0 %)')
  assert.equal(progressLine('Sending', { done: 10, total: 10, perSecond: 5 }), 'Sending  10 of 10 (100 %)  5.0/s')
})

test('the rate is that of the last ten seconds', () => {
  const meter = new RateMeter()
  meter.add({ atMs: 0, done: 0 })
  assert.equal(meter.perSecond(), undefined)
  for (let second = 1; second <= 20; second++) meter.add({ atMs: second * 1000, done: second * 100 })
  for (let second = 21; second <= 30; second++) meter.add({ atMs: second * 1000, done: 2000 + (second - 20) * 10 })
  assert.equal(meter.perSecond(), 10)
})

test('on a terminal one line is redrawn; what was done before does not count for the rate', async () => {
  const { clock, progress, take } = watch(true)
  assert.equal(take(), '\rHanding over  100 of 1,000 (10 %)\u001b[K')
  progress.advance(100)
  await clock.advance(1000)
  assert.match(take(), /\rHanding over {2}200 of 1,000 \(20 %\) {2}100\/s {2}8\.0 s left\u001b\[K$/)
  progress.end()
  assert.equal(take(), '\r\u001b[K')
  assert.equal(clock.pendingTimers, 0)
})

test('elsewhere a line is written every five seconds, and at once when something holds it up', async () => {
  const { clock, progress, take } = watch(false)
  assert.equal(take(), '')
  progress.advance(500)
  await clock.advance(5000)
  assert.equal(take(), 'Handing over  600 of 1,000 (60 %)  100/s  4.0 s left\n')
  progress.note('waiting for the server')
  assert.match(take(), /waiting for the server\n$/)
  progress.note('waiting for the server')
  assert.equal(take(), '')
  await clock.advance(20_000)
  take()
  await clock.advance(60_000)
  assert.equal(take(), '', 'the same again is not said again')
  progress.end()
})

test('fields and tables stand in columns', () => {
  const style = createStyle(false)
  assert.deepEqual(
    fieldLines(
      [
        ['Console', 'http://x'],
        ['API', 'a\nb'],
      ],
      style,
    ),
    ['  Console  http://x', '  API      a', '           b'],
  )
  assert.deepEqual(
    tableLines(
      ['Name', 'Waiting'],
      [
        ['one', '5'],
        ['three', '1,000'],
      ],
      style,
    ),
    ['Name   Waiting', 'one          5', 'three    1,000'],
  )
})
