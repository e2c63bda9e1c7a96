import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { claimFile, migrate } from '../../src/sqlite/migrate.ts'
import { initial } from '../../src/sqlite/migrations/0001-initial.ts'

/** Makes data as version 1 of the store wrote it; see version-1.sql for what is in it. */
export function makeVersion1(directory: string): DatabaseSync {
  const db = new DatabaseSync(join(directory, 'connect.db'))
  claimFile(db)
  migrate(db, [initial])
  db.exec(readFileSync(new URL('./version-1.sql', import.meta.url), 'utf8'))
  return db
}
