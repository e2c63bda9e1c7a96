import type { SQLInputValue } from 'node:sqlite'
import type { Statements } from './context.ts'

/*
 * Where messages lie. Positions count up, so that what is written together lies together.
 *
 * - An era is 65,536 positions (a message's seq >> 16). The index of messages by conversation goes by the era first: of one whose
 *   conversations were in no order all through the store, each new message would change a page that no other had changed
 *   lately, and with millions of them that cost more than all else of an acceptance. What an era has of it is a few hundred
 *   pages, written again and again, and then never more. Whoever reads a conversation asks era by era, from the newest: a
 *   microsecond each, of which ten million messages have 153. `eras` has those in which there are messages.
 *
 * - A block is 256 positions (seq >> 8). There are few of our addresses and few streams, and many messages of each: the tables
 *   `blocks_of_ours` and `blocks_of_streams` have in which blocks there are some, and their messages are looked through. What
 *   came from people, which has no stream, counts as that of stream 0. A block stays in them until all its messages are gone.
 */

/** The messages `n` of a conversation, and their eras `e`. The `+` lets SQLite use the index: it has no regard to a column's type. */
export function messagesOf(conversation: string): string {
  return `eras e CROSS JOIN messages n ON n.seq >> 16 = +e.era AND n.conversation = ${conversation}`
}

/** The position of a conversation's newest message. */
export function newestOf(conversation: string): string {
  return `(SELECT n.seq FROM ${messagesOf(conversation)} ORDER BY e.era DESC, n.seq DESC LIMIT 1)`
}

/** The stream of what came from people. */
export const INBOUND = 0

const BLOCK = 256
const ERA = 65_536
const REMOVE_ERA = `
  DELETE FROM eras WHERE era = ?1 AND NOT EXISTS (SELECT 1 FROM messages WHERE seq BETWEEN ?1 << 16 AND (?1 << 16) + 65535)`

/** Notes where messages are. What it remembers is that of the transaction under way. */
export class Places {
  readonly #statements: Statements
  #block = -1
  #ours = new Set<string>()
  #streams = new Set<number>()
  /** Those of the message before: mostly this one's, too. */
  #lastOurs: string | undefined
  #lastStream: number | undefined

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** A message that is written, or now goes by another stream. */
  note(seq: number, ours: string, stream: number = INBOUND): void {
    const block = Math.floor(seq / BLOCK)
    if (block !== this.#block) this.#begin(block, seq)
    if (stream !== this.#lastStream) {
      this.#lastStream = stream
      if (!this.#streams.has(stream)) {
        this.#streams.add(stream)
        this.#run('INSERT OR IGNORE INTO blocks_of_streams VALUES (?, ?)', stream, block)
      }
    }
    if (ours === this.#lastOurs) return
    this.#lastOurs = ours
    if (this.#ours.has(ours)) return
    this.#ours.add(ours)
    this.#run('INSERT OR IGNORE INTO blocks_of_ours VALUES (?, ?)', ours, block)
  }

  /** A message that is gone: with the last one of its block and of its era these go, too. */
  forget(seq: number): void {
    const block = Math.floor(seq / BLOCK)
    if (this.#statements.of('SELECT 1 FROM messages WHERE seq BETWEEN ?1 << 8 AND (?1 << 8) + 255').get(block)) return
    this.#run('DELETE FROM blocks_of_ours WHERE block = ?', block)
    this.#run('DELETE FROM blocks_of_streams WHERE block = ?', block)
    this.#run(REMOVE_ERA, Math.floor(seq / ERA))
    this.#begin(-1, seq)
  }

  #begin(block: number, seq: number): void {
    this.#block = block
    this.#ours.clear()
    this.#streams.clear()
    this.#lastOurs = undefined
    this.#lastStream = undefined
    if (block >= 0) this.#run('INSERT OR IGNORE INTO eras VALUES (? >> 16)', seq)
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#statements.of(sql).run(...values)
  }
}

/** Tells whether searches come by the place of a message. */
export function placeChecker(statements: Statements): (seq: number, ours: string, stream: number | null) => boolean {
  const isNoted = statements.of(`
    SELECT EXISTS (SELECT 1 FROM eras WHERE era = ?1 >> 16)
      AND EXISTS (SELECT 1 FROM blocks_of_ours WHERE ours = ?2 AND block = ?1 >> 8)
      AND EXISTS (SELECT 1 FROM blocks_of_streams WHERE stream = ?3 AND block = ?1 >> 8)`)
  return (seq, ours, stream) => isNoted.get(seq, ours, stream ?? INBOUND)?.[0] === 1
}
