import type { MessageId, SmscId, SubmitAnswer, SubmitOutcome } from '@smpp-connect/contracts'
import type { Answer } from './link.generated.ts'

export function answerToWire(answer: SubmitAnswer): Answer {
  const wire: Answer = {
    $typeName: 'connect.link.v1.Answer',
    messageId: answer.part.messageId,
    part: answer.part.number,
    attempt: answer.attempt,
    smscId: answer.smscId,
    atMs: answer.atMs,
    outcome: outcomeToWire(answer.outcome),
  }
  if (answer.sentAtMs !== null) wire.sentAtMs = answer.sentAtMs
  return wire
}

export function answerFromWire(answer: Answer): SubmitAnswer {
  return {
    part: { messageId: answer.messageId as MessageId, number: answer.part },
    attempt: answer.attempt,
    smscId: answer.smscId as SmscId,
    atMs: answer.atMs,
    sentAtMs: answer.sentAtMs ?? null,
    outcome: outcomeFromWire(answer.outcome),
  }
}

function outcomeToWire(outcome: SubmitOutcome): Answer['outcome'] {
  switch (outcome.kind) {
    case 'answered':
      return { case: 'answered', value: outcome.smscMessageId }
    case 'refused':
      return { case: 'refused', value: outcome.status }
    case 'not-sent':
      return { case: 'notSent', value: outcome.reason }
    case 'unsendable':
      return { case: 'unsendable', value: outcome.reason }
    case 'uncertain':
      return { case: 'uncertain', value: outcome.reason }
    case 'blocked':
      return { case: 'blocked', value: { $typeName: 'connect.link.v1.Nothing' } }
    case 'behind':
      return { case: 'behind', value: { $typeName: 'connect.link.v1.Nothing' } }
  }
}

function outcomeFromWire(outcome: Answer['outcome']): SubmitOutcome {
  switch (outcome.case) {
    case 'answered':
      return { kind: 'answered', smscMessageId: outcome.value }
    case 'refused':
      return { kind: 'refused', status: outcome.value }
    case 'notSent':
      return { kind: 'not-sent', reason: outcome.value }
    case 'unsendable':
      return { kind: 'unsendable', reason: outcome.value }
    case 'uncertain':
      return { kind: 'uncertain', reason: outcome.value }
    case 'blocked':
      return { kind: 'blocked' }
    case 'behind':
      return { kind: 'behind' }
    case undefined:
      // It may have left: whatever else were assumed could send it twice, or never.
      return { kind: 'uncertain', reason: 'the edge told an outcome that this version of the manager does not know' }
  }
}
