import { z } from 'zod'

const SPAN = /^(?=.)(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$/
const SECONDS = [86_400, 3_600, 60, 1] as const

export const ALLOWED_SPAN = 'a span such as 90s, 10m, 2h, 3d or 1h30m'
export const ALLOWED_TIME =
  'a time with its zone, such as 2026-10-01T09:00:00Z or 2026-10-01T09:00:00+02:00, or a span from now such as +2h'

/** `10m`, `1h30m`, `2d`: days, hours, minutes and seconds, in that order. In seconds; undefined when it is no span. */
export function readSpan(text: string): number | undefined {
  const match = SPAN.exec(text)
  if (!match) return undefined
  return SECONDS.reduce((sum, each, at) => sum + each * Number(match[at + 1] ?? 0), 0)
}

const zoned = z.iso.datetime({ offset: true })

/**
 * A point in time, RFC 3339 in UTC: one that names its zone (seconds may be left out), or `+2h`, which counts from
 * `fromMs`. A time without a zone would mean another one on another machine, so it is none.
 */
export function readTime(text: string, fromMs: number): string | undefined {
  if (text.startsWith('+')) {
    const seconds = readSpan(text.slice(1))
    return seconds === undefined ? undefined : new Date(fromMs + seconds * 1_000).toISOString()
  }
  const whole = text.replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?=Z|[+-])/, '$1:00')
  return zoned.safeParse(whole).success ? new Date(whole).toISOString() : undefined
}
