import { Worker } from 'node:worker_threads'

/** How many pages the log has, and how many of them are in the database file already. */
export interface LogState {
  readonly pages: number
  readonly copied: number
}

/** What a checkpoint needs of the connection that writes. */
export interface CheckpointedLog {
  logState(): LogState
  /** Copies what is left, in the writer's own time, so that the log can begin anew. */
  checkpoint(): void
  /** A checkpoint of another connection met an I/O error. */
  distrustCopies(): void
  /** Whether what was copied is where it should be, or could be put there: otherwise nothing more may be copied. */
  secureCopies(): boolean
}

export interface CheckpointSettings {
  /** How many pages are worth the syncs. */
  readonly enoughPages: number
  /** With so many the writer copies them itself, when the helper does not keep up. */
  readonly mostPages: number
  /** How many transactions pass between two looks at the log. */
  readonly transactions: number
}

/** 32 MiB: seldom enough not to write hot pages again and again. And 256 MiB, to which it rarely comes. */
const SETTINGS: CheckpointSettings = { enoughPages: 8192, mostPages: 65_536, transactions: 16 }
/** The writer copies what is left of a log when it is so small a part of it: little more than a commit. */
const WRITERS_PART = 1 / 128

/** Beside this file, with the ending that this file has: sources run as they are, and built they end differently. */
const HELPER = new URL(`./checkpointer${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url)

/**
 * Copies pages from the write-ahead log to the database file in a thread of its own. Done by the writer, it would let
 * everybody wait for as long as a second while there is much to do; done beside it, only the little that was written
 * meanwhile is left to the writer, after which the log begins anew. SQLite lets both work on it at once. A checkpoint
 * that fails is none of the store's failures: what it would copy is durable in the log, and a later one tries again, as
 * soon as what was copied before is secured (see `CopiedPages`).
 *
 * - *resting*: until a look finds enough to copy;
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
  readonly #settings: CheckpointSettings
  #helper: Worker | undefined
  #state: 'resting' | 'copying' | 'alone' = 'resting'
  /** Pages that were not copied when the helper was told to. */
  #left = 0
  #transactions = 0

  constructor(directory: string, log: CheckpointedLog, settings = SETTINGS) {
    this.#directory = directory
    this.#log = log
    this.#settings = settings
  }

  /** To be called after each transaction. */
  look(): void {
    this.#transactions += 1
    if (this.#state === 'copying' || this.#transactions % this.#settings.transactions !== 0) return
    const { pages, copied } = this.#log.logState()
    if (pages - copied < this.#settings.enoughPages) return
    if (this.#state === 'alone') this.#log.checkpoint()
    else this.#copy(pages - copied)
  }

  async close(): Promise<void> {
    const helper = this.#helper
    this.#helper = undefined
    if (!helper) return
    const ended = new Promise<void>((resolve) => helper.once('exit', () => resolve()))
    helper.postMessage('close')
    await ended
  }

  #copy(left: number): void {
    this.#state = 'resting'
    if (!this.#log.secureCopies()) return
    this.#state = 'copying'
    this.#left = left
    this.#helper ??= this.#start()
    this.#helper.postMessage('copy')
  }

  /** The helper has copied all that it could. */
  #tried(): void {
    const { pages, copied } = this.#log.logState()
    const left = pages - copied
    const isSmall = left <= pages * WRITERS_PART
    if (!isSmall && left < this.#left / 2) {
      this.#copy(left)
      return
    }
    this.#state = 'resting'
    if (isSmall || pages >= this.#settings.mostPages) this.#log.checkpoint()
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
      this.#log.distrustCopies()
    }
    helper.on('message', (answer: 'tried' | 'failed') => {
      if (answer === 'failed') this.#log.distrustCopies()
      if (this.#helper === helper) this.#tried()
    })
    helper.on('error', gone)
    helper.on('exit', gone)
    return helper
  }
}
