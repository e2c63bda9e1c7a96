import type { StuckTexts } from '@smpp-connect/contracts'

const MOST_REASONS = 20
const MOST_EXAMPLES = 5
const OTHERS = 'Other reasons.'

/** Texts that stay, by why. */
export class StuckTally {
  readonly #byReason = new Map<string, { texts: number; readonly examples: string[] }>()

  add(reason: string, messageId: string): void {
    const isRoom = this.#byReason.has(reason) || this.#byReason.size < MOST_REASONS
    const kept = isRoom ? reason : OTHERS
    const known = this.#byReason.get(kept) ?? { texts: 0, examples: [] }
    this.#byReason.set(kept, known)
    known.texts += 1
    if (known.examples.length < MOST_EXAMPLES) known.examples.push(messageId)
  }

  /** Those with most texts first. */
  get all(): StuckTexts[] {
    return [...this.#byReason]
      .map(([reason, { texts, examples }]) => ({ reason, texts, examples: [...examples] }))
      .sort((a, b) => b.texts - a.texts)
  }
}
