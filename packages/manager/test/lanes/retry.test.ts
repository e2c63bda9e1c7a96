import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StatusRule } from '@smpp-connect/contracts'
import { judgeRefusal } from '../../src/lanes/retry.ts'

const THROTTLED = 0x58
const QUEUE_FULL = 0x14
const INVALID_DESTINATION = 0x0b
const SYSTEM_ERROR = 0x08

const judge = (status: number, attempt: number, statusRules: readonly StatusRule[] = []) =>
  judgeRefusal(status, attempt, 0.5, { statusRules: [...statusRules], maxAttempts: 12 })
const rule = (given: Partial<StatusRule> & Pick<StatusRule, 'status' | 'action'>): StatusRule => ({
  afterSeconds: null,
  attempts: null,
  ...given,
})

describe('judging a refusal', () => {
  it('ends the part for a permanent one', () => {
    assert.deepEqual(judge(INVALID_DESTINATION, 1), { kind: 'final', state: 'rejected', errorCode: 'ESME_RINVDSTADR' })
  })

  it('slows the link for throttling and a full queue, and does not punish the message, however often', () => {
    for (const status of [THROTTLED, QUEUE_FULL]) {
      assert.deepEqual(judge(status, 1), { kind: 'retry', afterMs: 1_000, counts: false })
      assert.deepEqual(judge(status, 500), { kind: 'retry', afterMs: 1_000, counts: false })
    }
  })

  it('tries a temporary one again, later each time, and leaves it to a person in the end', () => {
    const verdicts = Array.from({ length: 12 }, (_, before) => judge(SYSTEM_ERROR, before + 1))
    assert.deepEqual(
      verdicts.map((verdict) => (verdict.kind === 'retry' ? verdict.afterMs : verdict.kind)),
      [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000, 'hold'],
    )
    assert.deepEqual(verdicts.at(-1), { kind: 'hold', reason: 'refused 12 times, last with ESME_RSYSERR' })
  })

  it('keeps the number of a status that is in no table', () => {
    assert.deepEqual(judge(0x4a1, 1), { kind: 'final', state: 'rejected', errorCode: '0x000004a1' })
  })

  it('does as the SMSC’s own rules say, by name or by number', () => {
    const rules = [
      rule({ status: 'ESME_RINVDSTADR', action: 'retry', afterSeconds: 5, attempts: 2 }),
      rule({ status: '0x4a1', action: 'slow-down', afterSeconds: 0.5 }),
      rule({ status: 'ESME_RSYSERR', action: 'reject' }),
      rule({ status: '0x000000FF', action: 'hold' }),
    ]
    assert.deepEqual(judge(INVALID_DESTINATION, 1, rules), { kind: 'retry', afterMs: 5_000, counts: true })
    assert.deepEqual(judge(INVALID_DESTINATION, 2, rules).kind, 'hold')
    assert.deepEqual(judge(0x4a1, 7, rules), { kind: 'retry', afterMs: 500, counts: false })
    assert.deepEqual(judge(SYSTEM_ERROR, 1, rules), { kind: 'final', state: 'rejected', errorCode: 'ESME_RSYSERR' })
    assert.deepEqual(judge(0xff, 1, rules), {
      kind: 'hold',
      reason: 'a rule of the SMSC holds what it refuses with ESME_RUNKNOWNERR',
    })
  })
})
