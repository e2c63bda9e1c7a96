import type { MessageState } from '@smpp-connect/smpp'

/** What happens to a submit before or instead of its ordinary answer. */
export type SubmitCourse =
  /** Answered ESME_ROK. */
  | 'taken'
  /** Answered ESME_RINVDSTADR. */
  | 'refused'
  /** Two of three submits to the number are answered ESME_RTHROTTLED, the third is taken. */
  | 'throttled'
  /** The receipt goes out first, and the answer when it is acknowledged, or after a second. */
  | 'receipt-first'
  /** Taken at once, answered 5 s later. */
  | 'late'
  /** Taken, but every other time the link is dropped instead of an answer. */
  | 'link-dropped'

/** What becomes of a message, by its destination. */
export interface NumberOutcome {
  readonly course: SubmitCourse
  readonly state: Extract<MessageState, 'DELIVERED' | 'UNDELIVERABLE' | 'EXPIRED' | 'REJECTED'>
  /** The `err` of the receipt. */
  readonly err: string
  /** False: no receipt, whatever was asked for. */
  readonly receipt: boolean
}

const DELIVERED: NumberOutcome = { course: 'taken', state: 'DELIVERED', err: '000', receipt: true }

/** The last four digits of a destination, and what they lead to. SIMULATOR.md explains them to people. */
export const NUMBER_OUTCOMES: Readonly<Record<string, NumberOutcome>> = {
  '9901': { ...DELIVERED, state: 'UNDELIVERABLE', err: '001' },
  '9902': { ...DELIVERED, state: 'EXPIRED', err: '002' },
  '9903': { ...DELIVERED, state: 'REJECTED', err: '003' },
  '9904': { ...DELIVERED, course: 'refused' },
  '9905': { ...DELIVERED, course: 'throttled' },
  '9906': { ...DELIVERED, receipt: false },
  '9907': { ...DELIVERED, course: 'receipt-first' },
  '9908': { ...DELIVERED, course: 'late' },
  '9909': { ...DELIVERED, course: 'link-dropped' },
}

const ENDING = /990[1-9]$/

/** What becomes of a message to this address. */
export function outcomeOf(destination: string): NumberOutcome {
  return destination.length >= 8 && ENDING.test(destination) ? NUMBER_OUTCOMES[destination.slice(-4)]! : DELIVERED
}

/** Counts the submits to a number whose outcome depends on how many there were. Remembers the last 10,000 numbers. */
export class Turns {
  readonly #counts = new Map<string, number>()

  /** How many came before this one. */
  next(number: string): number {
    const before = this.#counts.get(number) ?? 0
    this.#counts.delete(number)
    this.#counts.set(number, before + 1)
    if (this.#counts.size > 10_000) {
      for (const oldest of this.#counts.keys()) {
        this.#counts.delete(oldest)
        break
      }
    }
    return before
  }
}
