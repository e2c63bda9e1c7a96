import type { LogLevel, ProcessLog } from './log.ts'
import { say } from './say.ts'

/**
 * SIGUSR2 turns the lines for each message on, and off again: to see what becomes of one a process need not be stopped. The
 * signal must be listened to anyway, because by itself it ends a process.
 */
export function followDebugSignal(process: Pick<NodeJS.Process, 'on' | 'platform'>, log: ProcessLog): void {
  // Windows has no such signal.
  if (process.platform === 'win32') return
  const usual: LogLevel = log.level === 'debug' ? 'info' : log.level
  process.on('SIGUSR2', () => {
    log.level = log.level === 'debug' ? usual : 'debug'
    say(`Log lines are written from ${log.level} on (SIGUSR2).`)
  })
}
