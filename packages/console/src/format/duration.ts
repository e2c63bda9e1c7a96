const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span as short as it stays true: 48 ms, 1.2 s, 42 s, 3 min 5 s, 2 h 10 min, 4 d 3 h. */
export function spanWords(ms: number): string {
  const span = Math.max(0, Math.round(ms))
  if (span < SECOND) return `${span} ms`
  if (span < 10 * SECOND) return `${(Math.floor(span / 100) / 10).toFixed(1)} s`
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`
  if (span < HOUR) return two(span, MINUTE, 'min', SECOND, 's')
  if (span < DAY) return two(span, HOUR, 'h', MINUTE, 'min')
  return two(span, DAY, 'd', HOUR, 'h')
}

/** Time left, in whole seconds and up: now, 12 s, 3 min, 2 h 10 min. */
export function countdownWords(ms: number): string {
  const seconds = Math.ceil(ms / SECOND)
  if (seconds <= 0) return 'now'
  if (seconds < 60) return `${seconds} s`
  return spanWords(seconds * SECOND)
}

/** How long ago, for things that have been so for a while: just now, 40 s, 5 min, 2 h 10 min. */
export function agoWords(ms: number): string {
  if (ms < 5 * SECOND) return 'just now'
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  return spanWords(ms)
}

function two(span: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((span % big) / small)
  const head = `${Math.floor(span / big)} ${bigName}`
  return rest === 0 ? head : `${head} ${rest} ${smallName}`
}
