import type { DatabaseSync } from 'node:sqlite'
import { Statement } from './database.ts'

/** What one step of a transaction may be undone to. Prepared once: there is one for each operation, however small. */
export class Savepoint {
  readonly #set: Statement
  readonly #release: Statement
  readonly #undo: Statement

  constructor(db: DatabaseSync) {
    this.#set = new Statement(db, 'SAVEPOINT step')
    this.#release = new Statement(db, 'RELEASE step')
    this.#undo = new Statement(db, 'ROLLBACK TO step')
  }

  set(): void {
    this.#set.run()
  }

  release(): void {
    this.#release.run()
  }

  undo(): void {
    this.#undo.run()
    this.#release.run()
  }
}
