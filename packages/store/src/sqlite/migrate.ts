import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from '../port.ts'

export interface Migration {
  /** Counts from 1 without gaps. */
  readonly version: number
  readonly name: string
  readonly sql: string
  /**
   * It makes a table anew to which others refer, so foreign keys are not enforced meanwhile. It sees itself to it that the new
   * one has every row of the old: to look through all that refers to it would take long, and find what was wrong before.
   */
  readonly remakesReferenced?: true
  /** It sorts much: in files beside the data, not in memory, of which a directory for temporary files may be made, too. */
  readonly sorts?: true
  /** What SQL cannot say, done after it in the same transaction. */
  readonly convert?: (db: DatabaseSync) => void
}

/** Marks the file as one of ours in SQLite's header: "Cnct". */
const APPLICATION_ID = 0x436e_6374

/**
 * Makes a new file ours. Throws `StoreUnavailable` when it is another program's, before anything in it is touched.
 */
export function claimFile(db: DatabaseSync): void {
  const marked = single(db, 'PRAGMA application_id')
  if (marked === APPLICATION_ID) return
  if (marked !== 0 || single(db, 'SELECT count(*) FROM sqlite_schema') !== 0) {
    throw new StoreUnavailable('the file connect.db in the data directory is a database of another program')
  }
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
}

/**
 * Brings the schema to the newest version, each step in a transaction of its own that claims its number first: a crash
 * leaves it done or not begun. Throws `StoreUnavailable` when the file was made by a newer Connect, or has a step that
 * is not the one this code knows.
 */
export function migrate(db: DatabaseSync, migrations: readonly Migration[]): void {
  db.exec(`CREATE TABLE IF NOT EXISTS migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT`)
  for (const migration of migrations) apply(db, migration)
  const newest = single(db, 'SELECT coalesce(max(version), 0) FROM migrations')
  if (newest > migrations.length) {
    throw new StoreUnavailable(
      `the data was written by a newer Connect (its schema is version ${newest}, this one knows ${migrations.length}); ` +
        'start that one again, or restore a backup from before the upgrade',
    )
  }
}

/** As `PRAGMA temp_store` says it. */
const IN_MEMORY = 2

function apply(db: DatabaseSync, migration: Migration): void {
  // Nothing can be said about foreign keys, or where to sort, within a transaction.
  const enforces = migration.remakesReferenced && single(db, 'PRAGMA foreign_keys') === 1
  const keepsInMemory = migration.sorts && single(db, 'PRAGMA temp_store') === IN_MEMORY
  const beside = keepsInMemory ? dirname(db.location() ?? '') : ''
  if (enforces) db.exec('PRAGMA foreign_keys = OFF')
  if (keepsInMemory)
    db.exec(`PRAGMA temp_store = FILE; PRAGMA temp_store_directory = '${beside.replaceAll("'", "''")}'`)
  try {
    applyOnce(db, migration)
  } finally {
    if (enforces) db.exec('PRAGMA foreign_keys = ON')
    if (keepsInMemory) db.exec(`PRAGMA temp_store = MEMORY; PRAGMA temp_store_directory = ''`)
  }
}

function applyOnce(db: DatabaseSync, { version, name, sql, convert }: Migration): void {
  const checksum = createHash('sha256').update(sql).digest('hex')
  db.exec('BEGIN IMMEDIATE')
  try {
    const claimed = db
      .prepare(`INSERT INTO migrations VALUES (?, ?, ?, datetime('now')) ON CONFLICT DO NOTHING`)
      .run(version, name, checksum)
    if (claimed.changes === 1) {
      db.exec(sql)
      convert?.(db)
    } else {
      verify(db, version, name, checksum)
    }
    db.exec('COMMIT')
  } catch (failure) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw failure
  }
}

function verify(db: DatabaseSync, version: number, name: string, checksum: string): void {
  const done = db.prepare('SELECT name, checksum FROM migrations WHERE version = ?').get(version)
  if (done?.checksum === checksum) return
  throw new StoreUnavailable(
    `step ${version} of the data's schema was "${done?.name}", which is not the "${name}" that this Connect knows`,
  )
}

function single(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0)
}
