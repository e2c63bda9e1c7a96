/** `2026-10-01 09:00:00 UTC`, from RFC 3339 in UTC. */
export function formatTime(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`
}

/** `09:00:00.125` on the day of `day`, else with the date before it; both RFC 3339 in UTC. Nothing for null. */
export function formatMoment(time: string | null, day: string): string {
  if (time === null) return ''
  const clock = time.slice(11, 23)
  return time.slice(0, 10) === day.slice(0, 10) ? clock : `${time.slice(0, 10)} ${clock}`
}
