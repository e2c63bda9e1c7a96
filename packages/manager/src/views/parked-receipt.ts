import type { ParkedReceipt } from '@smpp-connect/contracts'
import type { ParkedReceiptRecord } from '@smpp-connect/store'
import { PARKED_RECEIPTS_KEPT_MS } from '../receipts/record-receipts.ts'
import { time } from './time.ts'

export function parkedReceiptView({ receipt }: ParkedReceiptRecord): ParkedReceipt {
  const { atMs, smscMessageId, destination, state, stat, error, userMessageReference } = receipt
  return {
    receivedAt: time(atMs),
    keptUntil: time(atMs + PARKED_RECEIPTS_KEPT_MS),
    smscMessageId,
    to: destination,
    state,
    stat,
    error,
    userMessageReference,
  }
}
