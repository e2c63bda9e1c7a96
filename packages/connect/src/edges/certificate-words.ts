import type { EdgeOverview } from '@smpp-connect/contracts'
import { formatDuration, formatNoun } from '../output/figures.ts'
import type { Style } from '../output/style.ts'

const DAY_MS = 86_400_000

/**
 * A certificate renews itself with a third of its 90 days left, over the link. With so little left it did not, and there is
 * still time to see why.
 */
export const ENDS_SOON_MS = 14 * DAY_MS

/** How long a certificate is still good, for people: in days, and more exactly on its last. */
export function timeLeft(leftMs: number): string {
  return leftMs < DAY_MS ? formatDuration(leftMs) : formatNoun(Math.floor(leftMs / DAY_MS), 'day')
}

/** Whether the certificate of an edge wants looking at, in a few words. */
export function certificateWords({ certificate }: EdgeOverview, nowMs: number, style: Style): string {
  if (certificate === null) return style.yellow('none')
  const leftMs = Date.parse(certificate.endsAt) - nowMs
  if (leftMs < ENDS_SOON_MS) return style.yellow(`ends in ${timeLeft(leftMs)}`)
  return certificate.ofOlderAuthority ? style.yellow('older authority') : 'good'
}
