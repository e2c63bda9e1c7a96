import { type Log, type LogFields, silentLog } from '@smpp-connect/kernel'
import type { UseCases } from '@smpp-connect/manager'
import { VirtualClock } from '@smpp-connect/testkit'
import { type ApiOptions, createApi } from '../src/index.ts'
import { fakeUseCases, KEY } from './fake-use-cases.ts'

export const WITH_KEY = { authorization: `Bearer ${KEY}` }

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly fields: LogFields
}

/** Remembers what was said. */
export function rememberingLog(): Log & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  const say =
    (level: LogLine['level']) =>
    (event: string, fields: LogFields = {}) => {
      lines.push({ level, event, fields })
    }
  return {
    ...silentLog,
    isVerbose: true,
    lines,
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
  }
}

/** An API over fakes, on virtual time. */
export function apiOver(changes: Partial<UseCases> = {}, options: Partial<ApiOptions> = {}) {
  return createApi({
    useCases: fakeUseCases(changes),
    log: silentLog,
    clock: new VirtualClock(),
    version: '0.1.0',
    ...options,
  })
}
