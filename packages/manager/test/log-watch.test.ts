import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONG_LOG_OCTETS } from '@smpp-connect/contracts'
import { silentLog } from '@smpp-connect/kernel'
import type { WriteAheadLog } from '@smpp-connect/store'
import { LogWatch } from '../src/log-watch.ts'
import { World } from './world.ts'

const SHORT: WriteAheadLog = { octets: 40_960, uncopiedOctets: 4_096, trouble: null }
const LONG: WriteAheadLog = { ...SHORT, octets: LONG_LOG_OCTETS + 1 }
const FAILING: WriteAheadLog = { ...SHORT, trouble: 'the disk is full' }

/** What is said at each look, `-` for nothing, when the log is so. */
function said(...logs: readonly (WriteAheadLog | null)[]): readonly string[] {
  const lines: string[] = []
  let now: WriteAheadLog | null = null
  const warn: typeof silentLog.warn = (event, fields) => {
    assert.deepEqual([fields?.octets, fields?.uncopiedOctets], [now?.octets, now?.uncopiedOctets])
    lines.push(fields?.reason ? `${event}: ${fields.reason}` : event)
  }
  const watch = new LogWatch({ writeAheadLog: () => now }, { ...silentLog, warn })
  return logs.map((log) => {
    now = log
    watch.look()
    return lines.splice(0).join() || '-'
  })
}

test('says once that the log of the store cannot be copied, with the reason, and once that it is again', () => {
  const other = { ...FAILING, trouble: 'reading or writing the disk failed (I/O error)', octets: LONG.octets }
  assert.deepEqual(said(SHORT, FAILING, other, FAILING, SHORT, SHORT, other), [
    '-',
    'the log of the store cannot be copied: the disk is full',
    '-',
    '-',
    'the log of the store is copied again',
    '-',
    'the log of the store cannot be copied: reading or writing the disk failed (I/O error)',
  ])
})

test('says once that the log of the store is long though nothing fails, and once that it is short again', () => {
  assert.deepEqual(said(SHORT, { ...SHORT, octets: LONG_LOG_OCTETS }, LONG, LONG, SHORT, SHORT), [
    '-',
    '-',
    'the log of the store is long: somebody reads what is in it without an end, or copying it does not keep up',
    '-',
    'the log of the store is short again',
    '-',
  ])
})

test('says that the log is short again when it grew long while it could not be copied', () => {
  assert.deepEqual(said(FAILING, LONG, LONG, SHORT), [
    'the log of the store cannot be copied: the disk is full',
    'the log of the store is copied again',
    '-',
    'the log of the store is short again',
  ])
})

test('says nothing of a store that cannot tell', () => {
  assert.deepEqual(said(null, FAILING, null, SHORT), [
    '-',
    'the log of the store cannot be copied: the disk is full',
    '-',
    'the log of the store is copied again',
  ])
})

test('a manager looks at the log of its store every second, and tells who asks', async () => {
  const world = await World.start()
  assert.equal(world.manager.useCases.writeAheadLog(), null, 'of a store in memory')
  world.store.writeAheadLog = () => FAILING
  await world.clock.advance(1_000)
  assert.deepEqual(world.warnings, ['the log of the store cannot be copied'])
  assert.deepEqual(world.manager.useCases.writeAheadLog(), FAILING)
  await world.manager.stop()
})
