import type { DatabaseSync } from 'node:sqlite'
import { type OperationName, operations } from '../engine/operations.ts'
import type { CheckpointedLog } from './checkpoints.ts'
import { CopiedPages } from './copied-pages.ts'
import { keepLog, makeDirectory, openForWriting, type WriteSettings } from './database.ts'
import { DirectoryLock } from './directory-lock.ts'
import { type Failure, failureOf, reasonOf } from './failure.ts'
import { HighWater } from './high-water.ts'
import { secureLog } from './log-file.ts'
import type { LogState } from './log-reports.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import type { PackedEvents } from './packing/index.ts'
import { openTables, type SqliteTables } from './tables/index.ts'

/** One operation asked for, and how it ended: by `id`, which the asker chose. */
export interface Call {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: Failure }

export interface GroupOutcome {
  readonly replies: readonly Reply[]
  /** Durable now: those of each transaction, in the order of `seq`. */
  readonly events: readonly PackedEvents[]
}

/**
 * The one connection that changes anything. `run` takes whatever was asked for while the last transaction was being
 * committed, and does all of it in the next one: one fsync for many operations (group commit). When one of them throws,
 * which is a bug or a broken rule, nothing of the group is kept, and each is done again in a transaction of its own, so that
 * it takes no other along. When the disk refuses something, all of them failed.
 */
export class Writer implements CheckpointedLog {
  readonly #directory: string
  readonly #settings: WriteSettings
  readonly #connect: typeof openForWriting
  readonly #lock: DirectoryLock
  readonly #copies: CopiedPages
  #highWater: HighWater | undefined
  #db: DatabaseSync | undefined
  /** The connection has failed in a way after which it is not to be used again. */
  #isDistrusted = false
  #open: SqliteTables | undefined

  /** Throws `StoreUnavailable` when the directory cannot be used. */
  constructor(directory: string, settings: WriteSettings, connect = openForWriting) {
    this.#directory = directory
    this.#settings = settings
    this.#connect = connect
    this.#copies = new CopiedPages(directory)
    makeDirectory(directory)
    this.#lock = DirectoryLock.take(directory)
    try {
      secureLog(directory)
      HighWater.check(directory, this.#tables().book.lastEventSeq)
      this.#highWater = new HighWater(directory)
    } catch (failure) {
      this.close()
      throw failure
    }
  }

  run(calls: readonly Call[]): GroupOutcome {
    try {
      const { tables, book, settle } = this.#tables()
      const db = this.#db as DatabaseSync
      db.exec('BEGIN IMMEDIATE')
      const replies = calls.map(({ id, name, args }): Reply => {
        const operation = operations[name as OperationName] as (...all: readonly unknown[]) => unknown
        return { id, result: operation(tables, ...args) }
      })
      const events = settle()
      db.exec('COMMIT')
      if (events.octets.length === 0) return { replies, events: [] }
      this.#highWater?.note(book.lastEventSeq)
      return { replies, events: [events] }
    } catch (error) {
      const failure = failureOf(error)
      this.#drop(failure)
      if (failure.kind === 'unavailable' || calls.length === 1) {
        return { replies: calls.map(({ id }) => ({ id, failure })), events: [] }
      }
      const outcomes = calls.map((call) => this.run([call]))
      return {
        replies: outcomes.flatMap(({ replies }) => replies),
        events: outcomes.flatMap(({ events }) => events),
      }
    }
  }

  logState(): LogState | undefined {
    if (!this.#db || this.#isDistrusted) return undefined
    const { log, checkpointed } = this.#db.prepare('PRAGMA wal_checkpoint(NOOP)').get() ?? {}
    return { pages: Number(log), copied: Number(checkpointed) }
  }

  checkpoint(): string | undefined {
    if (!this.#db || this.#isDistrusted) return 'the connection to the database has failed'
    const trouble = this.secureCopies()
    if (trouble !== undefined) return trouble
    try {
      this.#db.exec('PRAGMA wal_checkpoint(PASSIVE)')
      return undefined
    } catch (error) {
      // What is in the log is durable; the next checkpoint tries again.
      const failure = failureOf(error)
      const reason = reasonOf(failure)
      if (failure.reopen) this.distrustCopies(reason)
      return reason
    }
  }

  distrustCopies(reason: string): void {
    this.#copies.distrust(reason)
  }

  secureCopies(): string | undefined {
    const log = this.#copies.trouble === undefined ? undefined : this.logState()
    if (log) this.#copies.writeAgain(log.copied)
    return this.#copies.trouble
  }

  close(): void {
    this.#open = undefined
    const last = this.secureCopies() === undefined ? undefined : keepLog(this.#directory)
    this.#db?.close()
    this.#db = undefined
    last?.close()
    this.#copies.close()
    this.#highWater?.close()
    this.#highWater = undefined
    this.#lock.release()
  }

  /** The tables; opened anew when the last transaction was lost, because what they remember of it is not there. */
  #tables(): SqliteTables {
    if (!this.#db || this.#isDistrusted) {
      const fresh = this.#connect(this.#directory, this.#settings)
      // Only now: while a connection stands, the index of the log does too, and in it a transaction that failed does not
      // count. Were it made anew from the log, the octets of that transaction would be taken for a commit.
      this.#db?.close()
      this.#db = fresh
      this.#isDistrusted = false
      migrate(this.#db, migrations)
    }
    this.#open ??= openTables(this.#db, this.#settings)
    return this.#open
  }

  /**
   * Undoes the transaction. After an I/O error the connection goes too, as soon as there is another one: when an fsync
   * failed, trying it again proves nothing, so the next transaction is written and synced by a new connection.
   */
  #drop(failure: Failure): void {
    this.#open = undefined
    try {
      if (this.#db?.isTransaction) this.#db.exec('ROLLBACK')
      if (!failure.reopen) return
    } catch (error) {
      // A rollback that fails leaves nothing to trust either: fall through to a new connection.
      if (failureOf(error).kind === 'bug') throw error
    }
    this.#isDistrusted = true
  }
}
