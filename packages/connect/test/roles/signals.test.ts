import assert from 'node:assert/strict'
import { it } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import { stopSignal } from '../../src/roles/signals.ts'

it('one Ctrl-C that comes three times is one; a later one insists', async () => {
  const clock = new VirtualClock()
  let insisted = 0
  const asked = stopSignal(clock, () => {
    insisted += 1
  })
  for (let time = 0; time < 3; time++) process.emit('SIGINT', 'SIGINT')
  assert.equal(await asked, 'SIGINT')
  assert.equal(insisted, 0)
  await clock.advance(1_500)
  process.emit('SIGTERM', 'SIGTERM')
  assert.equal(insisted, 1)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.removeAllListeners(signal)
})
