import { timeLeft } from '../edges/certificate-words.ts'
import { doubtful, type Finding, wrong } from './finding.ts'

/** The authority of the link signs for ten years; replacing it takes minutes, but each edge has to be linked once. */
const AUTHORITY_ENDS_SOON_MS = 365 * 86_400_000

/** The authority in the data folder of a manager; `notAfterMs` is when the newest generation ends. */
export function authorityCheck(
  authority: { readonly notAfterMs: number; readonly isBeingReplaced: boolean; readonly needOlder: readonly string[] },
  nowMs: number,
): readonly Finding[] {
  const leftMs = authority.notAfterMs - nowMs
  const findings: Finding[] = []
  const advice = 'npx connect certs rotate-authority'
  if (leftMs <= 0) {
    findings.push(wrong('authority', 'The authority of the link has ended: no edge can connect.', advice))
  } else if (leftMs < AUTHORITY_ENDS_SOON_MS) {
    const found = `The authority of the link ends in ${timeLeft(leftMs)}, and with it every certificate.`
    findings.push(doubtful('authority', found, advice))
  }
  if (authority.isBeingReplaced) {
    const { needOlder } = authority
    findings.push(
      needOlder.length > 0
        ? doubtful(
            'authority-replaced',
            `The authority of the link is being replaced, and these edges have no certificate of the new one: ${needOlder.join(', ')}.`,
            'They get it when they are linked; revoke those that are no more.',
          )
        : doubtful(
            'authority-replaced',
            'The authority of the link was replaced, and the older one still counts.',
            'npx connect certs retire-authority',
          ),
    )
  }
  return findings
}
