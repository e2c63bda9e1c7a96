import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { ErrorCode } from '@smpp-connect/contracts'
import { readOctets } from './read-octets.ts'
import type { Format } from './rows/format.ts'
import { readRows } from './rows/read-rows.ts'
import { judgeRow, type Row, type RowTemplate } from './rows/row.ts'
import { UnusableFile } from './rows/text-stream.ts'

/** One row that was not accepted, and why. */
export interface RefusedRow {
  readonly line: number
  readonly code: string
  readonly detail: string
}

/** How many refused rows are kept to be shown. */
export const MOST_SHOWN_REFUSED = 10

/** What is in a file, known before anything is sent. */
export interface FileScan {
  readonly rows: number
  readonly sendable: number
  readonly refusedByCode: Readonly<Partial<Record<ErrorCode, number>>>
  /** The first of the refused rows. */
  readonly firstRefused: readonly RefusedRow[]
  readonly stripsCarriageReturns: boolean
  /** Names of CSV columns that are not used. */
  readonly ignoredColumns: readonly string[]
}

/**
 * The file that is sent. It is read several times and must stay as it is meanwhile: it is kept open, so that replacing
 * it does no harm, and `hasChanged` says whether somebody wrote into it.
 */
export class SourceFile {
  readonly #handle: FileHandle
  readonly #format: Format
  readonly #stamp: string
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string
  /** Every line ends with a carriage return and a line feed, as on Windows. */
  readonly #endsLinesAsWindows: boolean

  private constructor(parts: {
    handle: FileHandle
    format: Format
    stamp: string
    sha256: string
    endsLinesAsWindows: boolean
  }) {
    this.#handle = parts.handle
    this.#format = parts.format
    this.#stamp = parts.stamp
    this.sha256 = parts.sha256
    this.#endsLinesAsWindows = parts.endsLinesAsWindows
  }

  /** Opens the file and takes its fingerprint. Throws `UnusableFile` when it is no file that can be read twice. */
  static async open(path: string, format: Format): Promise<SourceFile> {
    let handle: FileHandle
    try {
      handle = await open(path, 'r')
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      throw new UnusableFile(code === 'ENOENT' ? 'is not there' : `cannot be read (${String(code)})`)
    }
    try {
      if (!(await handle.stat()).isFile()) {
        throw new UnusableFile('is no ordinary file; a pipe cannot be resumed, so save its content to a file first')
      }
      const stamp = await stampOf(handle)
      const { sha256, endsLinesAsWindows } = await fingerprint(handle)
      return new SourceFile({ handle, format, stamp, sha256, endsLinesAsWindows })
    } catch (failure) {
      await handle.close()
      throw failure
    }
  }

  /** The rows from the first to the last, judged. Throws `UnusableFile`. */
  async *rows(
    template: RowTemplate,
    onIgnoredColumns: (names: readonly string[]) => void = () => {},
  ): AsyncGenerator<Row> {
    let index = 0
    const raw = readRows(readOctets(this.#handle), {
      format: this.#format,
      stripCarriageReturns: this.#endsLinesAsWindows,
      onHeader: (header) => onIgnoredColumns(header.ignored),
    })
    for await (const row of raw) {
      yield judgeRow(row, index, template)
      index += 1
    }
  }

  /** Looks through the whole file. Throws `UnusableFile`. */
  async scan(template: RowTemplate): Promise<FileScan> {
    let ignoredColumns: readonly string[] = []
    let rows = 0
    let sendable = 0
    const refusedByCode: Partial<Record<ErrorCode, number>> = {}
    const firstRefused: RefusedRow[] = []
    const found = this.rows(template, (names) => {
      ignoredColumns = names
    })
    for await (const row of found) {
      rows += 1
      if (row.kind === 'message') {
        sendable += 1
        continue
      }
      refusedByCode[row.code] = (refusedByCode[row.code] ?? 0) + 1
      if (firstRefused.length < MOST_SHOWN_REFUSED) {
        firstRefused.push({ line: row.line, code: row.code, detail: row.detail })
      }
    }
    const stripsCarriageReturns = this.#format === 'lines' && this.#endsLinesAsWindows
    return { rows, sendable, refusedByCode, firstRefused, stripsCarriageReturns, ignoredColumns }
  }

  /** Whether somebody wrote into the file since it was opened. */
  async hasChanged(): Promise<boolean> {
    return (await stampOf(this.#handle)) !== this.#stamp
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

async function stampOf(handle: FileHandle): Promise<string> {
  const { size, mtimeNs } = await handle.stat({ bigint: true })
  return `${size} ${mtimeNs}`
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

async function fingerprint(handle: FileHandle): Promise<{ sha256: string; endsLinesAsWindows: boolean }> {
  const hash = createHash('sha256')
  let feeds = 0
  let feedsAfterReturn = 0
  let before = 0
  for await (const chunk of readOctets(handle)) {
    hash.update(chunk)
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      feeds += 1
      if ((at === 0 ? before : chunk[at - 1]) === CARRIAGE_RETURN) feedsAfterReturn += 1
    }
    before = chunk.at(-1) ?? before
  }
  return { sha256: hash.digest('hex'), endsLinesAsWindows: feeds > 0 && feeds === feedsAfterReturn }
}
