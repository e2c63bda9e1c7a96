import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { FIELD_NAMES, type FieldName, fieldNamed, isMeantAsField, nearField, whyNoField } from '../fields/field-name.ts'
import type { RawRow } from './row.ts'
import { MAX_RECORD_CHARACTERS, UnusableFile } from './text-stream.ts'

/** What the first line of a CSV file says. */
export interface CsvHeader {
  readonly delimiter: ',' | ';' | '\t'
  readonly recordDelimiter: '\n' | '\r\n'
  /** For each column what it holds, or undefined when it is not used. */
  readonly columns: readonly (FieldName | undefined)[]
  /** The names of those that are not used. */
  readonly ignored: readonly string[]
}

/**
 * CSV with a header (RFC 4180): columns named as fields are (`FieldName`) in any order, separated by commas, semicolons
 * or tabs. `text` is taken exactly, the others without the white space around them. A column with another name is not
 * used, and `onHeader` is told; one whose name is nearly right stops the run, because its content would be lost.
 * A record with too few or too many cells is a row that cannot be read; broken quoting makes the file unusable.
 */
export async function* readCsv(
  texts: AsyncIterable<string>,
  onHeader: (header: CsvHeader) => void = () => {},
): AsyncGenerator<RawRow> {
  const { firstLine, all } = await peekFirstLine(texts)
  const delimiter = delimiterOf(firstLine)
  const recordDelimiter = firstLine.endsWith('\r') ? '\r\n' : '\n'
  /** The lines where the records begin that are on their way from the parser to here. */
  const beginnings: number[] = []
  let parsedLines = 0
  const parser = parse({
    delimiter,
    record_delimiter: recordDelimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_CHARACTERS,
    // Called as each record is found: what is still on its way here is lost when a later one is broken.
    on_record: (record, info) => {
      beginnings.push(parsedLines + 1)
      parsedLines = info.lines
      return record
    },
  })
  const source = Readable.from(all, { objectMode: false })
  // pipe() does not pass on failures: without this a file that is not UTF-8 would never end.
  source.on('error', (failure) => parser.destroy(failure))
  source.pipe(parser)
  let header: CsvHeader | undefined
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      const line = beginnings.shift() ?? 0
      if (!header) {
        header = { delimiter, recordDelimiter, ...readHeader(record) }
        onHeader(header)
      } else {
        const isBlank = record.length === 1 && record[0] === ''
        if (!isBlank || header.columns.length === 1) yield readRecord(record, header.columns, line)
      }
    }
  } catch (failure) {
    throw failure instanceof CsvError ? new UnusableFile(csvProblem(failure, parsedLines + 1)) : failure
  } finally {
    source.destroy()
  }
  if (!header) throw new UnusableFile('is empty; the first line of a CSV file names its columns')
}

async function peekFirstLine(
  texts: AsyncIterable<string>,
): Promise<{ readonly firstLine: string; readonly all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]()
  let head = ''
  let isDone = false
  while (!isDone && !head.includes('\n') && head.length <= MAX_RECORD_CHARACTERS) {
    const next = await iterator.next()
    isDone = next.done === true
    if (!next.done) head += next.value
  }
  async function* all(): AsyncGenerator<string> {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { firstLine: head.split('\n', 1)[0] ?? '', all: all() }
}

/** The one of the three that the first line holds most of; the names of columns hold none of them. */
function delimiterOf(firstLine: string): CsvHeader['delimiter'] {
  const counted = ([',', ';', '\t'] as const).map((delimiter) => ({
    delimiter,
    count: firstLine.split(delimiter).length,
  }))
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter
}

function readHeader(names: readonly string[]): Pick<CsvHeader, 'columns' | 'ignored'> {
  const columns: (FieldName | undefined)[] = []
  const ignored: string[] = []
  for (const name of names.map((cell) => cell.trim())) {
    const column = fieldNamed(name)
    if (column && columns.includes(column)) throw new UnusableFile(`has two columns named ${column}`)
    columns.push(column)
    if (column) continue
    if (isMeantAsField(name)) {
      const rename = nearField(name) ? ' If not, rename it' : ''
      throw new UnusableFile(`has a column ${JSON.stringify(name)}; ${whyNoField(name)}${rename}`)
    }
    ignored.push(name)
  }
  if (!columns.includes('text')) {
    throw new UnusableFile(`has no column named text; its first line must name the columns: ${FIELD_NAMES}`)
  }
  return { columns, ignored }
}

function readRecord(record: readonly string[], columns: readonly (FieldName | undefined)[], line: number): RawRow {
  if (record.length !== columns.length) {
    return { kind: 'unreadable', line, detail: `the row has ${record.length} cells, the header ${columns.length}` }
  }
  const fields: Partial<Record<FieldName, string>> = {}
  for (const [index, column] of columns.entries()) {
    const cell = record[index] ?? ''
    if (column === 'text') fields.text = cell
    else if (column && cell.trim() !== '') fields[column] = cell.trim()
  }
  return { kind: 'fields', line, fields }
}

function csvProblem(failure: CsvError, line: number): string {
  const reasons: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'a quoted cell is never closed',
    INVALID_OPENING_QUOTE: 'a quote stands inside a cell that is not quoted',
    CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
    CSV_MAX_RECORD_SIZE: `the row is longer than ${MAX_RECORD_CHARACTERS.toLocaleString('en')} characters`,
  }
  return `is not CSV as it should be: ${reasons[failure.code] ?? failure.code}, in the row that begins in line ${line}`
}
