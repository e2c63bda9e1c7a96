import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a password is the expected one, in a time that does not depend on where they differ. */
export function verifyPassword(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
