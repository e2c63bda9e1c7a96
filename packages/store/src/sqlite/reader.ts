import type { DatabaseSync } from 'node:sqlite'
import { openForReading } from './database.ts'
import { type Failure, failureOf } from './failure.ts'
import { openQueries, type QueryName } from './reading/queries.ts'
import type { Call, GroupOutcome, Reply } from './writer.ts'

/**
 * A connection of its own for everything that only reads: it sees what is committed, and waits for nobody. It is opened
 * with the first question, when the writer has made the data what it should be.
 */
export class Reader {
  readonly #directory: string
  #db: DatabaseSync | undefined
  #queries: ReturnType<typeof openQueries> | undefined

  constructor(directory: string) {
    this.#directory = directory
  }

  run(calls: readonly Call[]): GroupOutcome {
    return { replies: calls.map((call) => this.#answer(call)), events: [] }
  }

  close(): void {
    this.#queries = undefined
    this.#db?.close()
    this.#db = undefined
  }

  /** One view of the data for the whole query, though it takes several statements. */
  #answer({ id, name, args }: Call): Reply {
    try {
      const queries = this.#open()
      const db = this.#db as DatabaseSync
      const query = queries[name as QueryName] as (...all: readonly unknown[]) => unknown
      db.exec('BEGIN')
      try {
        return { id, result: query(...args) }
      } finally {
        if (db.isTransaction) db.exec('COMMIT')
      }
    } catch (error) {
      const failure: Failure = failureOf(error)
      if (failure.reopen) this.close()
      return { id, failure }
    }
  }

  #open(): ReturnType<typeof openQueries> {
    this.#db ??= openForReading(this.#directory)
    this.#queries ??= openQueries(this.#db)
    return this.#queries
  }
}
