import { isFinal, mayFollow, type PartState } from '@smpp-connect/contracts/states'
import type { ReceiptRecord } from '../port.ts'
import { expectMove } from './move.ts'
import type { PartChange, PartRow } from './rows.ts'

/**
 * How a receipt changes the part that it names; undefined when it changes nothing: the part is final, or the receipt
 * repeats the one before. A final one ends the part. An intermediate one is noted, and it also proves that the SMSC has
 * the part: one that was being sent or uncertain is `submitted` from then on, so that nothing sends it again.
 */
export function applyReceipt(part: PartRow, receipt: ReceiptRecord, by: 'id' | 'reference'): PartChange | undefined {
  const lastReceipt = `${receipt.state} ${receipt.stat} ${receipt.error ?? ''}`
  if (isFinal(part.state) || part.state === 'queued' || part.lastReceipt === lastReceipt) return undefined
  const { stat, error, smscMessageId } = receipt
  const to = next(part.state, receipt.state)
  const isFailure = receipt.state !== 'submitted' && receipt.state !== 'delivered'
  const isStep = to !== part.state
  if (isStep) expectStep(part.state, to)
  return {
    part: {
      ...part,
      state: to,
      dueAtMs: isStep ? 0 : part.dueAtMs,
      uncertainSinceMs: isStep ? null : part.uncertainSinceMs,
      deadlineMs: isStep && isFinal(to) ? null : part.deadlineMs,
      receiptAtMs: receipt.atMs,
      receiptError: error,
      lastReceipt,
      smscMessageId: part.smscMessageId ?? (smscMessageId || null),
      // One that found its part by reference brings the id that others may name it by.
      idForm: part.idForm ?? (by === 'reference' ? (receipt.idForms[0] ?? null) : null),
      errorCode: isFailure ? stat : part.errorCode,
    },
    events: [{ kind: 'message.receipt', detail: { stat, error, smscMessageId } }],
  }
}

function next(from: PartState, said: ReceiptRecord['state']): PartState {
  if (said !== 'submitted') return said
  return mayFollow(from, 'submitted') ? 'submitted' : from
}

/** Where the state does not follow directly (`sending` → `cancelled`), it does by way of `submitted`, which a receipt proves. */
function expectStep(from: PartState, to: PartState): void {
  if (mayFollow(from, to)) return
  expectMove(from, 'submitted')
  expectMove('submitted', to)
}
