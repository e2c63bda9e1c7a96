import {
  type Keywords,
  type KeywordsChange,
  type KeywordsView,
  type KeywordTrial,
  type KeywordTrialResult,
  keywordsSchema,
  type Outcome,
  ok,
  refuse,
} from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { timeOrNull } from '../views/time.ts'
import { BUILT_IN_KEYWORDS } from './built-in/index.ts'
import { keywordProblems } from './keyword-problems.ts'
import { KeywordReader } from './keyword-reader.ts'
import { countReply } from './reply-text.ts'

export interface KeywordBookParts {
  readonly store: Pick<Store, 'document' | 'putDocument'>
  readonly clock: Clock
  readonly log: Log
  readonly maxParts: number
}

const REPLIES = { stop: 'stopReply', start: 'startReply', help: 'helpReply' } as const

/** The opt-out words that hold: those that were stored, or else the built-in ones. */
export class KeywordBook {
  readonly #parts: KeywordBookParts
  #keywords: Keywords = BUILT_IN_KEYWORDS
  #version = 0
  #updatedAtMs: number | null = null
  #reader = new KeywordReader(BUILT_IN_KEYWORDS)

  constructor(parts: KeywordBookParts) {
    this.#parts = parts
  }

  get reader(): KeywordReader {
    return this.#reader
  }

  /** What is stored. Sets that cannot be read are no reason to miss an opt-out: the built-in ones hold instead. */
  async load(): Promise<void> {
    const { store, log } = this.#parts
    const { version, value, updatedAtMs } = await store.document('keywords')
    const stored = value === null ? undefined : keywordsSchema.safeParse(value)
    if (stored?.success === false)
      log.error('the stored opt-out words cannot be read, the built-in ones hold', { version })
    this.#keywords = stored?.success ? stored.data : BUILT_IN_KEYWORDS
    this.#version = version
    this.#updatedAtMs = updatedAtMs
    this.#reader = new KeywordReader(this.#keywords)
  }

  view(): KeywordsView {
    const { enabled, sets } = this.#keywords
    const replyParts = sets.map((set) => ({
      stop: countReply(set.stopReply).parts,
      start: countReply(set.startReply).parts,
      help: countReply(set.helpReply).parts,
    }))
    const builtIn = this.#keywords === BUILT_IN_KEYWORDS
    return { enabled, sets, builtIn, replyParts, version: this.#version, updatedAt: timeOrNull(this.#updatedAtMs) }
  }

  /** Durable before it holds, and holds for the next text. */
  async change({ version, ...keywords }: KeywordsChange): Promise<Outcome<KeywordsView>> {
    const problems = keywordProblems(keywords, this.#parts.maxParts)
    const [first] = problems
    if (first) return refuse('request-invalid', `${first.pointer}: ${first.detail}`, problems)
    return this.#put(keywords, version)
  }

  /** What a text would do: with the words that hold, or with others that somebody is writing. */
  try({ text, keywords }: KeywordTrial): KeywordTrialResult {
    const reading = (keywords ? new KeywordReader(keywords) : this.#reader).read(text)
    if (!reading) return { meaning: null, word: null, language: null, reply: null }
    const { kind, word, set } = reading.keyword
    if (reading.kind === 'possible-stop') {
      return { meaning: 'possible-stop', word, language: set.language, reply: null }
    }
    return { meaning: kind, word, language: set.language, reply: set[REPLIES[kind]] || null }
  }

  /** Back to the built-in sets, and to those of later versions of Connect. */
  reset(): Promise<Outcome<KeywordsView>> {
    return this.#put(null, undefined)
  }

  async #put(value: Keywords | null, expected: number | undefined): Promise<Outcome<KeywordsView>> {
    const { store, clock } = this.#parts
    const stored = await store.putDocument('keywords', value, expected ?? null, clock.nowMs())
    await this.load()
    if (stored.kind === 'stored') return ok(this.view())
    return refuse('version-conflict', `you edited version ${expected}, the stored one is ${this.#version}`)
  }
}
