import {
  MESSAGE_CLASSES,
  type NamingRule,
  type RuleChange,
  type SmscDeletionPlan,
  type SmscLoadView,
  type SmscUsage,
  type StuckTexts,
} from '@smpp-connect/contracts'
import { type Field, fieldLines } from '../output/fields.ts'
import { formatCount, formatNoun } from '../output/figures.ts'
import { printable, type Style } from '../output/style.ts'
import { formatTime } from '../output/time.ts'

/** Who uses an SMSC, and what waits there. */
export function usageLines(usage: SmscUsage, style: Style): readonly string[] {
  const { name, smscId, rules, usual, owners, binds, edges, lastMessageAt, load } = usage
  const bound = binds.filter(({ status }) => status === 'bound')
  const fields: Field[] = [
    ...loadFields(load),
    [
      'Whose',
      owners.length === 0
        ? 'nobody’s'
        : owners.map((one) => `${formatCount(one.parts)} of ${printable(one.name, 40)}`).join(', '),
    ],
    ['Routing rules', rules.length === 0 ? 'none names it' : rules.map(ruleWords).join('\n')],
    ['Without a rule', usualWords(usual)],
    [
      'Binds',
      bound.length === 0
        ? 'none stands'
        : bound.map(({ edge, bindType }) => `${bindType} at ${edge ?? 'the manager'}`).join(', '),
    ],
    ['Edges', edges.length === 0 ? 'any' : edges.join(', then ')],
    ['Last text', lastMessageAt === null ? 'none' : formatTime(lastMessageAt)],
  ]
  return [`${style.bold(printable(name))}  ${smscId}`, '', ...fieldLines(fields, style)]
}

function loadFields(load: SmscLoadView): readonly Field[] {
  const { waiting, scheduled, named, held, outstanding, uncertain, awaitingReceipt } = load
  const classes = MESSAGE_CLASSES.flatMap((one) => {
    const count = load.waitingByClass[one] ?? 0
    return count === 0 ? [] : [`${formatCount(count)} ${one}`]
  })
  const of = [
    ...(scheduled.count === 0
      ? []
      : [`${formatCount(scheduled.count)}${scheduled.isMore ? ' or more' : ''} scheduled`]),
    ...(named === 0 ? [] : [`${formatCount(named)} whose sender named it`]),
  ]
  return [
    ['Waiting', waiting === 0 ? '0' : `${classes.join(', ')}${of.length === 0 ? '' : `; of these ${of.join(', ')}`}`],
    ['Held', formatCount(held)],
    ['Outstanding', formatCount(outstanding)],
    ['Uncertain', formatCount(uncertain)],
    ['Without receipt', formatCount(awaitingReceipt)],
  ]
}

/** In a few words, for a plan: `3 waiting, 1 held`; empty when nothing is open. */
export function loadWords(load: SmscLoadView): string {
  const figures: readonly (readonly [number, string])[] = [
    [load.waiting, 'waiting'],
    [load.held, 'held'],
    [load.outstanding, 'with the Sender'],
    [load.uncertain, 'uncertain'],
    [load.awaitingReceipt, 'without receipt'],
  ]
  return figures.flatMap(([count, what]) => (count === 0 ? [] : [`${formatCount(count)} ${what}`])).join(', ')
}

const AS = { share: 'one of those that share', only: 'the only one', reserve: 'in reserve' } as const

function ruleWords({ position, name, enabled, as }: NamingRule): string {
  return `${position}. ${printable(name, 60)}, ${AS[as]}${enabled ? '' : ' (switched off)'}`
}

function usualWords({ defaultSender, isUsed, isLast }: SmscUsage['usual']): string {
  if (isLast) return 'all texts: no other SMSC takes any'
  return isUsed ? `texts from ${printable(defaultSender)}, and others` : 'none comes to it'
}

const BECOMES: Readonly<Record<RuleChange['becomes'], string>> = {
  'shared-by-others': 'the others share',
  'taken-by-reserve': 'the first in reserve takes all',
  'without-reserve': 'one fewer in reserve',
  removed: 'goes: it names nobody else',
}

export function ruleChangeLines(rules: readonly RuleChange[]): readonly string[] {
  return rules.map(({ position, name, becomes }) => `  Rule ${position}. ${printable(name, 60)}: ${BECOMES[becomes]}.`)
}

export function stuckLines(stuck: readonly StuckTexts[]): readonly string[] {
  return stuck.flatMap(({ reason, texts, examples }) => [
    `  ${formatNoun(texts, 'text')} ${texts === 1 ? 'stays' : 'stay'}: ${printable(reason, 300)}`,
    ...(examples.length === 0 ? [] : [`    ${examples.map((id) => printable(id, 60)).join(' ')}`]),
  ])
}

/** What a deletion would do. */
export function planLines(plan: SmscDeletionPlan, style: Style): readonly string[] {
  const { usage, refusal, rules, waitsFor, rerouted } = plan
  const goTo = rerouted?.goTo ?? []
  return [
    ...usageLines(usage, style),
    '',
    ...(refusal === null ? [] : [style.red(`It would be refused: ${printable(refusal.detail, 300)}.`)]),
    ...ruleChangeLines(rules),
    ...goTo.map(({ name, texts }) => `  ${formatNoun(texts, 'text')} would go to ${printable(name, 60)}.`),
    ...stuckLines(rerouted?.stay ?? []),
    ...(rerouted?.isMore ? [`  The first ${formatCount(rerouted.looked)} were looked at.`] : []),
    ...(waitsFor.length === 0
      ? ['It would be gone at once.']
      : ['It would wait:', ...waitsFor.map((one) => `  ${one}`)]),
  ]
}
