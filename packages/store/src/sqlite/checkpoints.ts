import { Worker } from 'node:worker_threads'
import { type Clock, systemClock } from '@smpp-connect/kernel'
import { type Failure, reasonOf } from './failure.ts'
import type { LogReports, LogState } from './log-reports.ts'

/** What a checkpoint needs of the connection that writes. */
export interface CheckpointedLog {
  /** Undefined while no connection can be trusted. */
  logState(): LogState | undefined
  /** Copies what is left, in the writer's own time, so that the log can begin anew. Returns why it could not. */
  checkpoint(): string | undefined
  /** A checkpoint of another connection met an I/O error. */
  distrustCopies(reason: string): void
  /** Puts what was copied where it should be, unless it is there. Returns why it could not: nothing more may be copied. */
  secureCopies(): string | undefined
}

/** What came of a try of the helper. */
export interface Tried {
  readonly failure?: Failure
}

export interface CheckpointSettings {
  /** How many pages are worth the syncs. */
  readonly enoughPages: number
  /** With so many the writer copies them itself, when the helper does not keep up. */
  readonly mostPages: number
  /** How many transactions pass between two looks at the log. */
  readonly transactions: number
  /** So long after a failure there is no other try: it may have all that was copied written again, and everybody waits. */
  readonly restsForMs: number
}

/** 32 MiB: seldom enough not to write hot pages again and again. And 256 MiB, to which it rarely comes. */
const SETTINGS: CheckpointSettings = { enoughPages: 8192, mostPages: 65_536, transactions: 16, restsForMs: 5_000 }
/** The writer copies what is left of a log when it is so small a part of it: little more than a commit. */
const WRITERS_PART = 1 / 128

const HELPER_GONE = 'the thread that copied the log has ended'

/** Beside this file, with the ending that this file has: sources run as they are, and built they end differently. */
const HELPER = new URL(`./checkpointer${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)

/**
 * Copies pages from the write-ahead log to the database file in a thread of its own. Done by the writer, it would let
 * everybody wait for as long as a second while there is much to do; done beside it, only the little that was written
 * meanwhile is left to the writer, after which the log begins anew. SQLite lets both work on it at once. A checkpoint
 * that fails is none of the store's failures: what it would copy is durable in the log, and a later one tries again, as
 * soon as what was copied before is secured (see `CopiedPages`). But it is reported, as is the length of the log: somebody
 * may mend it before the log fills the disk.
 *
 * - *resting*: until a look finds enough to copy, or, after a failure, that it is time to try again;
 * - *copying*: the helper was told to. When it has tried, what was written meanwhile is left. A small part of the log the
 *   writer copies, and it rests. Otherwise the helper goes on, as long as each try leaves less than half of what the one before
 *   did: it would not where much is written, or somebody reads what must not be written over, or the disk fails. Then it
 *   rests, and the log grows, until a part of it that the writer may copy is as large as what is left;
 * - *alone*: there can be no helper. The writer copies by itself, as soon as there is enough.
 *
 * Where the helper does not keep up, the writer copies what is left when the helper has tried, at eight times as many pages.
 * SQLite itself copies nothing after a commit: nobody would hear of a failure.
 */
export class Checkpoints {
  readonly #directory: string
  readonly #log: CheckpointedLog
  readonly #reports: LogReports
  readonly #settings: CheckpointSettings
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #helper: Worker | undefined
  #state: 'resting' | 'copying' | 'alone' = 'resting'
  /** Pages that were not copied when the helper was told to. */
  #left = 0
  #transactions = 0
  /** Why the last try failed, and when. */
  #failed: { readonly reason: string; readonly atMs: number } | undefined

  constructor(
    directory: string,
    log: CheckpointedLog,
    reports: LogReports,
    settings = SETTINGS,
    clock: Pick<Clock, 'monotonicMs'> = systemClock,
  ) {
    this.#directory = directory
    this.#log = log
    this.#reports = reports
    this.#settings = settings
    this.#clock = clock
  }

  /** To be called after each transaction. */
  look(): void {
    const isTurn = this.#transactions % this.#settings.transactions === 0
    this.#transactions += 1
    const log = isTurn ? this.#log.logState() : undefined
    if (!log) return
    if (this.#state !== 'copying' && this.#isDue(log)) {
      if (this.#state === 'alone') this.#ended(this.#log.checkpoint())
      else this.#copy(log.pages - log.copied)
    }
    this.#reports.note(log, this.#failed?.reason)
  }

  async close(): Promise<void> {
    const helper = this.#helper
    this.#helper = undefined
    if (!helper) return
    const ended = new Promise<void>((resolve) => helper.once('exit', () => resolve()))
    helper.postMessage('close')
    await ended
  }

  #isDue({ pages, copied }: LogState): boolean {
    if (this.#failed) return this.#clock.monotonicMs() - this.#failed.atMs >= this.#settings.restsForMs
    return pages - copied >= this.#settings.enoughPages
  }

  /** A try has ended: well, or with this reason why not. */
  #ended(reason: string | undefined): void {
    this.#failed = reason === undefined ? undefined : { reason, atMs: this.#clock.monotonicMs() }
  }

  #copy(left: number): void {
    this.#state = 'resting'
    const reason = this.#log.secureCopies()
    if (reason !== undefined) {
      this.#ended(reason)
      return
    }
    this.#state = 'copying'
    this.#left = left
    this.#helper ??= this.#start()
    this.#helper.postMessage('copy')
  }

  /** The helper has copied all that it could, or met something. */
  #tried(reason: string | undefined): void {
    this.#state = 'resting'
    this.#ended(reason)
    const log = this.#log.logState()
    if (!log) return
    const { pages, copied } = log
    const left = pages - copied
    const isSmall = left <= pages * WRITERS_PART
    if (!isSmall && left < this.#left / 2) this.#copy(left)
    else if (isSmall || pages >= this.#settings.mostPages) this.#ended(this.#log.checkpoint())
    this.#reports.note(log, this.#failed?.reason)
  }

  #start(): Worker {
    const helper = new Worker(HELPER, {
      workerData: this.#directory,
      name: 'store checkpoints',
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    const gone = (): void => {
      if (this.#helper !== helper) return
      this.#helper = undefined
      this.#state = 'alone'
      // Nobody knows what it met.
      this.#ended(HELPER_GONE)
      this.#log.distrustCopies(HELPER_GONE)
    }
    helper.on('message', ({ failure }: Tried) => {
      const reason = failure && reasonOf(failure)
      if (reason !== undefined && failure?.reopen) this.#log.distrustCopies(reason)
      if (this.#helper === helper) this.#tried(reason)
    })
    helper.on('error', gone)
    helper.on('exit', gone)
    return helper
  }
}
