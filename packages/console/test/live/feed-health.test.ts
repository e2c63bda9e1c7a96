import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FeedHealth, nextFeedHealth, startFeedHealth } from '../../src/live/feed-health.ts'

const after = (...signals: ['heard' | 'lost' | 'tick', number][]): FeedHealth =>
  signals.reduce((health, [signal, atMs]) => nextFeedHealth(health, signal, atMs), startFeedHealth(0))

test('it is live while something is heard', () => {
  assert.deepEqual(after(['heard', 100]), { status: 'live', heardAtMs: 100 })
  assert.deepEqual(after(['heard', 100], ['tick', 5_100]), { status: 'live', heardAtMs: 100 })
})

test('after five seconds of silence it is stale since the last sign of life, though the line looks whole', () => {
  assert.deepEqual(after(['heard', 100], ['tick', 5_101]), { status: 'stale', heardAtMs: 100 })
  assert.deepEqual(after(['heard', 100], ['tick', 5_101], ['heard', 9_000]), { status: 'live', heardAtMs: 9_000 })
})

test('a broken line is being mended at first, and stale when that takes long', () => {
  assert.deepEqual(after(['heard', 100], ['lost', 900]), { status: 'reconnecting', heardAtMs: 100 })
  assert.deepEqual(after(['heard', 100], ['lost', 900], ['tick', 5_101]), { status: 'stale', heardAtMs: 100 })
  assert.equal(after(['heard', 100], ['tick', 5_101], ['lost', 6_000]).status, 'stale')
})

test('a page that never heard anything is stale since it began to wait', () => {
  assert.deepEqual(after(['tick', 4_000]), { status: 'connecting', heardAtMs: 0 })
  assert.deepEqual(after(['tick', 5_001]), { status: 'stale', heardAtMs: 0 })
})

test('nothing new gives the very same health, so that nothing is drawn again', () => {
  const live = after(['heard', 100])
  assert.equal(nextFeedHealth(live, 'tick', 2_000), live)
  const stale = nextFeedHealth(live, 'tick', 9_000)
  assert.equal(nextFeedHealth(stale, 'tick', 10_000), stale)
  assert.equal(nextFeedHealth(stale, 'lost', 10_000), stale)
})
