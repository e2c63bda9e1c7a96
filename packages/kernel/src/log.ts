/** Fields of a log line. Never message text, passwords or whole numbers: ids and counts only. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Where a component says what it does. `connect` plugs in the real one. */
export interface Log {
  /**
   * Whether debug lines are written. Look before you make the fields of a line that comes with every message: at ten
   * thousand of them a second nothing may be made that nobody reads.
   */
  readonly isVerbose: boolean
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields & { readonly cause?: string }): void
  /** A log whose lines all carry `fields`. */
  with(fields: LogFields): Log
}

/** Says nothing. */
export const silentLog: Log = {
  isVerbose: false,
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => silentLog,
}
