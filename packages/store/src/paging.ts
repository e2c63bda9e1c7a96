import { type CursorKind, writeCursor } from '@smpp-connect/contracts'
import type { Page } from './port.ts'

/** Cuts rows, of which one more than the limit was read, into a page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  kind: CursorKind,
  seqOf: (row: Row) => number,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, Math.max(0, limit))
  const last = shown.at(-1)
  const next = last !== undefined && rows.length > shown.length ? writeCursor(kind, seqOf(last)) : null
  return { items: shown.map(itemOf), next }
}
