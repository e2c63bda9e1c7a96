import type { SmscMessage, SmscReply } from './message.ts'

/**
 * Something to hand to an ESME: a receipt, or one part of a text from a phone. Pending until a receiver of the account
 * answers it with ESME_ROK or refuses it for good; offered again after everything else.
 */
export type Delivery = {
  /** `KEY:final`, `KEY:intermediate`, or `KEY:1`, `KEY:2`, … for the parts of a reply. */
  readonly key: string
  readonly account: string
  readonly createdAtMs: number
  /** How often it was offered. */
  attempts: number
  /** Acknowledged, refused, or given up. */
  done: boolean
  /** Called once when it is done. */
  onDone?: (() => void) | undefined
} & (
  | { readonly kind: 'final' | 'intermediate'; readonly message: SmscMessage }
  | { readonly kind: 'reply'; readonly reply: SmscReply /** Counts from 1. */; readonly part: number }
)

/** The receipt of a message. */
export function receiptOf(message: SmscMessage, kind: 'final' | 'intermediate', atMs: number): Delivery {
  const { key, account } = message.record
  return { key: `${key}:${kind}`, account, createdAtMs: atMs, attempts: 0, done: false, kind, message }
}

/** The parts of a reply. */
export function partsOf(reply: SmscReply): readonly Delivery[] {
  const { key, account, at, parts } = reply.record
  return parts.map((_, index) => ({
    key: `${key}:${index + 1}`,
    account,
    createdAtMs: at,
    attempts: 0,
    done: false,
    kind: 'reply',
    reply,
    part: index + 1,
  }))
}

/** Whether a receipt is asked for when a message ends in a state (3.4 section 5.2.17; 3 is 5.0 section 4.7.21). */
export function wantsReceipt(registeredDelivery: number, delivered: boolean): boolean {
  switch (registeredDelivery & 0x03) {
    case 1:
      return true
    case 2:
      return !delivered
    case 3:
      return delivered
    default:
      return false
  }
}

/** Whether an intermediate notification is asked for (3.4 section 5.2.17, bit 4). */
export function wantsIntermediate(registeredDelivery: number): boolean {
  return (registeredDelivery & 0x10) !== 0
}
