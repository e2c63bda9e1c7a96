import type { KeywordSet, Keywords } from '@smpp-connect/contracts'
import { fold } from './fold.ts'
import { oncePerLetter, withoutFillers } from './near-miss.ts'

/** Longer texts are not looked at: no word has more than 30 characters, and nobody wraps it in so many others. */
const MOST_CHARACTERS = 160

export const KEYWORD_KINDS = ['stop', 'start', 'help'] as const
export type KeywordKind = (typeof KEYWORD_KINDS)[number]

/** A word with the set it stands in, spelled as there. */
export interface Keyword {
  readonly kind: KeywordKind
  readonly word: string
  readonly folded: string
  readonly set: KeywordSet
}

/** What a text says about consent: it is a word, or it may mean one (and a person should look). */
export type Reading =
  | { readonly kind: 'word'; readonly keyword: Keyword }
  | { readonly kind: 'possible-stop'; readonly keyword: Keyword }

/**
 * Reads texts for the words of the sets. A text that *is* a word, perhaps repeated ("STOP STOP"), counts; a text that
 * holds one is a text. The first set that has the word answers.
 */
export class KeywordReader {
  readonly #words = new Map<string, Keyword>()
  /** Stop words by their letters without repetitions. */
  readonly #stretched = new Map<string, Keyword>()

  constructor({ enabled, sets }: Keywords) {
    if (!enabled) return
    for (const keyword of keywordsOf(sets)) {
      if (!this.#words.has(keyword.folded)) this.#words.set(keyword.folded, keyword)
    }
    for (const keyword of this.#words.values()) {
      const letters = oncePerLetter(keyword.folded)
      if (keyword.kind === 'stop' && !this.#stretched.has(letters)) this.#stretched.set(letters, keyword)
    }
  }

  read(text: string): Reading | undefined {
    if (this.#words.size === 0 || text.length > MOST_CHARACTERS) return undefined
    const folded = fold(text)
    const keyword = this.#words.get(folded) ?? this.#words.get(saidOnce(folded))
    if (keyword) return { kind: 'word', keyword }
    const firstLine = firstLineOf(text)
    const possible = this.#possibleStop(folded) ?? (firstLine ? this.#possibleStop(fold(firstLine)) : undefined)
    return possible && { kind: 'possible-stop', keyword: possible }
  }

  #possibleStop(folded: string): Keyword | undefined {
    const bare = withoutFillers(folded)
    const exact = this.#words.get(bare)
    if (exact) return exact.kind === 'stop' ? exact : undefined
    return this.#stretched.get(oncePerLetter(bare))
  }
}

/** Every word of the sets with its kind, in their order. What folds to nothing is left out. */
export function* keywordsOf(sets: readonly KeywordSet[]): Generator<Keyword> {
  for (const set of sets) {
    for (const kind of KEYWORD_KINDS) {
      for (const word of set[kind]) {
        const folded = fold(word)
        if (folded !== '') yield { kind, word, folded, set }
      }
    }
  }
}

/** "stop stop stop" is stop, however it is set apart: "STOP! STOP!" */
function saidOnce(folded: string): string {
  const words = folded.split(/[^\p{L}\p{M}\p{N}]+/u)
  const first = words[0] ?? ''
  return words.every((word) => word === first) ? first : folded
}

/** Of several; below it phones put "Sent from my …". */
function firstLineOf(text: string): string | undefined {
  const lines = text.trim().split(/[\r\n]/, 2)
  return lines.length > 1 ? lines[0] : undefined
}
