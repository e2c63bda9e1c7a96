/** Fields of a log line. Never message text, passwords or whole numbers: ids and counts only. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Where a component says what it does. `connect` plugs in the real one. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields & { readonly cause?: string }): void
  /** A log whose lines all carry `fields`. */
  with(fields: LogFields): Log
}

/** Says nothing. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLog,
}
