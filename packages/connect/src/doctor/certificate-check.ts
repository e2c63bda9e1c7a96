import { ENDS_SOON_MS, timeLeft } from '../edges/certificate-words.ts'
import { doubtful, type Finding, good, wrong } from './finding.ts'

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
  const left = `The certificate of the edge ${edge} is good for ${timeLeft(leftMs)}.`
  if (leftMs >= ENDS_SOON_MS) return good('certificate', left)
  return doubtful('certificate', left, 'It should have renewed itself: is the edge running, and its link up?')
}
