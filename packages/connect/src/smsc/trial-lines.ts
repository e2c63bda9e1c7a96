import type { BindTrialView } from '@smpp-connect/contracts'
import { type Field, fieldLines, tableLines } from '../output/fields.ts'
import { printable, type Style } from '../output/style.ts'

/** How one bind went: its steps, what is wrong or what was learned. */
export function trialLines(trial: BindTrialView, style: Style): readonly string[] {
  const { bindType, edge, steps, diagnosis, notes } = trial
  const by = edge === null ? '' : `, tried by the edge ${printable(edge, 60)}`
  const rows = steps.map(({ name, ok, tookMs, words }) => [
    ok ? 'ok' : 'failed',
    name,
    `${tookMs.toFixed(1)} ms`,
    printable(words, 160),
  ])
  return [
    style.bold(`As a ${bindType}${by}`),
    ...tableLines(['', 'Step', 'Took', ''], rows, style)
      .slice(1)
      .map((line) => `  ${line}`),
    '',
    ...(diagnosis === null ? fieldLines(factFields(trial), style) : diagnosisLines(diagnosis, style)),
    ...notes.map((note) => `  ${style.yellow('Note')} ${printable(note)}`),
  ]
}

function diagnosisLines(diagnosis: NonNullable<BindTrialView['diagnosis']>, style: Style): readonly string[] {
  const { code, title, seen, cause, advice } = diagnosis
  return [
    `  ${style.red(printable(title))} (${printable(code, 60)})`,
    ...fieldLines(
      [
        ['Seen', printable(seen)],
        ['Likely', printable(cause)],
        ['To do', printable(advice)],
      ],
      style,
    ),
  ]
}

function factFields({ facts }: BindTrialView): readonly Field[] {
  const { remoteAddress, localAddress, tls, smscSystemId, smscVersion, roundTripMs } = facts
  const fields: Field[] = [
    [
      'SMSC',
      `${smscSystemId ? printable(smscSystemId, 40) : 'names itself not'}, SMPP ${smscVersion ?? 'of no version that it tells'}`,
    ],
  ]
  if (remoteAddress !== null)
    fields.push(['Address', `${printable(remoteAddress, 80)}, from ${printable(localAddress ?? '', 80)}`])
  if (tls !== null) {
    fields.push([
      'TLS',
      `${printable(tls.protocol, 20)}, certificate of ${printable(tls.subject, 100)} until ${tls.validTo.slice(0, 10)}`,
    ])
  }
  if (roundTripMs !== null) fields.push(['Round trip', `${roundTripMs.toFixed(1)} ms`])
  return fields
}
