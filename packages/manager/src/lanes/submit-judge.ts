import type { SubmitAnswer } from '@smpp-connect/contracts'
import type { SubmitRecord } from '@smpp-connect/store'
import { lookUpForms } from '../receipts/look-up-forms.ts'
import { judgeRefusal } from './retry.ts'

/** What the store is to record of an answer, and for how long the lane should pause (0: not at all). */
export interface JudgedAnswer {
  readonly record: SubmitRecord
  readonly pauseMs: number
}

/** Turns what the Sender reports into what is kept. Pure; `jitter` is in [0, 1). */
export function judgeAnswer(answer: SubmitAnswer, jitter: number): JudgedAnswer {
  const { part, attempt, smscId, atMs, sentAtMs, outcome } = answer
  const common = { part, attempt, smscId, atMs, sentAtMs }
  switch (outcome.kind) {
    case 'answered': {
      const { smscMessageId } = outcome
      const idForms = lookUpForms(smscMessageId)
      return { record: { ...common, result: { kind: 'submitted', smscMessageId, idForms } }, pauseMs: 0 }
    }
    case 'refused': {
      const verdict = judgeRefusal(outcome.status, attempt, jitter)
      if (verdict.kind === 'final') {
        const { state, errorCode } = verdict
        return {
          record: { ...common, result: { kind: 'final', state, status: outcome.status, errorCode } },
          pauseMs: 0,
        }
      }
      const dueAtMs = atMs + verdict.afterMs
      return {
        record: { ...common, result: { kind: 'retry', status: outcome.status, dueAtMs } },
        pauseMs: verdict.slowLink ? verdict.afterMs : 0,
      }
    }
    case 'not-sent':
      return { record: { ...common, result: { kind: 'returned', reason: outcome.reason } }, pauseMs: 0 }
    case 'unsendable': {
      const result = { kind: 'final', state: 'failed', status: null, errorCode: 'unsendable' } as const
      return { record: { ...common, result }, pauseMs: 0 }
    }
    case 'uncertain':
      return { record: { ...common, result: { kind: 'uncertain', reason: outcome.reason } }, pauseMs: 0 }
  }
}
