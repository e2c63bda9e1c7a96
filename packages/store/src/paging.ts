import type { Page } from './port.ts'

/** What a cursor is for; one of another kind counts as none. */
export type CursorKind = 'm' | 'c' | 'o'

export function writeCursor(kind: CursorKind, seq: number): string {
  return kind + seq.toString(36)
}

/** The position after which to go on; undefined for the first page. */
export function readCursor(kind: CursorKind, cursor: string | undefined): number | undefined {
  if (!cursor?.startsWith(kind) || !/^[0-9a-z]{1,10}$/.test(cursor.slice(1))) return undefined
  return Number.parseInt(cursor.slice(1), 36)
}

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
