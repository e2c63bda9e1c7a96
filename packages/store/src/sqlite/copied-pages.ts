import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../port.ts'
import { DATABASE_FILE } from './database.ts'
import { failureOf, reasonOf } from './failure.ts'
import { LOG_FILE } from './log-file.ts'
import { FRAME_HEADER_OCTETS, LOG_HEADER_OCTETS } from './log-inspection.ts'

/**
 * The pages that were copied from the log to the database file. SQLite syncs that file only after it has copied all of
 * the log. What it copied of a part, because somebody read or wrote meanwhile, lies in the system's memory until a later
 * checkpoint syncs it. When that sync fails, Linux holds all of those pages to be written, and SQLite copies again only
 * those of the checkpoint that failed. The next sync succeeds, the log begins anew, and the pages of the part are nowhere:
 * lost with the next power cut. So after a checkpoint that failed all that counts as copied is written again, from the
 * log, which is durable and as it was: it begins anew only when all of it was copied and synced.
 *
 * - *trusted*: until a checkpoint meets an I/O error, whichever connection makes it;
 * - *distrusted*: no checkpoint may be made. Left when the pages were written again, and synced. Until then there is a
 *   reason: what the checkpoint met, or what came of the last try to write them.
 */
export class CopiedPages {
  readonly #directory: string
  #trouble: string | undefined
  #descriptor: number | undefined

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Why they are distrusted, for an operator; undefined: they are trusted. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  distrust(reason: string): void {
    this.#trouble = reason
  }

  /**
   * Writes the pages of the first `frames` frames of the log again, as the last of these has each, and syncs them, if the
   * disk lets it. Only while no checkpoint is made and the log does not begin anew. Readers may read: what is written is
   * what they find there, or what they do not look at, having a newer one in the log.
   */
  writeAgain(frames: number): void {
    try {
      if (frames > 0) this.#rewrite(frames)
      this.#trouble = undefined
    } catch (error) {
      // The log goes on to hold everything, until there is a next time.
      this.#trouble = reasonOf(failureOf(error))
    }
  }

  /** Not before the connections are: closing any descriptor of a file lets go of all locks that the process has on it. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #rewrite(frames: number): void {
    this.#descriptor ??= openSync(join(this.#directory, DATABASE_FILE), 'r+')
    const log = openSync(join(this.#directory, LOG_FILE), 'r')
    try {
      rewrite(log, this.#descriptor, frames)
    } finally {
      closeSync(log)
    }
    fsyncSync(this.#descriptor)
  }
}

function rewrite(log: number, database: number, frames: number): void {
  const header = read(log, LOG_HEADER_OCTETS, 0)
  const pageOctets = header.readUInt32BE(8)
  const frameOctets = FRAME_HEADER_OCTETS + pageOctets
  const lastFrames = new Map<number, number>()
  for (let at = LOG_HEADER_OCTETS; at < LOG_HEADER_OCTETS + frames * frameOctets; at += frameOctets) {
    const frame = read(log, FRAME_HEADER_OCTETS, at)
    // The salts of the log, which all its frames carry.
    if (frame.compare(header, 16, 24, 8, 16) !== 0) {
      throw new StoreUnavailable(`the log ${LOG_FILE} has a frame of another log at octet ${at}`)
    }
    lastFrames.set(frame.readUInt32BE(0), at)
  }
  for (const [page, at] of lastFrames) {
    const octets = read(log, pageOctets, at + FRAME_HEADER_OCTETS)
    const written = writeSync(database, octets, 0, pageOctets, (page - 1) * pageOctets)
    if (written < pageOctets) throw new StoreUnavailable(`${DATABASE_FILE} took ${written} octets of page ${page}`)
  }
}

function read(descriptor: number, length: number, at: number): Buffer {
  const octets = Buffer.alloc(length)
  if (readSync(descriptor, octets, 0, length, at) < length) {
    throw new StoreUnavailable(`the log ${LOG_FILE} ends before octet ${at + length}`)
  }
  return octets
}
