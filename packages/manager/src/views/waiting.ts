import type { MessageState, SmscDefinition } from '@smpp-connect/contracts'
import { time } from './time.ts'

export interface WaitingContext {
  readonly definition: SmscDefinition | undefined
  /** Why its SMSC takes no submits now. */
  readonly hindrance: string | undefined
  /** Parts that wait at that SMSC. */
  readonly queued: number
  /** Not to be sent before this time, where that is still ahead. */
  readonly sendAtMs: number | null
}

/** "Where are you, and what are you waiting for": a sentence for a message that is not final, null when nothing holds it. */
export function waitingFor(state: MessageState, context: WaitingContext): string | null {
  const name = context.definition?.name ?? 'an SMSC that was deleted'
  switch (state) {
    case 'accepted':
      if (context.sendAtMs !== null) return `Its time: ${time(context.sendAtMs)}.`
      if (context.hindrance) return context.hindrance
      return context.queued > 1 ? `Its turn at ${name}: ${context.queued} parts wait there.` : `Its turn at ${name}.`
    case 'sending':
      return context.hindrance ?? `The answer of ${name}.`
    case 'submitted':
      return `The receipt from ${name}.`
    case 'uncertain':
      return context.hindrance
        ? `Its answer was lost with the link. ${context.hindrance}`
        : `Its answer was lost with the link; a receipt may still tell what became of it.`
    case 'held':
      return 'A person: release it to send it again, or cancel it.'
    default:
      return null
  }
}
