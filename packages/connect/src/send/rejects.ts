import { open } from 'node:fs/promises'
import type { FieldName } from './fields/field-name.ts'
import type { HandedOver } from './journal.ts'
import type { Row } from './rows/row.ts'

/**
 * Writes the refused rows to a CSV file: their cells as they were, so that the file can be mended and sent, and line, code
 * and reason beside them. The rows are read twice: the first time for which columns there are. `refusedByServer` are the
 * journal's batches. Returns how many rows it holds.
 */
export async function writeRejects(
  path: string,
  rows: () => AsyncIterable<Row>,
  refusedByServer: AsyncIterable<HandedOver>,
): Promise<number> {
  const reasons = new Map<number, readonly [code: string, detail: string]>()
  for await (const { refused } of refusedByServer) {
    for (const [line, code, detail] of refused) reasons.set(line, [code, detail])
  }
  const reasonOf = (row: Row) => (row.kind === 'refused' ? ([row.code, row.detail] as const) : reasons.get(row.line))
  const columns = new Set<FieldName>(['to', 'text', 'from', 'reference'])
  for await (const row of rows()) {
    if (reasonOf(row)) for (const field of Object.keys(row.fields)) columns.add(field as FieldName)
  }
  const handle = await open(path, 'wx', 0o600)
  let count = 0
  try {
    let pending = `${[...columns, 'line', 'code', 'reason'].join(',')}\r\n`
    for await (const row of rows()) {
      const reason = reasonOf(row)
      if (!reason) continue
      count += 1
      const cells = [...columns].map((column) => row.fields[column] ?? '')
      pending += `${[...cells, String(row.line), ...reason].map(quote).join(',')}\r\n`
      if (pending.length > 65_536) {
        await handle.appendFile(pending)
        pending = ''
      }
    }
    await handle.appendFile(pending)
  } finally {
    await handle.close()
  }
  return count
}

/** A cell of CSV (RFC 4180, section 2). */
function quote(cell: string): string {
  return /[",;\t\r\n]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell
}
