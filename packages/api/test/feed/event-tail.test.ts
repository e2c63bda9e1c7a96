import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectEvent } from '@smpp-connect/contracts'
import { EventTail } from '../../src/feed/event-tail.ts'

function event(seq: number): ConnectEvent {
  return {
    seq,
    atMs: seq,
    kind: 'message.sending',
    messageId: null,
    part: null,
    conversationId: null,
    smscId: null,
    detail: {},
  }
}

const seqs = (events: readonly ConnectEvent[] | undefined) => events?.map(({ seq }) => seq)

test('before anything was announced it knows nothing', () => {
  assert.equal(new EventTail().after(0, 10), undefined)
  assert.equal(new EventTail().lastSeq, 0)
})

test('it is whole from the first announcement on, and says when it does not reach back', () => {
  const tail = new EventTail()
  tail.append([event(5), event(6)])
  assert.equal(tail.after(3, 10), undefined, '4 was before its time')
  assert.deepEqual(seqs(tail.after(4, 10)), [5, 6])
  assert.deepEqual(seqs(tail.after(5, 10)), [6])
  assert.deepEqual(seqs(tail.after(6, 10)), [])
  assert.deepEqual(seqs(tail.after(99, 10)), [])
})

test('gaps in the numbers do no harm', () => {
  const tail = new EventTail()
  tail.append([event(5), event(9), event(12)])
  assert.deepEqual(seqs(tail.after(6, 10)), [9, 12])
  assert.deepEqual(seqs(tail.after(4, 2)), [5, 9])
})

test('what is announced twice is kept once', () => {
  const tail = new EventTail()
  tail.append([event(1), event(2)])
  tail.append([event(2), event(3)])
  tail.append([event(1)])
  assert.deepEqual(seqs(tail.after(0, 10)), [1, 2, 3])
})

test('it forgets the oldest, and knows that it did', () => {
  const tail = new EventTail(10)
  for (let seq = 1; seq <= 25; seq++) tail.append([event(seq)])
  let reach = 25
  while (tail.after(reach - 1, 1)) reach--
  assert.ok(reach > 1 && reach <= 16, `reaches back to ${reach}`)
  assert.deepEqual(seqs(tail.after(reach, 2)), [reach + 1, reach + 2])
})

test('listeners are called after each append until they stop', () => {
  const tail = new EventTail()
  let calls = 0
  const stop = tail.onAppend(() => calls++)
  tail.append([event(1)])
  tail.append([])
  stop()
  tail.append([event(2)])
  assert.equal(calls, 1)
})
