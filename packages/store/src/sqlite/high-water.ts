import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../port.ts'

export const HIGH_WATER_FILE = 'connect.mark'

const OCTETS = 24

/**
 * How far the data went when it was last written: the number of the last event, in a file beside the database. It is
 * written after each commit and never synced, so it costs nothing, may lag behind, and is never ahead of what is on the
 * disk. So a database that ends before it has lost something: a log that was cut off or removed, a file that was put back
 * from a copy. Nothing else would tell, for SQLite holds a short log to be a short log.
 */
export class HighWater {
  readonly #descriptor: number
  readonly #octets = Buffer.alloc(OCTETS)

  constructor(directory: string) {
    this.#descriptor = openSync(join(directory, HIGH_WATER_FILE), 'a+', 0o600)
    closeSync(this.#descriptor)
    this.#descriptor = openSync(join(directory, HIGH_WATER_FILE), 'r+')
  }

  /** Throws `StoreUnavailable` when the data ends at an event before the one that was noted. */
  static check(directory: string, lastSeq: number): void {
    const noted = read(directory)
    if (noted === undefined || noted <= lastSeq) return
    throw new StoreUnavailable(
      `the data ends at event ${lastSeq}, but event ${noted} had been stored: connect.db or its log was cut off, or ` +
        `replaced by an older copy. Restore a newer one; or, to go on with this one, remove ${HIGH_WATER_FILE} from the ` +
        'data directory: what came after it is then lost, and what it knows as waiting may have been sent already',
    )
  }

  /** Commits are durable up to this event. A failure to write it is none of the store: it only lags behind then. */
  note(lastSeq: number): void {
    this.#octets.writeBigUInt64LE(BigInt(lastSeq), 0)
    this.#octets.writeBigUInt64LE(BigInt(lastSeq) ^ CHECK, 8)
    try {
      writeSync(this.#descriptor, this.#octets, 0, OCTETS, 0)
    } catch {
      // As said above.
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Tells a number that was written from octets that were not. */
const CHECK = 0x436e_6374_4d61_726bn

function read(directory: string): number | undefined {
  let octets: Buffer
  try {
    octets = readFileSync(join(directory, HIGH_WATER_FILE))
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
  if (octets.length < 16) return undefined
  const seq = octets.readBigUInt64LE(0)
  return (seq ^ CHECK) === octets.readBigUInt64LE(8) ? Number(seq) : undefined
}
