import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EventReader } from '../../src/feed/event-reader.ts'
import { EventTail } from '../../src/feed/event-tail.ts'
import { FakeLog } from '../fake-use-cases.ts'

/** A world in which events are appended before, during and after each read, and are announced at once or later. */
async function follow(
  before: number,
  after: number,
  steps: readonly [during: number, between: number][],
  limit: number,
  capacity: number,
) {
  const log = new FakeLog()
  log.append(before)
  const tail = new EventTail(capacity)
  log.listen((events) => tail.append(events))
  const reader = new EventReader(tail, (seq, count) => log.read(seq, count), after)
  const got: number[] = []
  const read = async () => {
    for (;;) {
      const events = await reader.next(limit)
      if (events.length === 0) return
      got.push(...events.map(({ seq }) => seq))
    }
  }
  for (const [during, between] of steps) {
    let left = during
    log.meanwhile = () => {
      if (left-- > 0) log.append(1)
    }
    await read()
    log.append(between)
  }
  log.meanwhile = () => undefined
  await read()
  const expected = Array.from({ length: Math.max(0, log.events.length - after) }, (_, index) => after + index + 1)
  return { got, expected, reads: log.reads }
}

test('no event is lost or doubled, whatever happens while one reads', async () => {
  const small = fc.nat({ max: 12 })
  await fc.assert(
    fc.asyncProperty(
      small,
      fc.array(fc.tuple(small, small), { maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      small,
      async (before, steps, limit, capacity, behind) => {
        const { got, expected } = await follow(before, Math.max(0, before - behind), steps, limit, capacity)
        assert.deepEqual(got, expected)
      },
    ),
    { numRuns: 300, seed: 20260101 },
  )
})

test('following live costs no reads of the store', async () => {
  const log = new FakeLog()
  const tail = new EventTail()
  log.listen((events) => tail.append(events))
  const reader = new EventReader(tail, (seq, count) => log.read(seq, count), 0)
  for (let i = 0; i < 50; i++) {
    log.append(3)
    assert.equal((await reader.next(10)).length, 3)
  }
  assert.equal(log.reads, 0)
})

test('what has been spoken stays behind what is being prepared', async () => {
  const log = new FakeLog()
  log.append(5)
  const reader = new EventReader(new EventTail(), (seq, count) => log.read(seq, count), 2)
  await reader.next(10)
  assert.deepEqual([reader.cursor, reader.spokenUpTo], [5, 2])
  reader.speak()
  assert.equal(reader.spokenUpTo, 5)
})
