import type { NewMessage } from '../port.ts'
import type { MessageHead, PartRow } from './rows.ts'

/**
 * Whether all of a message still waits with us, so that something else may be put in its place: every part is queued,
 * none is perhaps at an SMSC (sent again after its answer was lost), and none was taken by one. Refusals do not matter:
 * what an SMSC refused it does not have.
 */
export function isWhollyOurs(parts: readonly PartRow[]): boolean {
  return parts.every((part) => part.state === 'queued' && !mayHaveLeft(part))
}

/** Whether an SMSC may have the part, or may have had it: it was taken, or its answer was lost. */
export function mayHaveLeft({ mayBeDuplicate, lastStatus, receiptAtMs, uncertainSinceMs }: PartRow): boolean {
  return mayBeDuplicate || lastStatus === 0 || receiptAtMs !== null || uncertainSinceMs !== null
}

/** The first thing that a rewrite would change and must not; undefined when there is none. */
export function foreignField(head: MessageHead, owner: string, message: NewMessage): string | undefined {
  const fields = {
    from: head.from === message.from,
    to: head.to === message.to,
    owner: owner === message.owner,
    messageClass: head.messageClass === message.messageClass,
  }
  return Object.entries(fields).find(([, isSame]) => !isSame)?.[0]
}

/**
 * When the new parts are due. What is given to another SMSC need not wait for the one that refused it; what stays waits
 * as long as the parts before. Neither goes before its time.
 */
export function dueAfterRewrite(
  head: MessageHead,
  parts: readonly PartRow[],
  smscId: string,
  sendAtMs: number | null,
  atMs: number,
): number {
  const scheduled = sendAtMs !== null && sendAtMs > atMs ? sendAtMs : 0
  if (smscId !== head.smscId) return scheduled
  return parts.reduce((latest, { dueAtMs }) => Math.max(latest, dueAtMs), scheduled)
}
