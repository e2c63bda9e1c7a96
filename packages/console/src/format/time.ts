const LOCALE = 'en-GB'

/** Formatters for one time zone; the user's, unless a test says otherwise. */
export interface TimeFormats {
  /** 14:03 */
  clock(ms: number): string
  /** 14:03:22 */
  seconds(ms: number): string
  /** 14:03:22.048 */
  precise(ms: number): string
  /** Today, Yesterday, Tuesday 24 November, or with the year when it is another one. */
  day(ms: number, nowMs: number): string
  /** 14:03 today, `Yesterday`, `Tue`, `24 Nov`, `24 Nov 2025`: as short as it can be. */
  brief(ms: number, nowMs: number): string
  /** 24 Nov 2026, 14:03:22 */
  full(ms: number): string
  /** Tue 24 Nov 2026, 14:03 */
  weekdayMinute(ms: number): string
  /** Which day it is there, to tell days apart: 2026-11-24. */
  dayKey(ms: number): string
}

export function timeFormats(timeZone?: string): TimeFormats {
  const make = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALE, timeZone === undefined ? options : { ...options, timeZone })
  const clock = make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const seconds = make({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  const precise = make({
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  })
  const longWeekday = make({ weekday: 'long' })
  const longDay = make({ day: 'numeric', month: 'long' })
  const longDayYear = make({ day: 'numeric', month: 'long', year: 'numeric' })
  const weekday = make({ weekday: 'short' })
  const shortDay = make({ day: 'numeric', month: 'short' })
  const shortDayYear = make({ day: 'numeric', month: 'short', year: 'numeric' })
  const key = make({ year: 'numeric', month: '2-digit', day: '2-digit' })

  const dayKey = (ms: number) => key.format(ms).split('/').reverse().join('-')
  const daysAgo = (ms: number, nowMs: number) =>
    Math.round((Date.parse(`${dayKey(nowMs)}T00:00Z`) - Date.parse(`${dayKey(ms)}T00:00Z`)) / 86_400_000)
  const sameYear = (ms: number, nowMs: number) => dayKey(ms).slice(0, 4) === dayKey(nowMs).slice(0, 4)

  return {
    clock: (ms) => clock.format(ms),
    seconds: (ms) => seconds.format(ms),
    precise: (ms) => precise.format(ms),
    dayKey,
    day(ms, nowMs) {
      const ago = daysAgo(ms, nowMs)
      if (ago === 0) return 'Today'
      if (ago === 1) return 'Yesterday'
      return `${longWeekday.format(ms)} ${(sameYear(ms, nowMs) ? longDay : longDayYear).format(ms)}`
    },
    brief(ms, nowMs) {
      const ago = daysAgo(ms, nowMs)
      if (ago === 0) return clock.format(ms)
      if (ago === 1) return 'Yesterday'
      if (ago > 1 && ago < 7) return weekday.format(ms)
      return (sameYear(ms, nowMs) ? shortDay : shortDayYear).format(ms)
    },
    weekdayMinute: (ms) => `${weekday.format(ms)} ${shortDayYear.format(ms)}, ${clock.format(ms)}`,
    full: (ms) => `${shortDayYear.format(ms)}, ${seconds.format(ms)}`,
  }
}

/** In the zone of whoever looks. */
export const localTime = timeFormats()

/** 2026-11-24 14:03:22.048 UTC */
export function utcWords(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`
}

/** 2026-11-24 14:03 UTC */
export function utcMinuteWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
