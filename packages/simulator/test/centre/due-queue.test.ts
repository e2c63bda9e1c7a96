import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import fc from 'fast-check'
import { DueQueue } from '../../src/centre/due-queue.ts'

test('all is done at its time, in order, on one timer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), async (delays) => {
      const clock = new VirtualClock()
      const queue = new DueQueue(clock)
      const done: (readonly [number, number])[] = []
      for (const [index, delayMs] of delays.entries()) {
        queue.at(clock.nowMs() + delayMs, () => {
          assert.equal(clock.monotonicMs(), delayMs)
          done.push([delayMs, index])
        })
        assert.equal(clock.pendingTimers, 1)
      }
      await clock.advance(50)
      const expected = delays.map((delayMs, index) => [delayMs, index] as const)
      expected.sort((one, other) => one[0] - other[0] || one[1] - other[1])
      assert.deepEqual(done, expected)
      assert.deepEqual([queue.size, clock.pendingTimers], [0, 0])
    }),
    { numRuns: 40 },
  )
})

test('what is added while others are done has its turn', async () => {
  const clock = new VirtualClock()
  const queue = new DueQueue(clock)
  const done: string[] = []
  queue.after(10, () => {
    done.push('first')
    queue.after(5, () => done.push('second'))
  })
  await clock.advance(14)
  assert.deepEqual(done, ['first'])
  await clock.advance(1)
  assert.deepEqual(done, ['first', 'second'])
})

test('a cleared queue does nothing more', async () => {
  const clock = new VirtualClock()
  const queue = new DueQueue(clock)
  queue.after(1, () => assert.fail('cleared'))
  queue.clear()
  await clock.advance(10)
  assert.equal(clock.pendingTimers, 0)
})
