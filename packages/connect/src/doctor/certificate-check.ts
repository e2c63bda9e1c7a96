import { formatDuration } from '../output/figures.ts'
import { doubtful, type Finding, good, wrong } from './finding.ts'

/** A certificate renews itself with a third of its life left; with so little left it did not. */
const RENEWS_LATE_MS = 3 * 86_400_000

/** The certificate of an edge; `notAfterMs` is when it ends. */
export function certificateCheck(edge: string, notAfterMs: number, nowMs: number): Finding {
  const leftMs = notAfterMs - nowMs
  if (leftMs <= 0) {
    return wrong(
      'certificate',
      `The certificate of the edge ${edge} has ended.`,
      'On the manager: npx connect certs token NAME; here: npx connect certs enrol --force',
    )
  }
  const left = `The certificate of the edge ${edge} is good for ${formatDuration(leftMs)}.`
  if (leftMs >= RENEWS_LATE_MS) return good('certificate', left)
  return doubtful('certificate', left, 'It should have renewed itself: is the edge running, and its link up?')
}
