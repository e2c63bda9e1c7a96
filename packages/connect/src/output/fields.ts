import type { Style } from './style.ts'

/** A label and what stands behind it; a value of several lines is indented under its first. */
export type Field = readonly [label: string, value: string]

/** Lines with the values in one column: `  Console   http://…`. */
export function fieldLines(fields: readonly Field[], style: Style, indent = 2): readonly string[] {
  const width = Math.max(0, ...fields.map(([label]) => label.length))
  const pad = ' '.repeat(indent)
  return fields.flatMap(([label, value]) =>
    value
      .split('\n')
      .map((line, index) => `${pad}${style.dim((index === 0 ? label : '').padEnd(width))}  ${line}`.trimEnd()),
  )
}

/** Rows as columns: left-aligned, or right-aligned where every cell below the head is a figure. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): readonly string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  const figures = head.map((_, column) => rows.every((row) => /^[\d,.]*$/.test(row[column] ?? '')))
  const line = (cells: readonly string[]): string =>
    head
      .map((_, column) => {
        const cell = cells[column] ?? ''
        const width = widths[column] ?? 0
        return figures[column] ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [style.dim(line(head)), ...rows.map(line)]
}

/** The same, without the columns in which nothing stands. */
export function filledTableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): readonly string[] {
  const filled = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''))
  const kept = (cells: readonly string[]): readonly string[] => cells.filter((_, column) => filled[column])
  return tableLines(kept(head), rows.map(kept), style)
}
