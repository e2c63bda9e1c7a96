import type { JournalFile } from './journal-file.ts'
import type { JournalRecord } from './record.ts'

interface Batch {
  readonly records: JournalRecord[]
  readonly done: Promise<void>
  readonly resolve: () => void
  readonly reject: (failure: unknown) => void
}

/**
 * The one way to change what the simulator knows: records are collected for a turn of the event loop, written with one
 * call, then applied, then the callers hear of it. So whatever was answered is written down, and what could not be
 * written has not happened. Without a file it is the same less the writing.
 */
export class Journal {
  readonly #file: JournalFile | undefined
  readonly #apply: (records: readonly JournalRecord[]) => void
  #batch: Batch | undefined
  #closed = false

  constructor(file: JournalFile | undefined, apply: (records: readonly JournalRecord[]) => void) {
    this.#file = file
    this.#apply = apply
  }

  /** Length of the file; 0 without one. */
  get octets(): number {
    return this.#file?.octets ?? 0
  }

  /** Applies what the file holds, one record at a time. Throws when it is damaged or cannot be opened. */
  open(): void {
    const one: JournalRecord[] = []
    this.#file?.open((record) => {
      one[0] = record
      this.#apply(one)
    })
  }

  /** Replaces the file's contents. */
  rewrite(records: Iterable<JournalRecord>): void {
    this.#file?.rewrite(records)
  }

  /** Resolves when the records are written and applied; rejects when they could not be written: then nothing happened. */
  commit(records: readonly JournalRecord[]): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the journal is closed'))
    let batch = this.#batch
    if (batch === undefined) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      batch = { records: [], done: promise, resolve, reject }
      this.#batch = batch
      setImmediate(this.#flush)
    }
    for (const record of records) batch.records.push(record)
    return batch.done
  }

  /** Writes what waits, and closes. */
  close(): void {
    this.#flush()
    this.#closed = true
    this.#file?.close()
  }

  readonly #flush = (): void => {
    const batch = this.#batch
    if (batch === undefined) return
    this.#batch = undefined
    try {
      if (this.#file !== undefined) this.#file.append(linesOf(batch.records))
      this.#apply(batch.records)
    } catch (failure) {
      batch.reject(failure)
      return
    }
    batch.resolve()
  }
}

function linesOf(records: readonly JournalRecord[]): string {
  let lines = ''
  for (const record of records) lines += `${JSON.stringify(record)}\n`
  return lines
}
