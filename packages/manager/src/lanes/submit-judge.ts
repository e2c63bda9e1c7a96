import type { SmscDefinition, SubmitAnswer } from '@smpp-connect/contracts'
import type { SubmitRecord } from '@smpp-connect/store'
import { lookUpForms } from '../receipts/look-up-forms.ts'
import { judgeRefusal } from './retry.ts'

/** Rules of an SMSC whose definition was deleted meanwhile. */
const NO_RULES: Pick<SmscDefinition, 'statusRules' | 'maxAttempts'> = { statusRules: [], maxAttempts: 12 }

/** What the store is to record of an answer. Pure. `failedBefore`: attempts that count against it; `jitter` gives one in [0, 1). */
export function judgeAnswer(
  answer: SubmitAnswer,
  failedBefore: number,
  jitter: () => number,
  definition: Pick<SmscDefinition, 'statusRules' | 'maxAttempts'> = NO_RULES,
): SubmitRecord {
  const { part, attempt, smscId, atMs, sentAtMs, outcome } = answer
  return {
    part,
    attempt,
    smscId,
    atMs,
    sentAtMs,
    result: resultOf(outcome, failedBefore + 1, atMs, jitter, definition),
  }
}

function resultOf(
  outcome: SubmitAnswer['outcome'],
  failure: number,
  atMs: number,
  jitter: () => number,
  definition: Pick<SmscDefinition, 'statusRules' | 'maxAttempts'>,
): SubmitRecord['result'] {
  switch (outcome.kind) {
    case 'answered': {
      const { smscMessageId } = outcome
      return { kind: 'submitted', smscMessageId, idForms: lookUpForms(smscMessageId) }
    }
    case 'refused': {
      const { status } = outcome
      const verdict = judgeRefusal(status, failure, jitter(), definition)
      if (verdict.kind === 'final') return { kind: 'final', state: verdict.state, status, errorCode: verdict.errorCode }
      if (verdict.kind === 'hold') return { kind: 'hold', status, reason: verdict.reason }
      return { kind: 'retry', status, dueAtMs: atMs + verdict.afterMs, counts: verdict.counts }
    }
    case 'not-sent':
      return { kind: 'returned', reason: outcome.reason }
    case 'behind':
      return { kind: 'returned', reason: 'an earlier one to the same person goes first', behind: true }
    case 'blocked':
      return { kind: 'blocked' }
    case 'unsendable':
      return { kind: 'final', state: 'failed', status: null, errorCode: 'unsendable' }
    case 'uncertain':
      return { kind: 'uncertain', reason: outcome.reason }
  }
}
