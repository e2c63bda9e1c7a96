import { type CsvHeader, readCsv } from './csv.ts'
import { readTextLines } from './lines.ts'
import { readNdjson } from './ndjson.ts'
import type { RawRow } from './row.ts'
import { decodeUtf8 } from './text-stream.ts'

export const FORMATS = ['csv', 'ndjson', 'lines'] as const
export type Format = (typeof FORMATS)[number]

/** The format that the ending of a name stands for; undefined when it stands for none. */
export function formatOfName(name: string): Format | undefined {
  const ending = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const endings: Readonly<Record<string, Format>> = {
    csv: 'csv',
    tsv: 'csv',
    ndjson: 'ndjson',
    jsonl: 'ndjson',
    txt: 'lines',
  }
  return endings[ending]
}

/** The rows of a file, one after the other, without holding more than one of them. Throws `UnusableFile`. */
export function readRows(
  octets: AsyncIterable<Uint8Array>,
  how: {
    readonly format: Format
    /** For `lines`: every line ends with a carriage return. */
    readonly stripCarriageReturns?: boolean
    readonly onHeader?: (header: CsvHeader) => void
  },
): AsyncGenerator<RawRow> {
  const texts = decodeUtf8(octets)
  if (how.format === 'csv') return readCsv(texts, how.onHeader)
  if (how.format === 'ndjson') return readNdjson(texts)
  return readTextLines(texts, how.stripCarriageReturns ?? false)
}
