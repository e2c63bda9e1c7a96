import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { StoreUnavailable } from '../port.ts'
import { systemReason } from './failure.ts'
import { claimFile } from './migrate.ts'

export const DATABASE_FILE = 'connect.db'

/** A row as SQLite gives it, in the order of the columns. */
export type Row = readonly SQLOutputValue[]

/** A prepared statement whose rows are arrays: the cheapest form there is. */
export class Statement {
  readonly #statement: StatementSync

  constructor(db: DatabaseSync, sql: string) {
    this.#statement = db.prepare(sql)
    this.#statement.setReturnArrays(true)
  }

  all(...values: SQLInputValue[]): readonly Row[] {
    return this.#statement.all(...values) as unknown as readonly Row[]
  }

  get(...values: SQLInputValue[]): Row | undefined {
    return this.#statement.get(...values) as unknown as Row | undefined
  }

  /** One row after the other, for those that are too many to hold at once. */
  iterate(...values: SQLInputValue[]): IterableIterator<Row> {
    return this.#statement.iterate(...values) as unknown as IterableIterator<Row>
  }

  /** Asks for no row, and for no account of what changed, which would be an object each time. */
  run(...values: SQLInputValue[]): void {
    this.#statement.get(...values)
  }

  /** Returns how many rows changed. */
  change(...values: SQLInputValue[]): number {
    return Number(this.#statement.run(...values).changes)
  }
}

/** Makes sure that the directory is there. Throws `StoreUnavailable` with a reason when it cannot be. */
export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (failure) {
    throw new StoreUnavailable(`the data directory ${directory} cannot be made: ${systemReason(failure)}`, {
      cause: failure,
    })
  }
}

export interface WriteSettings {
  /** Most octets that the database may take; undefined for as many as the disk has. */
  readonly maxOctets?: number | undefined
  /** After how many new conversations a round begins in which they go into the index of ids; see `tables/conversation-ids.ts`. */
  readonly indexEvery?: number | undefined
}

/** The one connection that writes. A commit is on the disk when it returns (WAL with `synchronous=FULL`). */
export function openForWriting(directory: string, settings: WriteSettings): DatabaseSync {
  // Not held to foreign keys: what refers to a conversation could only be found by an index of all its messages. `connect verify`
  // looks whether they hold.
  const db = new DatabaseSync(join(directory, DATABASE_FILE), { timeout: 5_000, enableForeignKeyConstraints: false })
  try {
    claimFile(db)
    db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL')
    db.exec('PRAGMA temp_store = MEMORY')
    db.exec(`PRAGMA cache_size = ${-CACHE_KIB}`)
    db.exec(`PRAGMA wal_autocheckpoint = ${TELLS_LENGTH_OF_LOG ? 0 : CHECKPOINT_PAGES}`)
    db.exec(`PRAGMA journal_size_limit = ${KEPT_PAGES * PAGE_OCTETS}`)
    if (settings.maxOctets !== undefined) {
      db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(settings.maxOctets / PAGE_OCTETS))}`)
    }
    syncDirectory(directory)
    return db
  } catch (failure) {
    db.close()
    throw failure
  }
}

export const PAGE_OCTETS = 4096
/**
 * Of pages of the database. More costs more: at nearly every commit SQLite walks through all that it holds, for a page that changed places
 * within a table passes by a number beyond the file's end. What is not in it the system has.
 */
const CACHE_KIB = 4 * 1024
const [MAJOR = 0, MINOR = 0] = (process.versions.sqlite ?? '').split('.').map(Number)
/** Whether SQLite can say how long the log is without copying it, which `Checkpoints` goes by: since 3.51. */
export const TELLS_LENGTH_OF_LOG = MAJOR > 3 || (MAJOR === 3 && MINOR >= 51)
/** After so much log SQLite copies it itself where `Checkpoints` cannot see to it (32 MiB). Nobody hears when that fails. */
const CHECKPOINT_PAGES = 8192
/** What of the log is kept to be written over, so that its file need not grow each time. */
const KEPT_PAGES = 32_768

/** A connection that cannot write, for reading beside the one that does. */
export function openForReading(directory: string): DatabaseSync {
  const db = new DatabaseSync(join(directory, DATABASE_FILE), { readOnly: true, timeout: 5_000 })
  db.exec(`PRAGMA cache_size = ${-CACHE_KIB}`)
  db.exec('PRAGMA temp_store = MEMORY')
  return db
}

/**
 * A connection that leaves the log where it is, when it is closed after all others: the last one to be closed copies the
 * rest of the log and takes it away, unless it cannot write. Whoever opens next has SQLite copy all of it. It looks at no
 * page but the first, for what others say need not be so. Undefined when not even that can be read.
 */
export function keepLog(directory: string): DatabaseSync | undefined {
  const db = new DatabaseSync(join(directory, DATABASE_FILE), { readOnly: true, timeout: 5_000 })
  try {
    db.prepare('PRAGMA application_id').get()
    return db
  } catch {
    db.close()
    return undefined
  }
}

/** A connection that copies the log to the database file, and syncs both as the one that writes would. */
export function openForCheckpoints(directory: string): DatabaseSync {
  const db = new DatabaseSync(join(directory, DATABASE_FILE), { timeout: 5_000 })
  db.exec('PRAGMA synchronous = FULL')
  db.exec('PRAGMA cache_size = -256')
  return db
}

/** A file that was just made is only sure to be found after a power cut when its directory was written out too. */
function syncDirectory(directory: string): void {
  // Windows cannot open a directory; its file systems keep the entry with the file.
  if (process.platform === 'win32') return
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
