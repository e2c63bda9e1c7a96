import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubmitAnswer, SubmitOutcome } from '@smpp-connect/contracts'
import { type Labels, silentMetrics } from '@smpp-connect/kernel'
import { countAnswers } from '../../src/lanes/count-answers.ts'

test('a status without a name is a vendor’s or another: an SMSC can think of any number of them', () => {
  const counted = new Map<string, number>()
  const count = (_name: string, { status = '' }: Labels = {}, by = 1): void => {
    counted.set(status, (counted.get(status) ?? 0) + by)
  }
  const outcomes: readonly SubmitOutcome[] = [
    { kind: 'answered', smscMessageId: 'id' },
    { kind: 'refused', status: 0x58 },
    ...Array.from({ length: 256 }, (_, at) => ({ kind: 'refused', status: 0x400 + at }) as const),
    ...Array.from({ length: 1_000 }, (_, at) => ({ kind: 'refused', status: 0x10_0000 + at }) as const),
    { kind: 'not-sent', reason: 'no bind' },
  ]
  const answers = outcomes.map(
    (outcome, at): SubmitAnswer => ({
      part: { messageId: `msg_${at}`, number: 1 },
      attempt: 1,
      smscId: 'smsc_1',
      atMs: 1,
      sentAtMs: 0,
      outcome,
    }),
  )
  countAnswers({ ...silentMetrics, count }, answers)
  assert.deepEqual(Object.fromEntries(counted), {
    ESME_ROK: 1,
    ESME_RTHROTTLED: 1,
    vendor: 256,
    other: 1_000,
    not_sent: 1,
  })
})
