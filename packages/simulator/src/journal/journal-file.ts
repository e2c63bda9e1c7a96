import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JournalRecord } from './record.ts'

const HEADER = '{"connect-simulator-journal":1}'
const CHUNK_OCTETS = 1_048_576

/** The journal holds something that nobody wrote there. What stood before it has been handed out already. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged'
  readonly path: string

  constructor(path: string, what: string, options?: ErrorOptions) {
    super(`${path}${what}`, options)
    this.path = path
  }
}

/**
 * A file of records, one JSON object a line, behind a line that says what it is. Not flushed to the disk: what was
 * written survives the end of the process, not that of the machine.
 */
export class JournalFile {
  readonly path: string
  #descriptor: number | undefined
  #octets = 0

  constructor(path: string) {
    this.path = path
  }

  get octets(): number {
    return this.#octets
  }

  /**
   * Opens the file, makes it where there is none, and hands every record to `take`. A last line that was not written to
   * its end is cut off: nothing was answered on its strength. Damage before it throws, naming the line.
   */
  open(take: (record: JournalRecord) => void): void {
    mkdirSync(dirname(this.path), { recursive: true })
    const descriptor = openSync(this.path, 'a+')
    this.#descriptor = descriptor
    try {
      this.#octets = readLines(descriptor, (line, number) => this.#read(line, number, take))
      ftruncateSync(descriptor, this.#octets)
      if (this.#octets === 0) this.append(`${HEADER}\n`)
    } catch (failure) {
      this.close()
      throw failure
    }
  }

  /** Appends whole lines. On failure what was written of them is taken back, and it throws. */
  append(lines: string): void {
    if (this.#descriptor === undefined) throw new Error('the journal is closed')
    const octets = Buffer.from(lines)
    try {
      writeAll(this.#descriptor, octets)
    } catch (failure) {
      ftruncateSync(this.#descriptor, this.#octets)
      throw failure
    }
    this.#octets += octets.length
  }

  /** Puts a file with these records in place of the present one, in one step. */
  rewrite(records: Iterable<JournalRecord>): void {
    const fresh = `${this.path}.new`
    const descriptor = openSync(fresh, 'w')
    let octets = 0
    try {
      let lines = `${HEADER}\n`
      for (const record of records) {
        lines += `${JSON.stringify(record)}\n`
        if (lines.length < CHUNK_OCTETS) continue
        octets += writeAll(descriptor, Buffer.from(lines))
        lines = ''
      }
      octets += writeAll(descriptor, Buffer.from(lines))
    } finally {
      closeSync(descriptor)
    }
    this.close()
    renameSync(fresh, this.path)
    this.#descriptor = openSync(this.path, 'a+')
    this.#octets = octets
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #read(line: string, number: number, take: (record: JournalRecord) => void): void {
    if (number === 1) {
      if (line === HEADER) return
      throw new JournalDamaged(this.path, ' is not a journal of this simulator; move it away, or name another file')
    }
    let record: JournalRecord
    try {
      record = JSON.parse(line) as JournalRecord
    } catch (cause) {
      throw new JournalDamaged(this.path, `, line ${number}: not a record; move the file away to start afresh`, {
        cause,
      })
    }
    take(record)
  }
}

/** Calls `take` for each line that ends; returns the octets of them all. */
function readLines(descriptor: number, take: (line: string, number: number) => void): number {
  const { size } = fstatSync(descriptor)
  const chunk = Buffer.allocUnsafe(CHUNK_OCTETS)
  let rest: Buffer[] = []
  let at = 0
  let whole = 0
  let number = 0
  while (at < size) {
    const count = readSync(descriptor, chunk, 0, CHUNK_OCTETS, at)
    if (count === 0) break
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0 && end < count; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, end)]).toString()
      rest = []
      start = end + 1
      take(line, ++number)
    }
    whole = start > 0 ? at + start : whole
    if (start < count) rest.push(Buffer.from(chunk.subarray(start, count)))
    at += count
  }
  return whole
}

/** A write may take less than it was given. */
function writeAll(descriptor: number, octets: Buffer): number {
  for (let at = 0; at < octets.length; ) at += writeSync(descriptor, octets, at)
  return octets.length
}
