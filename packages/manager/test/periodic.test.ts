import assert from 'node:assert/strict'
import { it } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { Periodic } from '../src/periodic.ts'

it('does its work again and again, never twice at once, and after a failure too', async () => {
  const clock = new VirtualClock()
  const failures: unknown[] = []
  const periodic = new Periodic(clock, { ...silentLog, error: (_event, fields) => failures.push(fields?.cause) })
  const ends: ((failure?: Error) => void)[] = []
  periodic.every(500, () => {
    return new Promise((resolve, reject) => ends.push((failure) => (failure ? reject(failure) : resolve())))
  })
  await clock.advance(499)
  assert.equal(ends.length, 0)
  await clock.advance(10_000)
  assert.equal(ends.length, 1, 'the first has not ended')
  ends[0]?.(new Error('the disk is full'))
  await clock.advance(500)
  assert.equal(ends.length, 2)
  assert.deepEqual(failures, ['Error: the disk is full'])

  let stopped = false
  const stopping = periodic.stop().then(() => {
    stopped = true
  })
  await settle()
  assert.equal(stopped, false, 'the one under way is waited for')
  ends[1]?.()
  await stopping
  await clock.advance(10_000)
  assert.equal(ends.length, 2)
})

it('begins nothing after it was stopped', async () => {
  const clock = new VirtualClock()
  const periodic = new Periodic(clock, silentLog)
  periodic.every(500, () => assert.fail('it began'))
  await periodic.stop()
  await clock.advance(10_000)
})
