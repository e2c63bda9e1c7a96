import { randomInt } from 'node:crypto'
import { BITS_FOR_EACH, BloomFilter, numberer } from '@smpp-connect/kernel'
import type { Book } from '../book.ts'
import type { Statement } from '../database.ts'
import type { Statements } from './context.ts'

export interface KnownIdsSettings {
  /** Powers of two. */
  readonly fewestBits: number
  readonly mostBits: number
  /** How many entries of the index are read together, and after how many questions that had a better answer with them. */
  readonly readTogether: number
  readonly readEvery: number
}

/** A million ids in one MiB, to sixteen million in sixteen. */
const SETTINGS: KnownIdsSettings = { fewestBits: 2 ** 23, mostBits: 2 ** 27, readTogether: 512, readEvery: 64 }

/**
 * Tells of most ids that are nobody's that they are, without a look at the index of ids: it is larger than what memory has of it, and
 * each new id falls into another page.
 *
 * It remembers the beginnings of all ids in few bits (`BloomFilter`). The index is read in steps, while it is asked, from
 * its first entry to the last; until then it says nothing of what lies beyond. What goes stays remembered, until there are
 * more than it has room for: then it begins anew, with twice the room if there may be more.
 */
export class KnownIds {
  readonly #book: Pick<Book, 'conversationsIndexed'>
  readonly #settings: KnownIdsSettings
  readonly #numberOf = numberer(randomInt(2 ** 32))
  readonly #recent: Statement
  readonly #entries: Statement
  #bits: number
  #filter: BloomFilter
  /** How many are remembered, and how many may be. */
  #count = 0
  #room = 0
  /** The last entry of the index that was read; undefined when all were. */
  #readTo: string | undefined
  #asked = 0

  constructor(statements: Statements, book: Pick<Book, 'conversationsIndexed'>, settings = SETTINGS) {
    const { fewestBits, mostBits } = settings
    this.#book = book
    this.#settings = settings
    this.#recent = statements.of('SELECT substr(id, 5, 8) FROM conversations WHERE seq > ?')
    this.#entries = statements.of(`
      SELECT prefix FROM conversation_ids WHERE prefix > ? ORDER BY prefix LIMIT ?`)
    this.#bits = fewestBits
    while (this.#bits < mostBits && this.#bits < BITS_FOR_EACH * book.conversationsIndexed) this.#bits *= 2
    this.#filter = new BloomFilter(this.#bits)
    this.#fill()
  }

  /** An id that somebody has from now on. */
  note(id: string): void {
    this.#add(prefixOf(id))
    if (this.#count > this.#room) this.#makeRoom()
  }

  /** Whether an id is nobody's, beyond doubt. */
  isNew(id: string): boolean {
    const prefix = prefixOf(id)
    if (this.#readTo === undefined || prefix <= this.#readTo) return !this.#filter.mayHave(this.#numberOf(prefix))
    this.#asked += 1
    if (this.#asked % this.#settings.readEvery === 0) this.#readOn(this.#readTo)
    return false
  }

  #makeRoom(): void {
    const isLargest = this.#bits >= this.#settings.mostBits
    // What is read now shows how many there are.
    if (isLargest && this.#readTo !== undefined) return
    if (!isLargest) this.#bits *= 2
    this.#filter = new BloomFilter(this.#bits)
    this.#fill()
  }

  #fill(): void {
    this.#count = 0
    this.#room = this.#bits / BITS_FOR_EACH
    for (const [prefix] of this.#recent.all(this.#book.conversationsIndexed)) this.#add(prefix as string)
    this.#readOn('')
  }

  #readOn(from: string): void {
    const { readTogether } = this.#settings
    const entries = this.#entries.all(from, readTogether)
    for (const [prefix] of entries) this.#add(prefix as string)
    this.#readTo = entries.length < readTogether ? undefined : (entries.at(-1)?.[0] as string)
    // Where there are more than the largest has room for, it begins anew when they have doubled.
    if (this.#readTo === undefined) this.#room = Math.max(this.#room, 2 * this.#count)
  }

  #add(prefix: string): void {
    this.#filter.add(this.#numberOf(prefix))
    this.#count += 1
  }
}

function prefixOf(id: string): string {
  return id.slice(4, 12)
}
