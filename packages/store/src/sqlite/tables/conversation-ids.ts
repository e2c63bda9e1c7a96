import type { ConversationId } from '@smpp-connect/contracts'
import { StringIndex } from '@smpp-connect/kernel'
import type { Book } from '../book.ts'
import type { Statement } from '../database.ts'
import { CONVERSATIONS_INDEXED } from '../figures.ts'
import type { Statements } from './context.ts'
import { KnownIds } from './known-ids.ts'

/*
 * How conversations are found by id. An id is a hash, so that an index into which each new conversation went at once would
 * have another of its pages written for nearly every one. They wait until they are many, and then go into the table
 * `conversation_ids` in its order, so that those that share a page go together. A conversation is
 *
 * - recent, from when it is made: it may be in no index. The writer knows it by heart; whoever reads goes through the rows
 *   beyond the counter `conversationsIndexed`. When `INDEX_EVERY` are recent, a round begins of all that are there: for each new
 *   conversation, `FOR_EACH` of them are due to go into the index, and they go when `TOGETHER` are, so that nobody waits for
 *   many. A round that a restart cuts off is begun anew, and finds some of its entries there.
 * - indexed, from the end of its round, when the counter goes to the last of them. Its entry leaves with it.
 *
 * No id is there twice: `ConversationIds` is asked before a row is made, and one connection writes. That most of those that are new
 * are nobody's it knows without looking (`KnownIds`).
 */

/** Half as many more are recent when a round ends: rows that are read in one millisecond. */
const INDEX_EVERY = 16_384
const FOR_EACH = 2
/** One statement for so many costs less than one for each. */
const TOGETHER = 16

/** An entry is short: the first characters of an id, after `cnv_`. Where several begin so, the rows decide. */
const prefixOf = (id: string): string => `substr(${id}, 5, 8)`
const BY_INDEX = `
  FROM conversation_ids i CROSS JOIN conversations c ON c.seq = i.conversation
  WHERE i.prefix = ${prefixOf('?1')} AND c.id = ?1`
const INDEXED = `(SELECT value FROM counters WHERE name = '${CONVERSATIONS_INDEXED}')`

type Find = (id: ConversationId) => number | undefined

/** Finds the row of a conversation, for whoever only reads. */
export function conversationFinder(statements: Statements): Find {
  const inIndex = indexFinder(statements)
  const recent = statements.of(
    `SELECT seq FROM conversations WHERE seq > ${INDEXED} AND id = ? ORDER BY seq DESC LIMIT 1`,
  )
  return (id) => inIndex(id) ?? (recent.get(id)?.[0] as number | undefined)
}

/** Finds the row of a conversation if it is in the index. */
function indexFinder(statements: Statements): Find {
  const inIndex = statements.of(`SELECT c.seq ${BY_INDEX}`)
  return (id) => inIndex.get(id)?.[0] as number | undefined
}

/** Tells whether the index leads from an id to its row, or, where that is recent, perhaps nowhere yet. */
export function indexChecker(statements: Statements): (id: ConversationId, seq: number) => boolean {
  const inIndex = indexFinder(statements)
  const isRecent = statements.of(`SELECT ? > ${INDEXED}`)
  return (id, seq) => {
    const found = inIndex(id)
    return found === seq || (found === undefined && isRecent.get(seq)?.[0] === 1)
  }
}

/** How many entries the index has, for how many conversations, and how many recent ids are there more than once. */
export const INDEX_FIGURES = `
  SELECT (SELECT count(*) FROM conversation_ids),
    (SELECT count(*) FROM conversations) - count(*) + count(i.conversation),
    count(*) - count(DISTINCT c.id)
  FROM conversations c LEFT JOIN conversation_ids i ON i.prefix = ${prefixOf('c.id')} AND i.conversation = c.seq
  WHERE c.seq > ${INDEXED}`

type Entry = readonly [prefix: string, seq: number]
/** A conversation's row and its two addresses. */
export type Place = readonly [seq: number, person: string, ours: string]

/** Conversations that go into the index, in its order, and how many of them have. */
interface Round {
  readonly entries: readonly Entry[]
  readonly lastSeq: number
  readonly rows: StringIndex<number>
  /** Rows that went meanwhile. */
  readonly gone: Set<number>
  /** How many of them are due, and are not there yet. */
  due: number
  done: number
}

