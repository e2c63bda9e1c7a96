import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubmitAnswer } from '@smpp-connect/contracts'
import { settle } from '@smpp-connect/testkit'
import { AnswerLog } from '../../src/edge/answer-log.ts'

const ONE: SubmitAnswer = {
  part: { messageId: 'msg_1', number: 1 },
  attempt: 1,
  smscId: 'smsc_one',
  atMs: 1,
  sentAtMs: 1,
  outcome: { kind: 'answered', smscMessageId: 'x' },
}

/** The numbers of the frames that it would send now. */
function frames(log: AnswerLog): readonly string[] {
  const all: string[] = []
  for (let one = log.next(); one; one = log.next()) {
    if (one.kind.case !== 'answers') continue
    const first = Number(one.kind.value.first)
    all.push(`${first}-${first + one.kind.value.answers.length - 1}`)
  }
  return all
}

test('a connection goes on after what the manager has, and forgets only what is durable', async () => {
  const log = new AnswerLog()
  const settled: number[] = []
  for (const count of [2, 1, 3]) log.add(Array.from({ length: count }, () => ONE)).then(() => settled.push(count))
  assert.deepEqual(frames(log), ['1-2', '3-3', '4-6'])
  assert.deepEqual(frames(log), [])
  log.resume(3)
  assert.deepEqual(frames(log), ['4-6'])
  log.durable(2)
  await settle()
  assert.deepEqual(settled, [2])
  assert.equal(log.settled, 2)
  assert.equal(log.count, 4)
  log.resume(0)
  assert.deepEqual(frames(log), ['3-3', '4-6'])
  log.add([ONE])
  assert.deepEqual(frames(log), ['7-7'])
  log.durable(7)
  await settle()
  assert.deepEqual(settled, [2, 1, 3])
  assert.equal(log.count, 0)
})

test('many answers at once are several frames, and are settled together', async () => {
  const log = new AnswerLog()
  let settled = false
  log.add(Array.from({ length: 1_200 }, () => ONE)).then(() => {
    settled = true
  })
  assert.deepEqual(frames(log), ['1-500', '501-1000', '1001-1200'])
  log.durable(1_000)
  await settle()
  assert.equal(settled, false)
  log.durable(1_200)
  await settle()
  assert.ok(settled)
})

test('a manager that calls durable what was never sent is not believed', () => {
  const log = new AnswerLog()
  log.add([ONE])
  log.durable(2)
  assert.equal(log.settled, 0)
  assert.equal(log.count, 1)
})
