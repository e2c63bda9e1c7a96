import type { EdgeOverview } from '@smpp-connect/contracts'
import { ENDS_SOON_MS, timeLeft } from '../edges/certificate-words.ts'
import type { EdgeReadiness } from '../health/edge-readiness.ts'
import { formatDuration, formatNoun } from '../output/figures.ts'
import { printable } from '../output/style.ts'
import { doubtful, type Finding, good, wrong } from './finding.ts'

/** What was seen of an edge whose certificate is in the data folder. */
export type EdgeHere =
  | { readonly kind: 'not-running' }
  /** It runs, and there is no address to ask. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'not-answering'; readonly at: string; readonly why: string }
  | { readonly kind: 'answers'; readonly at: string; readonly readiness: EdgeReadiness }

const MOST_SHOWN = 10

/** What is wrong with the edge on this machine. */
export function edgeHereChecks(edge: string, here: EdgeHere): readonly Finding[] {
  switch (here.kind) {
    case 'not-running':
      return [
        wrong('edge-running', `The edge ${edge} does not run here.`, 'Start it: connect edge, sender or receiver.'),
      ]
    case 'silent':
      return [
        doubtful(
          'edge-status',
          `The edge ${edge} runs, and does not show how it is.`,
          'Its log says why: its address is taken (--status names another), or it is switched off.',
        ),
      ]
    case 'not-answering':
      return [
        wrong(
          'edge-running',
          `The edge ${edge} does not answer at ${here.at}: ${printable(here.why, 200)}.`,
          'It was killed, or it hangs: see its log, and start it anew.',
        ),
      ]
    case 'answers':
      return answering(edge, here)
  }
}

function answering(edge: string, { at, readiness }: Extract<EdgeHere, { kind: 'answers' }>): readonly Finding[] {
  const { binds, missing, edge: said } = readiness
  if (said !== edge) {
    const found = `At ${at}, where the edge ${edge} was to answer, ${printable(said, 40)} does.`
    return [wrong('edge-running', found, 'Start the edge anew, with a --status of its own.')]
  }
  const held =
    binds.held === 0 ? 'and is to hold no bind now' : `and ${formatNoun(binds.bound, 'bind stands', 'binds stand')}`
  if (missing.length === 0) return [good('edge-ready', `The edge ${edge} runs, is linked, ${held}.`)]
  return missing
    .slice(0, MOST_SHOWN)
    .map((sentence) => wrong('edge-ready', `The edge ${edge}: ${printable(sentence, 300)}`, 'docs/guide/operations.md'))
}

/** What is wrong with the edges of a manager. */
export function edgeListChecks(
  edges: readonly EdgeOverview[],
  managerVersion: string,
  nowMs: number,
): readonly Finding[] {
  return edges
    .flatMap((edge) => [
      edge.up ? silent(edge) : down(edge, nowMs),
      edge.up && edge.stale ? stale(edge) : undefined,
      edge.up && edge.version !== managerVersion ? otherVersion(edge, managerVersion) : undefined,
      endingSoon(edge, nowMs),
    ])
    .filter((one) => one !== undefined)
}

function down({ id, role, since, reason }: EdgeOverview, nowMs: number): Finding {
  if (role === null) {
    return doubtful(
      'edge-link',
      `The edge ${id} is not linked: ${printable(reason, 300)}.`,
      `Start it there, or: npx connect certs revoke ${id}`,
    )
  }
  const words = `The edge ${id} is not linked, for ${formatDuration(nowMs - Date.parse(since))}: ${printable(reason, 200)}.`
  return wrong('edge-link', words, 'On its machine: npx connect doctor --data-dir ITS-FOLDER, and its log.')
}

function silent({ id, reason }: EdgeOverview): Finding | undefined {
  if (reason === '') return undefined
  const words = `The link to the edge ${id} is up, and ${printable(reason, 300)}.`
  return doubtful(
    'edge-link',
    words,
    'It goes on by itself. If not: the network between the two, or a machine that stands still.',
  )
}

function stale({ id, definitions }: EdgeOverview): Finding {
  const older = definitions.filter(({ version, applied }) => version !== applied).length
  return doubtful(
    'edge-definitions',
    `The edge ${id} has not confirmed ${formatNoun(older, 'definition')} in the newest version.`,
    'It does within a second. If not, its log says what it does not understand: update it.',
  )
}

function endingSoon({ id, up, certificate }: EdgeOverview, nowMs: number): Finding | undefined {
  const leftMs = certificate === null ? Number.POSITIVE_INFINITY : Date.parse(certificate.endsAt) - nowMs
  if (leftMs >= ENDS_SOON_MS) return undefined
  return doubtful(
    'edge-certificate',
    `The certificate of the edge ${id} ends in ${timeLeft(leftMs)}.`,
    up
      ? 'It should have renewed itself: its log says why it did not.'
      : `It renews itself when it is linked; if it is no more: npx connect certs revoke ${id}`,
  )
}

function otherVersion({ id, version }: EdgeOverview, managerVersion: string): Finding {
  return doubtful(
    'edge-version',
    `The edge ${id} runs Connect ${printable(version, 30)}, the manager ${printable(managerVersion, 30)}.`,
    'Neighbouring versions work together; update the older one.',
  )
}