/** The ids of the one who writes. What it remembers is that of the transaction under way. */
export class ConversationIds {
  readonly #statements: Statements
  readonly #book: Book
  readonly #indexEvery: number
  readonly #together: number
  readonly #inIndex: Find
  readonly #placeInIndex: Statement
  readonly #place: Statement
  readonly #insertOne: Statement
  readonly #insertTogether: Statement
  /** The rows of those that are in no round. Read when they are needed first: reading them all takes some milliseconds. */
  #recent: StringIndex<number> | undefined
  #known: KnownIds | undefined
  #round: Round | undefined

  constructor(statements: Statements, book: Book, indexEvery = INDEX_EVERY) {
    this.#statements = statements
    this.#book = book
    this.#indexEvery = indexEvery
    this.#together = Math.min(TOGETHER, Math.max(FOR_EACH, Math.floor(indexEvery / 2)))
    this.#inIndex = indexFinder(statements)
    this.#placeInIndex = statements.of(`SELECT c.seq, c.person, c.ours ${BY_INDEX}`)
    this.#place = statements.of('SELECT seq, person, ours FROM conversations WHERE seq = ?')
    const insert = 'INSERT OR IGNORE INTO conversation_ids VALUES (?, ?)'
    this.#insertOne = statements.of(insert)
    this.#insertTogether = statements.of(`${insert}${', (?, ?)'.repeat(this.#together - 1)}`)
  }

  find(id: ConversationId): number | undefined {
    return this.#findRecent(id) ?? this.#inIndex(id)
  }

  /** The same with its addresses. */
  place(id: ConversationId): Place | undefined {
    if (this.#knownIds().isNew(id)) return undefined
    const recent = this.#findRecent(id)
    const place = recent === undefined ? this.#placeInIndex.get(id) : this.#place.get(recent)
    return place as unknown as Place | undefined
  }

  #findRecent(id: ConversationId): number | undefined {
    return this.#recentRows().get(id) ?? this.#round?.rows.get(id)
  }

  /** A row that was just made, beyond all others. */
  note(id: ConversationId, seq: number): void {
    const recent = this.#recentRows()
    recent.set(id, seq)
    this.#knownIds().note(id)
    if (!this.#round && recent.size >= this.#indexEvery) this.#round = this.#begin(seq, recent)
    if (this.#round) this.#goOn(this.#round)
  }

  /** The row goes, and what leads to it: a recent one may have an entry. */
  forget(id: ConversationId, seq: number): void {
    this.#recentRows().delete(id)
    this.#round?.rows.delete(id)
    this.#round?.gone.add(seq)
    this.#statements
      .of(`DELETE FROM conversation_ids WHERE prefix = ${prefixOf('?')} AND conversation = ?`)
      .run(id, seq)
  }

  /** The row of the next conversation: never one that is taken for indexed, now or after the round. */
  nextRow(): number {
    const newest = this.#statements.of('SELECT coalesce(max(seq), 0) FROM conversations').get()?.[0] as number
    return Math.max(newest, this.#round?.lastSeq ?? this.#book.conversationsIndexed) + 1
  }

  #begin(lastSeq: number, rows: StringIndex<number>): Round {
    const entries = this.#statements
      .of(`SELECT ${prefixOf('id')}, seq FROM conversations WHERE seq > ? ORDER BY 1, 2`)
      .all(this.#book.conversationsIndexed) as unknown as readonly Entry[]
    this.#recent = new StringIndex()
    return { entries, lastSeq, rows, gone: new Set(), due: 0, done: 0 }
  }

  #goOn(round: Round): void {
    const { entries, lastSeq, gone } = round
    round.due += FOR_EACH
    const left = entries.length - round.done
    if (round.due < left && round.due < this.#together) return
    const next = entries.slice(round.done, round.done + round.due)
    this.#insert(gone.size === 0 ? next : next.filter(([, seq]) => !gone.has(seq)))
    round.done += next.length
    round.due = 0
    if (round.done < entries.length) return
    this.#book.noteConversationsIndexed(lastSeq)
    this.#round = undefined
  }

  #insert(entries: readonly Entry[]): void {
    if (entries.length === this.#together) this.#insertTogether.run(...entries.flat())
    else for (const [prefix, seq] of entries) this.#insertOne.run(prefix, seq)
  }

  #knownIds(): KnownIds {
    this.#known ??= new KnownIds(this.#statements, this.#book)
    return this.#known
  }

  #recentRows(): StringIndex<number> {
    if (this.#recent) return this.#recent
    this.#recent = new StringIndex()
    const entries = this.#statements
      .of('SELECT id, seq FROM conversations WHERE seq > ?')
      .all(this.#book.conversationsIndexed) as unknown as readonly Entry[]
    for (const [id, seq] of entries) this.#recent.set(id, seq)
    return this.#recent
  }
}
