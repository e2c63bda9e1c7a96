import { type CsvHeader, readCsv } from './csv.ts'
import type { Format } from './format.ts'
import { readTextLines } from './lines.ts'
import { readNdjson } from './ndjson.ts'
import type { RawRow } from './row.ts'
import { decodeUtf8 } from './text-stream.ts'

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
