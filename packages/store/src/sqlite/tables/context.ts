import type { DatabaseSync } from 'node:sqlite'
import type { Book } from '../book.ts'
import { Statement } from '../database.ts'
import type { DueTimes } from '../due-times.ts'
import type { RowCache } from '../row-cache.ts'
import type { SmscKeys } from '../smsc-keys.ts'
import type { StreamKeys } from '../stream-keys.ts'
import type { WireProfiles } from '../wire-profiles.ts'

/** What every group of tables stands on. */
export interface TableContext {
  readonly db: DatabaseSync
  readonly smscs: SmscKeys
  readonly streams: StreamKeys
  readonly wires: WireProfiles
  readonly dueTimes: DueTimes
  readonly book: Book
  readonly cache: RowCache
}

/** Prepares statements the first time they are needed, and keeps them by their text. */
export class Statements {
  readonly #db: DatabaseSync
  readonly #bySql = new Map<string, Statement>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  of(sql: string): Statement {
    const known = this.#bySql.get(sql)
    if (known) return known
    const statement = new Statement(this.#db, sql)
    this.#bySql.set(sql, statement)
    return statement
  }
}

/** `?, ?, ?`: as many as there are values. */
export function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}
