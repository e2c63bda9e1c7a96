/** The messages of a batch mostly expire at the same moment. */
let last = { atMs: 0, text: '1970-01-01T00:00:00.000Z' }

/** RFC 3339 in UTC, with milliseconds. */
export function time(atMs: number): string {
  if (atMs !== last.atMs) last = { atMs, text: new Date(atMs).toISOString() }
  return last.text
}

export function timeOrNull(atMs: number | null): string | null {
  return atMs === null ? null : time(atMs)
}
