/** `2026-10-01 09:00:00 UTC`, from RFC 3339 in UTC. */
export function formatTime(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`
}
