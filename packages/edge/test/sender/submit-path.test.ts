import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { NotSentCode, RequestOutcome } from '@smpp-connect/smpp'
import { type Carrier, SubmitPath, SubmitPaths } from '../../src/sender/submit-path.ts'

const SETTINGS = { windowMode: 'fixed', windowSize: 10 } as const

/** A bind that ends every request like that. */
function pathEnding(outcome: RequestOutcome): SubmitPath {
  const requestWith: Carrier['requestWith'] = (_, onOutcome) => {
    onOutcome(outcome as never)
    return undefined
  }
  return new SubmitPath({ name: 'transceiver-1', takesTlvs: true, requestWith }, SETTINGS)
}

const notSent = (code: NotSentCode): RequestOutcome => ({ kind: 'notSent', code, reason: '' })

describe('a bind as the Sender sees it', () => {
  const cases: readonly [string, RequestOutcome, boolean][] = [
    ['a session that is gone', notSent('not_bound'), true],
    ['a session that is going', notSent('closing'), true],
    ['a link that broke before it left', notSent('link_lost'), true],
    ['a link that broke after it left', { kind: 'uncertain', reason: '', sequenceNumber: 1 }, true],
    ['a PDU that cannot be sent', notSent('invalid'), false],
    ['a command that the bind does not allow', notSent('not_allowed'), false],
    ['an answer that did not come', { kind: 'expired', reason: '', sequenceNumber: 1, waitedMs: 1 }, false],
  ]
  for (const [what, outcome, isDown] of cases) {
    it(`${isDown ? 'takes no more' : 'goes on'} after ${what}`, () => {
      const path = pathEnding(outcome)
      const paths = new SubmitPaths()
      paths.add(path)
      path.send({ command: 'query_sm', messageId: '1' }, (result) => path.ended(result))
      assert.equal(path.isDown, isDown)
      assert.equal(paths.choose(), isDown ? undefined : path)
      assert.deepEqual([paths.windowSum, paths.unanswered], [isDown ? 0 : 10, 0])
    })
  }
})
