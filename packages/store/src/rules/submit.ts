import { mayFollow, type PartState } from '@smpp-connect/contracts/states'
import type { SubmitRecord } from '../port.ts'
import { blockPart, loseAnswer } from './lease.ts'
import { awaitsAnswer, expectMove, move } from './move.ts'
import type { PartChange, PartRow } from './rows.ts'

/**
 * How the end of a submit changes the part; undefined when it changes nothing: it names another attempt, or the part
 * waits for no answer any more. `waitsMs` is until when those before it in its conversation hold it back; 0 when they do
 * not. One exception: an SMSC may send the receipt before its answer, and then the answer still tells the message id and
 * the times, while the state, which has gone further, stays.
 */
export function applySubmit(part: PartRow, record: SubmitRecord, waitsMs: number): PartChange | undefined {
  if (record.attempt !== part.attempts || record.smscId !== part.smscId) return undefined
  if (!awaitsAnswer(part)) return answerAfterReceipt(part, record)
  const { result, attempt, atMs } = record
  const sentAtMs = record.sentAtMs ?? part.sentAtMs
  /** The part where the SMSC's answer moves it. */
  const answered = (state: PartState, lastStatus: number): PartRow => ({
    ...move(part, state),
    sentAtMs,
    answeredAtMs: atMs,
    answeredAttempt: attempt,
    lastStatus,
  })
  switch (result.kind) {
    case 'submitted': {
      const { smscMessageId } = result
      expectMove(part.state, 'submitted')
      return {
        part: {
          ...part,
          state: 'submitted',
          dueAtMs: 0,
          uncertainSinceMs: null,
          sentAtMs,
          answeredAtMs: atMs,
          answeredAttempt: attempt,
          lastStatus: 0,
          smscMessageId: smscMessageId || part.smscMessageId,
          idForm: part.idForm ?? result.idForms[0] ?? null,
        },
        events: [{ kind: 'message.submitted', detail: { smscMessageId, attempt } }],
      }
    }
    case 'retry': {
      const { status } = result
      const dueAtMs = Math.max(0, result.dueAtMs, waitsMs)
      return {
        part: { ...answered('queued', status), dueAtMs, excused: part.excused + (result.counts ? 0 : 1) },
        events: [
          { kind: 'message.refused', detail: { status, attempt } },
          { kind: 'message.retrying', detail: { dueAtMs, attempt } },
        ],
      }
    }
    case 'final': {
      const { state, status, errorCode } = result
      if (!mayFollow(part.state, state)) return undefined
      // Without a status nobody refused it: it breaks a limit of the protocol and was never sent.
      if (status === null) return { part: { ...move(part, state), errorCode }, events: [] }
      return {
        part: { ...answered(state, status), errorCode },
        events: [{ kind: 'message.refused', detail: { status, attempt, errorCode } }],
      }
    }
    case 'hold': {
      const { status, reason } = result
      // Its answer was outstanding, or it is held already: the answer says that the SMSC does not have it.
      const held = part.state === 'held' ? { ...part, uncertainSinceMs: null } : move(part, 'held')
      return {
        part: { ...held, sentAtMs, answeredAtMs: atMs, answeredAttempt: attempt, lastStatus: status },
        events: [
          { kind: 'message.refused', detail: { status, attempt } },
          { kind: 'message.held', detail: { reason } },
        ],
      }
    }
    case 'returned': {
      const dueAtMs = result.behind ? waitsMs : 0
      return {
        part: { ...move(part, 'queued'), excused: part.excused + 1, dueAtMs },
        events: [{ kind: 'message.returned', detail: { reason: result.reason, attempt } }],
      }
    }
    case 'blocked':
      return part.state === 'sending' ? blockPart(part) : undefined
    case 'uncertain':
      if (part.state !== 'sending') return undefined
      return loseAnswer({ ...part, sentAtMs }, result.reason, atMs)
  }
}

function answerAfterReceipt(part: PartRow, record: SubmitRecord): PartChange | undefined {
  const { result, attempt, atMs, sentAtMs } = record
  if (result.kind !== 'submitted' || part.receiptAtMs === null || part.answeredAttempt === attempt) return undefined
  const { smscMessageId } = result
  return {
    part: {
      ...part,
      smscMessageId: smscMessageId || part.smscMessageId,
      idForm: part.idForm ?? result.idForms[0] ?? null,
      sentAtMs: sentAtMs ?? part.sentAtMs,
      answeredAtMs: atMs,
      answeredAttempt: attempt,
      lastStatus: 0,
    },
    events: [{ kind: 'message.submitted', detail: { smscMessageId, attempt } }],
  }
}
