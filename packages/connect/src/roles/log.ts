import type { Log, LogFields } from '@smpp-connect/kernel'
import { pino } from 'pino'

const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info ', 40: 'WARN ', 50: 'ERROR' }

/** Log lines on stderr: one JSON object a line for machines, or a plain line for people. */
export function createLog(level: string, format: string): Log {
  const base = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime }
  if (format === 'json') return over(pino(base, pino.destination({ dest: 2, sync: true })))
  return over(pino(base, { write: (line: string) => process.stderr.write(plainLine(line)) }))
}

function over(logger: ReturnType<typeof pino>): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void =>
      logger[level](fields, event)
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => over(logger.child(fields)),
  }
}

/** `12:03:04.123 WARN  bind lost  smscId=smsc_1 reason="…"`: no field can forge a line, because values are JSON. */
function plainLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as { level: number; time: string; msg: string }
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(' ')
  return `${time.slice(11, 23)} ${LEVELS[level] ?? level} ${msg}${rest ? `  ${rest}` : ''}\n`
}
