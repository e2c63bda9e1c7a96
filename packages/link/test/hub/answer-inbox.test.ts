import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubmitAnswer } from '@smpp-connect/contracts'
import { silentLog } from '@smpp-connect/kernel'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { AnswerInbox } from '../../src/hub/answer-inbox.ts'

/** Answers number `first` to `last` of an edge. */
function answers(first: number, last: number): readonly SubmitAnswer[] {
  return Array.from({ length: last - first + 1 }, (_, at) => ({
    part: { messageId: `msg_${first + at}`, number: 1 },
    attempt: 1,
    smscId: 'smsc_one',
    atMs: 1,
    sentAtMs: 1,
    outcome: { kind: 'answered', smscMessageId: 'x' },
  }))
}

function inbox(): {
  readonly inbox: AnswerInbox
  readonly clock: VirtualClock
  readonly stored: string[]
  readonly writes: PromiseWithResolvers<void>[]
} {
  const clock = new VirtualClock()
  const stored: string[] = []
  const writes: PromiseWithResolvers<void>[] = []
  const store = (some: readonly SubmitAnswer[]): Promise<void> => {
    stored.push(some.map(({ part }) => part.messageId.slice(4)).join(' '))
    const write = Promise.withResolvers<void>()
    writes.push(write)
    return write.promise
  }
  return { inbox: new AnswerInbox({ store, clock, log: silentLog, wake: () => {} }), clock, stored, writes }
}

function told(it: AnswerInbox): number | undefined {
  const kind = it.next()?.kind
  return kind?.case === 'answersDurable' ? Number(kind.value.through) : undefined
}

test('what came before is not taken again, wholly or in part', () => {
  const { inbox: it, stored } = inbox()
  assert.equal(it.resume('edge', 0), 0)
  assert.equal(it.take(1, answers(1, 5)), 'taken')
  assert.equal(it.take(1, answers(1, 5)), 'known')
  assert.equal(it.take(2, answers(2, 3)), 'known')
  assert.equal(it.take(4, answers(4, 8)), 'taken')
  assert.deepEqual(stored, ['1 2 3 4 5', '6 7 8'])
  assert.equal(it.resume('edge', 0), 8)
})

test('what leaves a gap is not taken', () => {
  const { inbox: it, stored } = inbox()
  it.resume('edge', 10)
  assert.equal(it.take(12, answers(12, 12)), 'gap')
  assert.equal(it.take(11, answers(11, 12)), 'taken')
  assert.deepEqual(stored, ['11 12'])
})

test('the edge is told up to where all is durable, whatever became so first', async () => {
  const { inbox: it, writes } = inbox()
  it.resume('edge', 0)
  for (let first = 1; first <= 9; first += 3) it.take(first, answers(first, first + 2))
  writes[1]?.resolve()
  await settle()
  assert.equal(told(it), undefined)
  writes[0]?.resolve()
  await settle()
  assert.equal(told(it), 6)
  assert.equal(told(it), undefined, 'once')
  writes[2]?.resolve()
  await settle()
  assert.equal(told(it), 9)
  it.resume('edge', 6)
  assert.equal(told(it), 9, 'it may not have heard it')
})

test('what the store refuses is tried again, and holds back what is told', async () => {
  const { inbox: it, writes, stored, clock } = inbox()
  it.resume('edge', 0)
  it.take(1, answers(1, 1))
  it.take(2, answers(2, 2))
  writes[0]?.reject(new Error('disk full'))
  writes[1]?.resolve()
  await settle()
  assert.equal(told(it), undefined)
  await clock.advance(1_000)
  assert.deepEqual(stored, ['1', '2', '1'])
  writes[2]?.resolve()
  await settle()
  assert.equal(told(it), 2)
})

test('another process of the edge has numbers of its own', async () => {
  const { inbox: it, writes, stored } = inbox()
  it.resume('edge', 0)
  it.take(1, answers(1, 4))
  assert.equal(it.resume('another', 0), 0)
  assert.equal(it.take(1, answers(1, 2)), 'taken')
  writes[0]?.resolve()
  await settle()
  assert.equal(told(it), undefined, 'those were the numbers of the other')
  writes[1]?.resolve()
  await settle()
  assert.equal(told(it), 2)
  assert.deepEqual(stored, ['1 2 3 4', '1 2'])
})

test('an edge that answers far more than it was given is not taken in', () => {
  const { inbox: it } = inbox()
  it.resume('edge', 0)
  assert.equal(it.take(1, answers(1, 200_000)), 'taken')
  assert.equal(it.take(200_001, answers(200_001, 200_001)), 'too-many')
})
