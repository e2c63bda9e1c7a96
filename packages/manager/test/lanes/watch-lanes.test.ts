import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '@smpp-connect/kernel'
import type { EdgeView } from '@smpp-connect/link'
import type { QueueRecord } from '@smpp-connect/store'
import { VirtualClock } from '@smpp-connect/testkit'
import { watchLanes } from '../../src/lanes/watch-lanes.ts'
import { STALL_AFTER_MS, Watchdog } from '../../src/lanes/watchdog.ts'
import { definition } from '../definition.ts'

const LONDON: EdgeView = {
  edgeId: 'london',
  up: true,
  role: 'edge',
  sinceMs: 0,
  reason: '',
  silentMs: 0,
  productVersion: '0.1.0',
  from: '192.0.2.7:40000',
  definitions: [],
  openOrders: 1,
}

const QUEUE: Omit<QueueRecord, 'smscId'> = {
  queued: 3,
  queuedByClass: { code: 0, transactional: 3, bulk: 0 },
  sending: 1,
  uncertain: 0,
  held: 0,
  delayed: 0,
  oldestQueuedAtMs: 0,
}

/** Why nothing moves at an SMSC of which London holds the bind, with such a link to it. */
async function whyStalled(given: Partial<EdgeView>): Promise<string | undefined> {
  const [clock, watchdog, smsc] = [new VirtualClock(), new Watchdog(), definition()]
  const look = (): Promise<void> =>
    watchLanes({
      store: { queues: async () => [{ ...QUEUE, smscId: smsc.id }] },
      clock,
      log: silentLog,
      lanes: { of: () => ({ credit: 0, moves: 7 }) as never },
      watchdog,
      definitions: [smsc],
      isBound: () => true,
      holder: () => 'london',
      edges: {
        views: () => [
          { ...LONDON, edgeId: 'paris' },
          { ...LONDON, ...given },
        ],
      },
    })
  await look()
  await clock.advance(STALL_AFTER_MS)
  await look()
  return watchdog.stalls(clock.monotonicMs(), clock.nowMs())[0]?.why
}

test('where nothing moves because the edge is not heard, that is the reason', async () => {
  assert.match((await whyStalled({ silentMs: 3_000 })) ?? '', /^3 parts are due, .*: the SMSC answers nothing$/)
  assert.equal(
    await whyStalled({ silentMs: 5_400 }),
    '3 parts are due, and nothing has been heard of the edge london for 5 s: its texts wait until the link is heard again or found dead',
  )
})
