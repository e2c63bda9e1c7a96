import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgeRefusal, MOST_ATTEMPTS } from '../../src/lanes/retry.ts'

const THROTTLED = 0x58
const QUEUE_FULL = 0x14
const INVALID_DESTINATION = 0x0b
const SYSTEM_ERROR = 0x08

describe('judging a refusal', () => {
  it('ends the part for a permanent one', () => {
    assert.deepEqual(judgeRefusal(INVALID_DESTINATION, 1, 0.5), {
      kind: 'final',
      state: 'rejected',
      errorCode: 'ESME_RINVDSTADR',
    })
  })

  it('slows the link for throttling and a full queue, and does not punish the message', () => {
    for (const status of [THROTTLED, QUEUE_FULL]) {
      assert.deepEqual(judgeRefusal(status, 1, 0.5), { kind: 'retry', afterMs: 1_000, slowLink: true })
      assert.deepEqual(judgeRefusal(status, 500, 0.5), { kind: 'retry', afterMs: 15_000, slowLink: true })
    }
  })

  it('tries a temporary one again, later each time, and gives up in the end', () => {
    const delays = Array.from({ length: MOST_ATTEMPTS }, (_, before) => judgeRefusal(SYSTEM_ERROR, before + 1, 0.5))
    assert.deepEqual(
      delays.map((verdict) => (verdict.kind === 'retry' ? verdict.afterMs : verdict.state)),
      [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000, 'failed'],
    )
  })

  it('keeps the number of a status that is in no table', () => {
    assert.deepEqual(judgeRefusal(0x4a1, 1, 0), { kind: 'final', state: 'rejected', errorCode: '0x000004a1' })
  })
})
