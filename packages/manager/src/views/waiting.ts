import type { ClassTreatment, MessageState, SmscDefinition } from '@smpp-connect/contracts'
import { time } from './time.ts'

export interface WaitingContext {
  readonly definition: SmscDefinition | undefined
  /** Why its SMSC takes no submits now. */
  readonly hindrance: string | undefined
  /** Parts that wait at that SMSC. */
  readonly queued: number
  /** Not to be sent before this time, where that is still ahead. */
  readonly sendAtMs: number | null
  /** What its class does with what stays uncertain. */
  readonly uncertainPolicy: ClassTreatment['uncertainPolicy'] | undefined
  /** Why it is held, as its last event about that says. */
  readonly heldBecause: string | undefined
}

const WITHOUT_ONE = { resend: 'it is sent again', hold: 'a person decides', fail: 'it is closed' } as const

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
    case 'uncertain': {
      const { hindrance, uncertainPolicy } = context
      const then = uncertainPolicy ? `; without one ${WITHOUT_ONE[uncertainPolicy]}, by the policy of its class` : ''
      return `A late answer or a receipt${then}. Its answer was lost with the link.${hindrance ? ` ${hindrance}` : ''}`
    }
    case 'held': {
      const { heldBecause } = context
      return heldBecause === undefined
        ? 'A person: release it to send it again, or cancel it.'
        : `A person: ${heldBecause}. Release it to send it again, or cancel it.`
    }
    default:
      return null
  }
}
