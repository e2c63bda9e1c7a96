import { suggestion } from '../../settings/near-match.ts'
import type { RawRow, RowFields } from './row.ts'
import { splitLines } from './text-stream.ts'

export const ROW_KEYS = ['to', 'text', 'from', 'reference', 'smscId'] as const

/** One JSON object a line. Lines of white space are no rows; a line that is no object is a row that cannot be read. */
export async function* readNdjson(texts: AsyncIterable<string>): AsyncGenerator<RawRow> {
  let line = 0
  for await (const found of splitLines(texts)) {
    line += 1
    if (found.trim() !== '') yield readLine(found, line)
  }
}

function readLine(found: string, line: number): RawRow {
  const unreadable = (detail: string): RawRow => ({ kind: 'unreadable', line, detail })
  let value: unknown
  try {
    value = JSON.parse(found)
  } catch {
    return unreadable('the line is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return unreadable('the line is not a JSON object')
  }
  const fields: Record<string, string> = {}
  for (const [key, cell] of Object.entries(value)) {
    if (!(ROW_KEYS as readonly string[]).includes(key)) {
      const hint = suggestion(key, ROW_KEYS) || `; allowed: ${ROW_KEYS.join(', ')}`
      return unreadable(`there is no field ${JSON.stringify(key.slice(0, 40))}${hint}`)
    }
    // null stands for nothing, as an empty cell does.
    if (cell === null) continue
    if (typeof cell !== 'string') return unreadable(`${key} is not a text`)
    fields[key] = cell
  }
  return { kind: 'fields', line, fields: fields as RowFields }
}
