import { parseSmppTime } from './smpp-time.ts'

/**
 * Reads the dates seen in receipts: YYMMDDhhmm by the book (3.4 appendix B), with seconds, with the century, and SMPP's
 * own absolute form. Twelve digits can be YYMMDDhhmmss or YYYYMMDDhhmm: the latter when they start with 20 and a month
 * follows. Receipts seldom say their time zone: `offsetMinutes` (east is positive) is what the link is set to.
 * Milliseconds since 1970 UTC; undefined when there is none, or the text is no date (all zeros, say).
 */
export function parseReceiptDate(raw: string | undefined, offsetMinutes = 0): number | undefined {
  if (raw === undefined) return undefined
  if (/^\d{10}$/.test(raw)) return fromParts(`20${raw}00`, offsetMinutes)
  if (/^20\d\d(0[1-9]|1[0-2])\d{6}$/.test(raw)) {
    return fromParts(`${raw}00`, offsetMinutes) ?? fromParts(`20${raw}`, offsetMinutes)
  }
  if (/^\d{12}$/.test(raw)) return fromParts(`20${raw}`, offsetMinutes)
  if (/^\d{14}$/.test(raw)) return fromParts(raw, offsetMinutes)
  const time = parseSmppTime(raw)
  return time.kind === 'absolute' ? time.utcMs : undefined
}

function fromParts(digits: string, offsetMinutes: number): number | undefined {
  const [year, month, day, hour, minute, second] = [digits.slice(0, 4), ...(digits.slice(4).match(/\d\d/g) ?? [])].map(
    Number,
  ) as [number, number, number, number, number, number]
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const sane = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return sane && month > 0 ? date.getTime() - offsetMinutes * 60_000 : undefined
}

/** YYMMDDhhmm, as the specification has it. */
export function formatReceiptDate(utcMs: number, offsetMinutes = 0): string {
  const iso = new Date(utcMs + offsetMinutes * 60_000).toISOString()
  return iso.slice(2, 16).replace(/[-T:]/g, '')
}
