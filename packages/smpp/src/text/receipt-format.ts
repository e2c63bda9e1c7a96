import { type MessageState, statOf } from './message-state.ts'
import { formatReceiptDate } from './receipt-date.ts'

/** What a receipt says. */
export type ReceiptInput = {
  readonly id: string
  readonly state: MessageState
  readonly submitUtcMs: number
  readonly doneUtcMs: number
  /** `000` unless told. */
  readonly err?: string
  /** Short messages of the original, 1 unless told; and how many were delivered: all or none, by the state. */
  readonly sub?: number
  readonly dlvrd?: number
  /** The original's text; its first 20 characters go in. */
  readonly text?: string
  /** The time zone to write the dates in, in minutes east of UTC. */
  readonly offsetMinutes?: number
}

/** The text of a receipt in the form of 3.4 appendix B. */
export function formatReceipt(receipt: ReceiptInput): string {
  const { id, state, submitUtcMs, doneUtcMs, err = '000', sub = 1, offsetMinutes } = receipt
  const dlvrd = receipt.dlvrd ?? (state === 'DELIVERED' ? sub : 0)
  const text = [...(receipt.text ?? '')].slice(0, 20).join('')
  return [
    `id:${id}`,
    `sub:${three(sub)}`,
    `dlvrd:${three(dlvrd)}`,
    `submit date:${formatReceiptDate(submitUtcMs, offsetMinutes)}`,
    `done date:${formatReceiptDate(doneUtcMs, offsetMinutes)}`,
    `stat:${statOf(state)}`,
    `err:${err}`,
    `text:${text}`,
  ].join(' ')
}

function three(value: number): string {
  return String(value).padStart(3, '0')
}
