import type { Finding, Verification } from '@smpp-connect/contracts'
import { type Field, fieldLines, tableLines } from '../output/fields.ts'
import { formatCount, formatNoun } from '../output/figures.ts'
import { printable, type Style } from '../output/style.ts'

/** Findings of one rule that are shown; --json has more. */
const MOST_SHOWN = 5

/** What a verification came to, for people. */
export function verificationLines(whole: Verification, where: string, style: Style): readonly string[] {
  const { conservation, rules } = whole
  const { accepted, final, waiting, uncertain } = conservation
  const law = `${formatCount(accepted)} accepted, ${formatCount(final)} final + ${formatCount(waiting)} waiting + ${formatCount(uncertain)} uncertain`
  const isConserved = accepted === final + waiting + uncertain
  const fields: Field[] = [
    ['Looked at', `${formatNoun(whole.messages, 'message')}, ${formatNoun(whole.parts, 'part')}, in ${where}`],
    ['Conservation', isConserved ? law : style.red(`${law}: ${formatCount(final + waiting + uncertain)}`)],
  ]
  const rows = rules.map(({ rule, what, checked, broken }) => [
    printable(rule),
    formatCount(checked),
    formatCount(broken),
    printable(what),
  ])
  return [
    ...fieldLines(fields, style, 0),
    '',
    ...tableLines(['Rule', 'Looked at', 'Broken', 'What it says'], rows, style),
    ...findingLines(whole, style),
    '',
    verdict(whole, isConserved, style),
  ]
}

function findingLines({ rules, findings }: Verification, style: Style): readonly string[] {
  return rules
    .filter(({ broken }) => broken > 0)
    .flatMap(({ rule, what, broken }) => {
      const shown = findings.filter((finding) => finding.rule === rule).slice(0, MOST_SHOWN)
      const rest = broken - shown.length
      return [
        '',
        style.red(`${printable(rule)}, broken ${broken === 1 ? 'once' : `${formatCount(broken)} times`}`),
        `  ${printable(what)}`,
        ...shown.map((finding) => `  - ${sentence(finding)}`),
        ...(rest > 0 ? [`  - and ${formatCount(rest)} more`] : []),
      ]
    })
}

function sentence({ messageId, part, detail }: Finding): string {
  const place = messageId === null ? '' : `${printable(messageId)}${part === null ? '' : `, part ${part}`}: `
  return `${place}${printable(detail)}`
}

function verdict({ rules, sound }: Verification, isConserved: boolean, style: Style): string {
  if (sound) return style.green('Sound: every rule holds.')
  const broken = rules.filter((rule) => rule.broken > 0).length
  const parts = [
    ...(isConserved ? [] : ['messages are unaccounted for']),
    ...(broken > 0
      ? [`${formatNoun(broken, 'rule')} of ${rules.length} ${broken === 1 ? 'does' : 'do'} not hold`]
      : []),
  ]
  return style.red(
    `Not sound: ${parts.join(', and ')}. Keep a copy of the data folder as it is, and report this with the lines above.`,
  )
}
