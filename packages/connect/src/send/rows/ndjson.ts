import { type FieldName, type Fields, fieldNamed, whyNoField } from '../fields/field-name.ts'
import type { RawRow } from './row.ts'
import { splitLines } from './text-stream.ts'

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
  const fields: Partial<Record<FieldName, string>> = {}
  for (const [key, cell] of Object.entries(value)) {
    const field = fieldNamed(key)
    if (field !== key) return unreadable(`there is no field ${JSON.stringify(key.slice(0, 60))}; ${whyNoField(key)}`)
    // null stands for nothing, as an empty cell does.
    if (cell === null) continue
    const read = readCell(field, cell)
    if (!read.ok) return unreadable(`${field} ${read.why}`)
    fields[field] = read.text
  }
  return { kind: 'fields', line, fields: fields satisfies Fields }
}

const TYPED = /^(validitySeconds$|smpp\.|tlv\.)/

type Cell = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string }

/** A cell as text. What is no text in the API may be what it is there. */
function readCell(field: FieldName, cell: unknown): Cell {
  if (typeof cell === 'string') return { ok: true, text: cell }
  if (!TYPED.test(field)) return { ok: false, why: 'is not a text' }
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) {
    return { ok: false, why: 'is a number that cannot be kept exactly; write it as a text' }
  }
  if (typeof cell === 'number' || typeof cell === 'boolean') return { ok: true, text: String(cell) }
  if (Array.isArray(cell) && cell.every((word) => typeof word === 'string')) return { ok: true, text: cell.join(',') }
  return { ok: false, why: 'is not a text, a number, true, false or a list of texts' }
}
