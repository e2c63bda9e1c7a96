import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StoreUnavailable } from '@smpp-connect/store'
import { VirtualClock } from '@smpp-connect/testkit'
import { StoreWatch } from '../src/store-watch.ts'

function watched() {
  const clock = new VirtualClock()
  const disk: { failure: Error | undefined; probes: number } = { failure: undefined, probes: 0 }
  const probe = async (): Promise<void> => {
    disk.probes += 1
    if (disk.failure) throw disk.failure
  }
  return { clock, disk, watch: new StoreWatch({ probe }, clock) }
}

test('says why the store cannot write, and that it can again, within a second', async () => {
  const { clock, disk, watch } = watched()
  assert.equal(await watch.trouble(), undefined)
  disk.failure = new StoreUnavailable('the disk is full')
  assert.equal(await watch.trouble(), undefined, 'as found a moment ago')
  await clock.advance(1_000)
  assert.equal(await watch.trouble(), 'the disk is full')
  disk.failure = undefined
  await clock.advance(1_000)
  assert.equal(await watch.trouble(), undefined)
})

test('asks the disk once a second, however many want to know', async () => {
  const { clock, disk, watch } = watched()
  await Promise.all(Array.from({ length: 50 }, () => watch.trouble()))
  assert.equal(disk.probes, 1)
  await clock.advance(1_000)
  await watch.trouble()
  assert.equal(disk.probes, 2)
})

test('does not tell what a bug says', async () => {
  const { disk, watch } = watched()
  disk.failure = new TypeError('secret')
  assert.equal(await watch.trouble(), 'the log holds the reason')
})
