/** `?, ?, ?`: as many as there are values. */
export function marks(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ')
}
