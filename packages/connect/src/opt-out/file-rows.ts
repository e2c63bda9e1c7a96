import { optOutImportSchema } from '@smpp-connect/contracts'

/** One opt-out of a file, and the line it stands on, from 1. */
export interface OptOutRow {
  readonly line: number
  readonly person: string
  readonly from: string | null
  readonly at?: string | undefined
}

export type OptOutFile =
  | { readonly ok: true; readonly rows: readonly OptOutRow[] }
  /** Nothing of a file with a broken line is sent. */
  | { readonly ok: false; readonly line: number; readonly reason: string }

const ROW = optOutImportSchema.shape.optOuts.element

/**
 * Reads a list of people who want no texts: a number on each line, perhaps with a sender address behind a comma, a
 * semicolon or a tab; or JSON objects as `opt-out list --json` prints them. Empty lines, lines that begin with #, and a
 * first line without a digit (names of columns) are passed over. `from` is for rows that name none.
 */
export function readOptOutFile(content: string, from: string | null): OptOutFile {
  const rows: OptOutRow[] = []
  for (const [index, raw] of content
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const text = raw.trim()
    if (text === '' || text.startsWith('#') || (index === 0 && !/\d/.test(text))) continue
    const row = ROW.safeParse(text.startsWith('{') ? fromJson(text, from) : fromColumns(text, from))
    if (!row.success) return { ok: false, line: index + 1, reason: reasonOf(row.error.issues[0]) }
    rows.push({ line: index + 1, ...row.data })
  }
  return { ok: true, rows }
}

function fromColumns(text: string, from: string | null): unknown {
  const [person = '', sender = ''] = text.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  return { person, from: sender === '' ? from : sender }
}

function fromJson(text: string, from: string | null): unknown {
  try {
    const { person, ours, from: sender = ours, at } = JSON.parse(text) as Record<string, unknown>
    return { person, from: sender === undefined ? from : sender, at }
  } catch {
    return 'no JSON'
  }
}

function reasonOf(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  if (!issue || issue.path.length === 0) return 'it is not JSON'
  return `${issue.path.join('.')}: ${issue.message}`
}
