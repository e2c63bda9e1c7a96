import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StoreUnavailable } from '../port.ts'
import { DATABASE_FILE } from './database.ts'
import { HIGH_WATER_FILE } from './high-water.ts'
import { LOG_HEADER_OCTETS, type LogDamage, LogInspection } from './log-inspection.ts'

export const LOG_FILE = 'connect.db-wal'

/**
 * Before a database is opened whose log was left by a crash: looks whether the log is whole, and makes sure that it is on
 * the disk, by writing again what is in it. SQLite takes for committed what it reads there; but what it reads comes from
 * the system's memory, and after an fsync that failed, in the process that is gone, memory may hold what the disk never
 * got and never will: the system holds those pages to be written. What is appended behind them would be lost with them
 * when the power goes.
 *
 * Looks also whether the database is as long as it says, but for pages that are in the log: SQLite would read what is
 * missing as zeros. Throws `StoreUnavailable` when the log is damaged, or the database cut off.
 */
export function secureLog(directory: string): void {
  const pages = using(join(directory, LOG_FILE), 'r+', (descriptor) => {
    const inspection = rewrite(descriptor)
    fsyncSync(descriptor)
    return inspection.pages
  })
  // A database that is being made has no log yet, but a journal, from which SQLite undoes what was not finished.
  if (existsSync(join(directory, `${DATABASE_FILE}-journal`))) return
  using(join(directory, DATABASE_FILE), 'r', (descriptor) => checkLength(descriptor, pages ?? new Set()))
}

/** Does something with a file, if there is one. */
function using<Result>(path: string, flags: string, work: (descriptor: number) => Result): Result | undefined {
  let descriptor: number
  try {
    descriptor = openSync(path, flags)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
  try {
    return work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function rewrite(descriptor: number): LogInspection {
  const inspection = new LogInspection()
  const { size } = fstatSync(descriptor)
  const header = Buffer.alloc(LOG_HEADER_OCTETS)
  if (!again(descriptor, header, 0)) return inspection
  const frameOctets = inspection.header(header)
  if (frameOctets === undefined) {
    // The header is synced before the first frame is written: one that was not finished has nothing behind it.
    if (size > LOG_HEADER_OCTETS) refuse({ what: 'header', startsAt: 0, endsAt: LOG_HEADER_OCTETS })
    return inspection
  }
  const frame = Buffer.alloc(frameOctets)
  for (let at = LOG_HEADER_OCTETS; again(descriptor, frame, at); at += frameOctets) inspection.frame(frame)
  if (inspection.damage) refuse(inspection.damage)
  return inspection
}

/** The header of the database (https://www.sqlite.org/fileformat2.html#the_database_header) against its length. */
function checkLength(descriptor: number, pagesInLog: ReadonlySet<number>): void {
  const header = Buffer.alloc(100)
  const { size } = fstatSync(descriptor)
  if (readSync(descriptor, header, 0, header.length, 0) < header.length) return
  // Its count of pages is only said to be right while this number is that of the last change.
  if (header.readUInt32BE(92) !== header.readUInt32BE(24)) return
  const pageOctets = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16)
  const pages = header.readUInt32BE(28)
  for (let page = Math.floor(size / pageOctets) + 1; page <= pages; page++) {
    if (pagesInLog.has(page)) continue
    throw new StoreUnavailable(
      `the database is damaged; restore it from a backup (${DATABASE_FILE} has ${size} octets, but says that it has ` +
        `${pages} pages of ${pageOctets})`,
    )
  }
}

/** Reads octets and writes the same ones to the same place; false when there are not so many. */
function again(descriptor: number, octets: Buffer, at: number): boolean {
  if (readSync(descriptor, octets, 0, octets.length, at) < octets.length) return false
  writeSync(descriptor, octets, 0, octets.length, at)
  return true
}

function refuse({ what, startsAt, endsAt }: LogDamage): never {
  const where = what === 'header' ? 'its header' : 'a place behind which more was stored'
  throw new StoreUnavailable(
    `the log ${LOG_FILE} in the data directory is damaged at ${where} (octets ${startsAt} to ${endsAt - 1}); restore a ` +
      `backup, or move ${LOG_FILE} and ${HIGH_WATER_FILE} away to go on without what came after the last checkpoint`,
  )
}
