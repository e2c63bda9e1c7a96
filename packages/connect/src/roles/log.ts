import type { Log, LogFields } from '@smpp-connect/kernel'
import { type Logger, pino } from 'pino'

const NAMES: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info ', 40: 'WARN ', 50: 'ERROR' }
const RANKS = { debug: 20, info: 30, warn: 40, error: 50 } as const
export type LogLevel = keyof typeof RANKS

/** The log of a process, and from which level on it writes; for all that was made of it with `with`, too. */
export interface ProcessLog {
  readonly log: Log
  level: LogLevel
}

/** Log lines on stderr: one JSON object a line for machines, or a plain line for people. */
export function createLog(level: LogLevel, format: string): ProcessLog {
  const base = { level: 'debug', base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const threshold: Threshold = { level }
  const logger =
    format === 'json'
      ? pino(base, pino.destination({ dest: 2, sync: true }))
      : pino(base, { write: (line: string) => process.stderr.write(plainLine(line)) })
  return {
    log: new ThresholdLog(logger, threshold),
    get level() {
      return threshold.level
    },
    set level(level) {
      threshold.level = level
    },
  }
}

type PinoLogger = Pick<Logger, LogLevel | 'child'>

interface Threshold {
  level: LogLevel
}

class ThresholdLog implements Log {
  readonly #logger: PinoLogger
  readonly #threshold: Threshold

  constructor(logger: PinoLogger, threshold: Threshold) {
    this.#logger = logger
    this.#threshold = threshold
  }

  get isVerbose(): boolean {
    return this.#threshold.level === 'debug'
  }

  debug(event: string, fields?: LogFields): void {
    this.#write('debug', event, fields)
  }

  info(event: string, fields?: LogFields): void {
    this.#write('info', event, fields)
  }

  warn(event: string, fields?: LogFields): void {
    this.#write('warn', event, fields)
  }

  error(event: string, fields?: LogFields): void {
    this.#write('error', event, fields)
  }

  with(fields: LogFields): Log {
    return new ThresholdLog(this.#logger.child(fields), this.#threshold)
  }

  #write(level: LogLevel, event: string, fields: LogFields = {}): void {
    if (RANKS[level] >= RANKS[this.#threshold.level]) this.#logger[level](fields, event)
  }
}

/** `12:03:04.123 WARN  bind lost  smscId=smsc_1 reason="…"`: no field can forge a line, because values are JSON. */
function plainLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as { level: number; time: string; msg: string }
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ')
  return `${time.slice(11, 23)} ${NAMES[level] ?? level} ${msg}${rest ? `  ${rest}` : ''}\n`
}
