/** A time as SMPP writes it (3.4 section 7.1.1, 5.0 section 4.7.23). */
export type SmppTime =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'absolute'
      /** Milliseconds since 1970 UTC. */
      readonly utcMs: number
      /** The offset that was written, in minutes, east positive; absent in the short form. */
      readonly offsetMinutes?: number
    }
  | {
      readonly kind: 'relative'
      readonly years: number
      readonly months: number
      readonly days: number
      readonly hours: number
      readonly minutes: number
      readonly seconds: number
    }
  | { readonly kind: 'invalid'; readonly reason: string }

/**
 * Reads a time: empty, 16 characters absolute or relative, or the 12 characters (no tenths, no offset) in which message
 * centres report times (3.4 section 7.1.1, note), which count as UTC. Years are 20YY: appendix C of 3.4 counts 38 to 99 as
 * 19YY, but no message of that time is on its way any more.
 */
export function parseSmppTime(text: string): SmppTime {
  if (text === '') return { kind: 'empty' }
  if (/^\d{12}$/.test(text)) return absolute(text, undefined)
  if (!/^\d{15}[-+R]$/.test(text)) return { kind: 'invalid', reason: 'not YYMMDDhhmmsstnnp' }
  const sign = text.charAt(15)
  if (sign === 'R') {
    if (text.slice(12, 15) !== '000') return { kind: 'invalid', reason: 'a relative time has no tenths and no offset' }
    const [years, months, days, hours, minutes, seconds] = pairs(text)
    return { kind: 'relative', years, months, days, hours, minutes, seconds }
  }
  const quarters = Number(text.slice(13, 15))
  if (quarters > 48) return { kind: 'invalid', reason: `${quarters} quarter hours from UTC; at most 48` }
  return absolute(text, (sign === '+' ? 15 : -15) * quarters)
}

function absolute(text: string, offsetMinutes: number | undefined): SmppTime {
  const [year, month, day, hour, minute, second] = pairs(text)
  const date = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second))
  const sane = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!sane || month === 0 || hour > 23 || minute > 59 || second > 59) {
    return { kind: 'invalid', reason: 'no such date or time of day' }
  }
  const tenthsMs = text.length === 16 ? Number(text.charAt(12)) * 100 : 0
  const utcMs = date.getTime() + tenthsMs - (offsetMinutes ?? 0) * 60_000
  return offsetMinutes === undefined ? { kind: 'absolute', utcMs } : { kind: 'absolute', utcMs, offsetMinutes }
}

function pairs(text: string): [number, number, number, number, number, number] {
  return [0, 2, 4, 6, 8, 10].map((at) => Number(text.slice(at, at + 2))) as ReturnType<typeof pairs>
}

/** The absolute form. `offsetMinutes` (a multiple of 15 from -720 to 720) is the offset to write; the instant is the same. */
export function formatAbsoluteTime(utcMs: number, offsetMinutes = 0): string {
  if (offsetMinutes % 15 !== 0 || Math.abs(offsetMinutes) > 720) {
    throw new RangeError(`an offset of ${offsetMinutes} minutes is not a multiple of 15 within 12 hours`)
  }
  const date = new Date(utcMs + offsetMinutes * 60_000)
  const year = date.getUTCFullYear()
  if (year < 2000 || year > 2099) throw new RangeError(`the year ${year} has no two-digit form`)
  const digits = date.toISOString().slice(2, 19).replace(/[-T:]/g, '')
  const tenths = Math.floor(date.getUTCMilliseconds() / 100)
  return `${digits}${tenths}${two(Math.abs(offsetMinutes) / 15)}${offsetMinutes < 0 ? '-' : '+'}`
}

/**
 * The relative form of a duration, whole seconds, rounded up. Up to 31 days, which is as far as the
 * day field goes, the length is exact; longer ones are written in years of 365 and months of 30 days.
 */
export function formatRelativeTime(durationMs: number): string {
  const total = Math.ceil(durationMs / 1000)
  if (!(durationMs >= 0 && total < 100 * 365 * 86_400))
    throw new RangeError(`${durationMs} ms is not within 0 to 100 years`)
  let days = Math.floor(total / 86_400)
  let years = 0
  let months = 0
  if (days > 31) {
    years = Math.floor(days / 365)
    months = Math.floor((days % 365) / 30)
    days = (days % 365) % 30
  }
  const hours = Math.floor(total / 3600) % 24
  const minutes = Math.floor(total / 60) % 60
  const seconds = total % 60
  // One string instead of one for each step towards it: most texts that are sent carry such a time.
  return String.fromCharCode(
    ten(years),
    one(years),
    ten(months),
    one(months),
    ten(days),
    one(days),
    ten(hours),
    one(hours),
    ten(minutes),
    one(minutes),
    ten(seconds),
    one(seconds),
    ZERO,
    ZERO,
    ZERO,
    RELATIVE,
  )
}

const ZERO = 0x30
const RELATIVE = 0x52

/** The digits of a number of two, as characters. */
function ten(value: number): number {
  return ZERO + Math.floor(value / 10)
}

function one(value: number): number {
  return ZERO + (value % 10)
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
