import type { DatabaseSync } from 'node:sqlite'
import type { PartOfMessage } from '../../engine/tables.ts'
import type { Book } from '../book.ts'
import { Statement } from '../database.ts'
import { partKey } from './part-rows.ts'

/**
 * The parts whose submit is under way: no more than fit the windows, so that the writer knows them by heart. An index of
 * them would be written twice for each text. After a start they are looked for among all that are open, until as many are found
 * as the figures say.
 */
export class SendingParts {
  /** Their keys, with their user_message_references. */
  readonly #references = new Map<number, number>()

  constructor(db: DatabaseSync, book: Book) {
    const count = book.sending
    if (count === 0) return
    const sending = new Statement(
      db,
      `SELECT key, user_message_reference FROM parts INDEXED BY parts_by_deadline
      WHERE deadline_ms IS NOT NULL AND state = 2 LIMIT ?`,
    )
    for (const [key, reference] of sending.all(count)) this.#references.set(key as number, reference as number)
  }

  /** A part that changed. */
  note(before: PartOfMessage['part'], after: PartOfMessage['part']): void {
    if (after.state === before.state) return
    if (after.state === 'sending') {
      this.#references.set(partKey(after.messageSeq, after.number), after.userMessageReference)
    } else if (before.state === 'sending') {
      this.#references.delete(partKey(after.messageSeq, after.number))
    }
  }

  /** Their keys, in the order of the queue. */
  keys(): readonly number[] {
    return [...this.#references.keys()].sort((a, b) => a - b)
  }

  /** The keys of those with a user_message_reference, in the order of the queue. */
  withReference(userMessageReference: number): readonly number[] {
    const keys: number[] = []
    for (const [key, reference] of this.#references) if (reference === userMessageReference) keys.push(key)
    return keys.sort((a, b) => a - b)
  }
}
