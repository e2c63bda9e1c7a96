import type { RawRow } from './row.ts'
import { splitLines } from './text-stream.ts'

/**
 * One text a line: exactly what stands before the line feed. `stripCarriageReturns` takes one carriage return off the end
 * of each; it is for files in which every line has one, which is how Windows ends lines. An empty line is a row with an
 * empty text, and is refused as such.
 */
export async function* readTextLines(
  texts: AsyncIterable<string>,
  stripCarriageReturns: boolean,
): AsyncGenerator<RawRow> {
  let line = 0
  for await (const found of splitLines(texts)) {
    line += 1
    const text = stripCarriageReturns && found.endsWith('\r') ? found.slice(0, -1) : found
    yield { kind: 'fields', line, fields: { text } }
  }
}
