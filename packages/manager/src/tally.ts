/**
 * Counts things by the SMSC and a word, for a metric that is then told of each pair once. Without a key made for every
 * thing: there are few pairs, and many things.
 */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>()

  add(smsc: string, word: string): void {
    let words = this.#counts.get(smsc)
    if (!words) {
      words = new Map()
      this.#counts.set(smsc, words)
    }
    words.set(word, (words.get(word) ?? 0) + 1)
  }

  /** In the order in which they first came, SMSC by SMSC. */
  each(tell: (smsc: string, word: string, count: number) => void): void {
    for (const [smsc, words] of this.#counts) for (const [word, count] of words) tell(smsc, word, count)
  }
}
