import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import { Statement } from '../database.ts'
import { OctetWriter } from '../octets/octet-writer.ts'
import type { SmscKeys } from '../smsc-keys.ts'
import { stateCode } from '../state-codes.ts'
import { marks } from './marks.ts'
import { partKey } from './part-rows.ts'

/** Rows that one statement inserts: for few SQLite does more than it saves. */
const TOGETHER = 16
/** Values of each. */
const VALUES = 10

/** A row that is not written yet. */
interface HeldRow {
  /** As it was accepted, or was leased since. */
  now: PartOfMessage
  /** Where its history lies among the octets of all. */
  start: number
  end: number
}

/**
 * Rows of texts that the transaction under way accepts. Where nothing waits before a text, the lease that follows it in the same
 * transaction takes it at once: then it is written once, as being sent, and was never in the index of what is queued.
 *
 * Held is the only part of a message, when it is due and nothing but held rows may leave before it in its stream: they are its
 * queue. They are written before anything else is asked of the rows of parts (see `WriterStatements`), and before
 * the commit. So are those that are queued behind others and due, which go sixteen at a time: each statement opens the table and its
 * eight indexes.
 */
export class NewParts {
  readonly #smscs: SmscKeys
  readonly #insertQueued: Statement
  readonly #insertTogether: Statement
  readonly #insertSending: Statement
  readonly #byKey = new Map<number, HeldRow>()
  /** How many of them are queued, by their streams. */
  readonly #queued = new Map<number, number>()
  readonly #histories = new OctetWriter()
  readonly #history = new OctetWriter()
  /** Values of rows that are queued, until they are enough to go together. */
  #together: SQLInputValue[] = []

  constructor(db: DatabaseSync, smscs: SmscKeys) {
    this.#smscs = smscs
    this.#insertQueued = new Statement(db, insert(stateCode('queued'), "x''"))
    this.#insertTogether = new Statement(db, insert(stateCode('queued'), "x''", TOGETHER))
    this.#insertSending = new Statement(db, insert(stateCode('sending'), '?'))
  }

  /** How many parts of a stream are held and queued. */
  queuedIn(stream: number): number {
    return this.#queued.get(stream) ?? 0
  }

  /** Keys of those, in the order of the queue. */
  keysIn(stream: number, limit: number): readonly number[] {
    const keys: number[] = []
    for (const [key, { now }] of this.#byKey) {
      if (keys.length >= limit) break
      if (now.part.stream === stream && now.part.state === 'queued') keys.push(key)
    }
    return keys
  }

  /** Holds the row of a part that is queued. */
  hold(part: PartRow, head: MessageHead): void {
    this.#byKey.set(partKey(part.messageSeq, part.number), { now: { part, head }, start: 0, end: 0 })
    this.#queued.set(part.stream, this.queuedIn(part.stream) + 1)
  }

  /**
   * Takes note of a change of a part, if its row is held and the change is that it is leased. Otherwise the change is to be
   * written to the row, which is there then. `history`: octets that are added to the part's, good until the call returns.
   */
  take(after: PartOfMessage, history: Uint8Array): boolean {
    this.#writeTogether()
    if (this.#byKey.size === 0) return false
    const { part } = after
    const held = this.#byKey.get(partKey(part.messageSeq, part.number))
    if (!held) return false
    if (part.state !== 'sending' || held.now.part.state !== 'queued') {
      this.writeAll()
      return false
    }
    held.now = after
    held.start = this.#histories.length
    this.#histories.octets(history)
    held.end = this.#histories.length
    this.#queued.set(part.stream, this.queuedIn(part.stream) - 1)
    return true
  }

  writeAll(): void {
    this.#writeTogether()
    if (this.#byKey.size === 0) return
    for (const { now, start, end } of this.#byKey.values()) {
      const { part, head } = now
      if (part.state === 'queued') {
        this.writeQueued(part, head.updatedAtMs)
        continue
      }
      this.#history.backTo(0)
      this.#history.from(this.#histories, start, end)
      this.#writeSending(part, head.updatedAtMs, this.#history.view())
    }
    this.#writeTogether()
    this.#byKey.clear()
    this.#queued.clear()
    this.#histories.backTo(0)
  }

  /** Writes the row of the first part of a message that was just accepted and is queued, or has it wait for others. */
  writeQueued(part: PartRow, updatedAtMs: number): void {
    this.#together.push(
      partKey(part.messageSeq, part.number),
      part.stream,
      this.#smscs.of(part.smscId),
      part.attempts,
      part.excused,
      part.dueAtMs,
      part.deadlineMs,
      part.userMessageReference,
      part.esmClass,
      updatedAtMs,
    )
    if (this.#together.length === TOGETHER * VALUES) {
      this.#insertTogether.run(...this.#together)
      this.#together = []
    } else if (part.dueAtMs > 0) {
      // A lease that looks for what has become due looks among the rows that are there.
      this.#writeTogether()
    }
  }

  /** Those that are too few for the statement that takes many. */
  #writeTogether(): void {
    const values = this.#together
    if (values.length === 0) return
    for (let at = 0; at < values.length; at += VALUES) this.#insertQueued.run(...values.slice(at, at + VALUES))
    this.#together = []
  }

  #writeSending(part: PartRow, updatedAtMs: number, history: Uint8Array): void {
    this.#insertSending.run(
      partKey(part.messageSeq, part.number),
      part.stream,
      this.#smscs.of(part.smscId),
      part.attempts,
      part.excused,
      part.dueAtMs,
      part.deadlineMs,
      part.userMessageReference,
      part.esmClass,
      updatedAtMs,
      history,
    )
  }
}

/** A message that has one part, or whose first one this is, is in the state of that part. */
function insert(state: number, history: string, rows = 1): string {
  const row = `(${marks(VALUES)}, ${history}, ${state}, ${state}, 0, 0, 0)`
  return `
    INSERT INTO parts (key, stream, smsc, attempts, excused, due_at_ms, deadline_ms, user_message_reference, esm_class,
      updated_at_ms, history, state, message_state, answered_attempt, may_be_duplicate, message_may_be_duplicate)
    VALUES ${new Array(rows).fill(row).join(', ')}`
}
