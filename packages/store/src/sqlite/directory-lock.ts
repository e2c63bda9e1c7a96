import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailable } from '../port.ts'

const FILE = 'connect.lock'
const MOST_TRIES = 5
const BUSY = 5

/**
 * Keeps other processes out of a data directory. The lock is one that SQLite holds on a small database of its own: the
 * system drops it with the process, however it ends, so that nothing stale is ever left. An open transaction holds it;
 * readers may still look, which is how another process learns the pid of the holder.
 */
export class DirectoryLock {
  readonly #db: DatabaseSync

  private constructor(db: DatabaseSync) {
    this.#db = db
  }

  /** Throws `StoreUnavailable` naming the directory and the holder's pid when it is taken. */
  static take(directory: string): DirectoryLock {
    const db = new DatabaseSync(join(directory, FILE), { timeout: 0 })
    try {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        begin(db, directory)
        if (holder(db) === process.pid) return new DirectoryLock(db)
        // Only what is committed can be read by others, and a commit lets go: write the pid, then take it once more.
        db.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL) STRICT')
        db.exec('DELETE FROM holder')
        db.prepare('INSERT INTO holder VALUES (?)').run(process.pid)
        db.exec('COMMIT')
      }
      throw new StoreUnavailable(`the data directory ${directory} is wanted by several processes at once`)
    } catch (failure) {
      db.close()
      throw failure
    }
  }

  release(): void {
    this.#db.close()
  }
}

function begin(db: DatabaseSync, directory: string): void {
  try {
    db.exec('BEGIN IMMEDIATE')
  } catch (failure) {
    const isBusy = failure instanceof Error && 'errcode' in failure && (Number(failure.errcode) & 0xff) === BUSY
    if (!isBusy) throw failure
    const pid = holder(db)
    const who = pid === undefined ? 'another process' : `the process with pid ${pid}`
    throw new StoreUnavailable(`the data directory ${directory} is in use by ${who}; stop it, or choose another`)
  }
}

function holder(db: DatabaseSync): number | undefined {
  const hasTable = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'holder'`).get()
  const row = hasTable && db.prepare('SELECT pid FROM holder').get()
  return row ? Number(row.pid) : undefined
}
