import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_BATCH, type MessageState } from '@smpp-connect/contracts'
import { VirtualClock } from '@smpp-connect/testkit'
import { type Follow, type FollowEnd, follow } from '../../src/send/follow.ts'
import type { HandedOver, JournalEntry } from '../../src/send/journal.ts'

/** So many batches of so many messages; `stateOf` says how each stands in a round. */
function following(
  shape: { readonly batches: number; readonly size: number },
  stateOf: (message: number, asked: number) => MessageState | undefined,
  options: Partial<Follow> = {},
) {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const requests: { readonly atMs: number; readonly ids: readonly string[] }[] = []
  const recorded: JournalEntry[] = []
  const asked = new Map<string, number>()
  let taken = 0
  let finals = 0
  let lastOpen: Readonly<Record<string, number>> = {}
  async function* batches(): AsyncGenerator<HandedOver> {
    for (let batch = 0; batch < shape.batches; batch++) {
      taken += 1
      const ids = Array.from({ length: shape.size }, (_, index) => String(batch * shape.size + index))
      yield { kind: 'handed-over', batch, ids, parts: 0, gsm7: 0, ucs2: 0, refused: [] }
    }
  }
  let end: FollowEnd | undefined
  const done = follow({
    batches: batches(),
    states: async (ids) => {
      requests.push({ atMs: clock.monotonicMs(), ids })
      const states: Record<string, MessageState> = {}
      for (const id of ids) {
        asked.set(id, (asked.get(id) ?? 0) + 1)
        const state = stateOf(Number(id), asked.get(id) ?? 0)
        if (state) states[id] = state
      }
      return { kind: 'ok', body: { states }, retryAfterMs: undefined }
    },
    record: (entry) => recorded.push(entry),
    onFinal: (count) => {
      finals += count
    },
    onRound: (openByState) => {
      lastOpen = openByState
    },
    clock,
    limitMs: Number.POSITIVE_INFINITY,
    stop: stop.signal,
    ...options,
  }).then((reached) => {
    end = reached
  })
  const now = () => ({ end, taken, finals, lastOpen })
  return { clock, stop, requests, recorded, done, now }
}

test('each batch is recorded once all of it is final, with how many are in which state', async () => {
  const run = following({ batches: 2, size: 3 }, (message) => (message === 4 ? undefined : 'delivered'))
  await run.done
  assert.deepEqual(run.now().end, { kind: 'settled', partial: {} })
  assert.deepEqual(run.recorded, [
    { kind: 'settled', batch: 0, states: { delivered: 3 } },
    { kind: 'settled', batch: 1, states: { delivered: 2, unknown: 1 } },
  ])
  assert.equal(run.now().finals, 6)
})

test('a long run is watched piece by piece, and no request asks for too many', async () => {
  const run = following({ batches: 100, size: 200 }, (_, asked) => (asked >= 2 ? 'delivered' : 'submitted'), {
    mostWatched: 2_000,
  })
  await run.clock.advance(0)
  assert.equal(run.now().taken, 10)
  assert.deepEqual(run.now().lastOpen, { submitted: 2_000 })
  await run.clock.advance(60_000)
  assert.deepEqual([run.now().end?.kind, run.now().finals, run.recorded.length], ['settled', 20_000, 100])
  assert.ok(run.requests.every(({ ids }) => ids.length <= MAX_BATCH))
  assert.equal(run.requests.length, (2 * 20_000) / MAX_BATCH)
})

test('one that never becomes final does not keep the rest from being seen', async () => {
  const run = following({ batches: 50, size: 10 }, (message) => (message % 10 === 0 ? 'held' : 'delivered'), {
    mostWatched: 60,
  })
  await run.clock.advance(60_000)
  assert.deepEqual([run.now().taken, run.now().finals], [50, 450])
  run.stop.abort()
  await run.done
  assert.deepEqual(run.now().end, { kind: 'interrupted', partial: { delivered: 450 } })
})

test('without news it asks less and less often, and with news often again', async () => {
  let isFinal = false
  const run = following({ batches: 1, size: 2 }, (message) => (message === 0 && isFinal ? 'delivered' : 'submitted'))
  await run.clock.advance(30_000)
  const before = run.requests.length
  assert.ok(before <= 16, `${before} requests in 30 s`)
  assert.ok((run.requests.at(-1)?.atMs ?? 0) >= 27_000, 'it does not stop asking')
  isFinal = true
  await run.clock.advance(3_000 + 150)
  assert.ok(run.requests.length >= before + 2)
  run.stop.abort()
  await run.done
  assert.equal(run.clock.pendingTimers, 0)
})

test('a limit ends it with what is known', async () => {
  const run = following({ batches: 1, size: 2 }, (message) => (message === 0 ? 'expired' : 'accepted'), {
    limitMs: 5_000,
  })
  await run.clock.advance(5_000)
  assert.deepEqual(run.now().end, { kind: 'limit', partial: { expired: 1 } })
})
