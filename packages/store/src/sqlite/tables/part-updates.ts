import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { MessageHead, PartRow } from '../../rules/rows.ts'
import { Statement } from '../database.ts'
import { stateCode } from '../state-codes.ts'
import { partKey } from './part-rows.ts'

/** Writes what differs of a part and its message: one update, or two where the part is not the first of its message. */
export class PartUpdates {
  readonly #db: DatabaseSync
  /** One for each set of columns that changes together. */
  readonly #statements = new Map<number, Statement>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** `history`: octets that are added to the part's. */
  write(before: PartOfMessage, after: PartOfMessage, history: Uint8Array): void {
    const { part, head } = after
    const change = new RowChange().part(part, before.part)
    if (part.number === 1) {
      this.#update(partKey(part.messageSeq, 1), change.head(head, before.head).history(history))
    } else {
      this.#update(partKey(part.messageSeq, part.number), change.history(history))
      this.#update(partKey(part.messageSeq, 1), new RowChange().head(head, before.head))
    }
  }

  #update(key: number, { columns, values }: RowChange): void {
    if (columns === 0) return
    let statement = this.#statements.get(columns)
    if (!statement) {
      statement = new Statement(this.#db, `UPDATE parts SET ${settingsOf(columns)} WHERE key = ?`)
      this.#statements.set(columns, statement)
    }
    values.push(key)
    statement.run(...values)
  }
}

/**
 * The columns that change, in the order in which a `RowChange` notes them: those of a part, those of the message in the
 * row of its first part, and the history.
 */
const CHANGES = [
  'state',
  'attempts',
  'answered_attempt',
  'due_at_ms',
  'uncertain_since_ms',
  'deadline_ms',
  'id_form',
  'smsc_message_id',
  'sent_at_ms',
  'answered_at_ms',
  'receipt_at_ms',
  'last_status',
  'receipt_error',
  'last_receipt',
  'error_code',
  'may_be_duplicate',
  'excused',
  'message_state',
  'message_may_be_duplicate',
  'message_error',
  'updated_at_ms',
  'final_at_ms',
] as const
const HISTORY = 22

/**
 * What of a row is to be written: SQLite touches only indexes on columns that it is told of, and there are few different
 * sets of them, so that each has its statement. Fields are compared one by one, which costs least.
 */
class RowChange {
  readonly values: SQLInputValue[] = []
  /** One bit for each column. */
  columns = 0

  part(after: PartRow, before: PartRow): this {
    if (after.state !== before.state) this.#note(0, stateCode(after.state))
    if (after.attempts !== before.attempts) this.#note(1, after.attempts)
    if (after.answeredAttempt !== before.answeredAttempt) this.#note(2, after.answeredAttempt)
    if (after.dueAtMs !== before.dueAtMs) this.#note(3, after.dueAtMs)
    if (after.uncertainSinceMs !== before.uncertainSinceMs) this.#note(4, after.uncertainSinceMs)
    if (after.deadlineMs !== before.deadlineMs) this.#note(5, after.deadlineMs)
    if (after.idForm !== before.idForm) this.#note(6, after.idForm)
    if (after.smscMessageId !== before.smscMessageId) this.#note(7, after.smscMessageId)
    if (after.sentAtMs !== before.sentAtMs) this.#note(8, after.sentAtMs)
    if (after.answeredAtMs !== before.answeredAtMs) this.#note(9, after.answeredAtMs)
    if (after.receiptAtMs !== before.receiptAtMs) this.#note(10, after.receiptAtMs)
    if (after.lastStatus !== before.lastStatus) this.#note(11, after.lastStatus)
    if (after.receiptError !== before.receiptError) this.#note(12, after.receiptError)
    if (after.lastReceipt !== before.lastReceipt) this.#note(13, after.lastReceipt)
    if (after.errorCode !== before.errorCode) this.#note(14, after.errorCode)
    if (after.mayBeDuplicate !== before.mayBeDuplicate) this.#note(15, Number(after.mayBeDuplicate))
    if (after.excused !== before.excused) this.#note(16, after.excused)
    return this
  }

  head(after: MessageHead, before: MessageHead): this {
    if (after.state !== before.state) this.#note(17, stateCode(after.state))
    if (after.mayBeDuplicate !== before.mayBeDuplicate) this.#note(18, Number(after.mayBeDuplicate))
    if (after.errorCode !== before.errorCode) this.#note(19, after.errorCode)
    if (after.updatedAtMs !== before.updatedAtMs) this.#note(20, after.updatedAtMs)
    if (after.finalAtMs !== before.finalAtMs) this.#note(21, after.finalAtMs)
    return this
  }

  /** Octets that are added to the history. */
  history(octets: Uint8Array): this {
    if (octets.length > 0) this.#note(HISTORY, octets)
    return this
  }

  #note(column: number, value: SQLInputValue): void {
    this.columns |= 1 << column
    this.values.push(value)
  }
}

/** `state = ?, attempts = ?`: what is to be set where these columns change. */
function settingsOf(columns: number): string {
  const settings = CHANGES.flatMap((column, index) => ((columns & (1 << index)) === 0 ? [] : [`${column} = ?`]))
  if ((columns & (1 << HISTORY)) !== 0) settings.push('history = CAST(history || ? AS BLOB)')
  return settings.join(', ')
}
