import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Book } from '../book.ts'
import { type Row, Statement } from '../database.ts'
import type { DueTimes } from '../due-times.ts'
import type { RowCache } from '../row-cache.ts'
import type { SmscKeys } from '../smsc-keys.ts'
import type { StreamKeys } from '../stream-keys.ts'
import type { WireProfiles } from '../wire-profiles.ts'
import type { HeldChanges } from './held-changes.ts'
import type { NewParts } from './new-parts.ts'
import type { SendingParts } from './sending.ts'

/** What every group of tables stands on. */
export interface TableContext {
  readonly db: DatabaseSync
  readonly smscs: SmscKeys
  readonly streams: StreamKeys
  readonly wires: WireProfiles
  readonly dueTimes: DueTimes
  readonly book: Book
  readonly cache: RowCache
  readonly held: HeldChanges
  readonly newParts: NewParts
  readonly sending: SendingParts
}

/** What has to do with the rows of parts. */
const OF_PARTS = /\bparts\b/

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
    const statement = this.prepare(sql)
    this.#bySql.set(sql, statement)
    return statement
  }

  protected prepare(sql: string): Statement {
    return new Statement(this.#db, sql)
  }
}

/** Those of the writer: one that has to do with parts first has the changes written that are held back. */
export class WriterStatements extends Statements {
  readonly #db: DatabaseSync
  readonly #held: HeldChanges

  constructor({ db, held }: Pick<TableContext, 'db' | 'held'>) {
    super(db)
    this.#db = db
    this.#held = held
  }

  /** One that says the same whether changes are held back or not, or whose asker takes care of them. */
  indifferent(sql: string): Statement {
    return super.prepare(sql)
  }

  protected override prepare(sql: string): Statement {
    return OF_PARTS.test(sql) ? new StatementOfParts(this.#db, sql, this.#held) : super.prepare(sql)
  }
}

class StatementOfParts extends Statement {
  readonly #held: HeldChanges

  constructor(db: DatabaseSync, sql: string, held: HeldChanges) {
    super(db, sql)
    this.#held = held
  }

  override all(...values: SQLInputValue[]): readonly Row[] {
    this.#held.writeAll()
    return super.all(...values)
  }

  override get(...values: SQLInputValue[]): Row | undefined {
    this.#held.writeAll()
    return super.get(...values)
  }

  override iterate(...values: SQLInputValue[]): IterableIterator<Row> {
    this.#held.writeAll()
    return super.iterate(...values)
  }

  override run(...values: SQLInputValue[]): void {
    this.#held.writeAll()
    super.run(...values)
  }

  override change(...values: SQLInputValue[]): number {
    this.#held.writeAll()
    return super.change(...values)
  }
}
