import { type StatusRule, type SubmitOutcome, statusAction } from '@smpp-connect/contracts'
import { statusInfo } from '@smpp-connect/smpp'

/** How an order can end, coarsely enough for a label: a vendor may have any number of statuses. */
export const SUBMIT_ENDINGS = [
  'ok',
  /** The SMSC asks for less. */
  'throttled',
  /** Refused, and tried again later. */
  'temporary',
  'refused',
  'uncertain',
  /** An answer to what had been called uncertain. */
  'late',
  'not_sent',
  'unsendable',
  'behind',
  'blocked',
] as const
export type SubmitEnding = (typeof SUBMIT_ENDINGS)[number]

/** How often the orders of one SMSC have ended how, since this process started. */
export class SubmitCounts {
  readonly #counts = new Map<SubmitEnding, number>(SUBMIT_ENDINGS.map((ending) => [ending, 0]))

  get counts(): ReadonlyMap<SubmitEnding, number> {
    return this.#counts
  }

  ended(outcome: SubmitOutcome, rules: readonly StatusRule[]): void {
    this.#add(endingOf(outcome, rules))
  }

  late(): void {
    this.#add('late')
  }

  #add(ending: SubmitEnding): void {
    this.#counts.set(ending, (this.#counts.get(ending) ?? 0) + 1)
  }
}

function endingOf(outcome: SubmitOutcome, rules: readonly StatusRule[]): SubmitEnding {
  switch (outcome.kind) {
    case 'answered':
      return 'ok'
    case 'not-sent':
      return 'not_sent'
    case 'refused': {
      const action = statusAction(statusInfo(outcome.status), rules)
      return action === 'slow-down' ? 'throttled' : action === 'retry' ? 'temporary' : 'refused'
    }
    default:
      return outcome.kind
  }
}
