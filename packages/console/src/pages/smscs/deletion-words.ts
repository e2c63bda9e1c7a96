import {
  MESSAGE_CLASSES,
  type NamingRule,
  type RuleChange,
  type SmscDeletionChoice,
  type SmscDeletionPlan,
  type SmscLoadView,
  type SmscUsage,
} from '@smpp-connect/contracts'
import { CLASS_WORDS } from '../../format/class-words.ts'
import { counted, figure } from '../../format/numbers.ts'

/** Whether anything is open at an SMSC, and so something has to be chosen. */
export function isOpen({ waiting, held, outstanding, uncertain, awaitingReceipt }: SmscLoadView): boolean {
  return waiting + held + outstanding + uncertain + awaitingReceipt > 0
}

export interface WaitingChoice {
  readonly value: SmscDeletionChoice['waiting']
  readonly label: string
  readonly description: string
}

/** What may become of what waits. */
export const WAITING_CHOICES: readonly WaitingChoice[] = [
  {
    value: 'drain',
    label: 'Let it leave first',
    description: 'It still goes out through this SMSC, which takes nothing new and goes when all has been answered.',
  },
  {
    value: 'reroute',
    label: 'Send it through other SMSCs',
    description: 'By the routing rules without this one. What cannot go stays here, with the reason, and is not lost.',
  },
  {
    value: 'cancel',
    label: 'Cancel it',
    description: 'It is not sent. What has left already is not touched.',
  },
]

/** What was chosen, in a word or two. */
export const CHOSEN: Readonly<Record<SmscDeletionChoice['waiting'], string>> = {
  drain: 'What waits leaves first.',
  reroute: 'What waits goes to other SMSCs.',
  cancel: 'What waits is cancelled.',
}

/** `940 campaign, 12 one-time codes`, with how much is scheduled. */
export function waitingWords({ waitingByClass, scheduled }: SmscLoadView): string {
  const classes = MESSAGE_CLASSES.flatMap((one) => {
    const count = waitingByClass[one] ?? 0
    return count === 0 ? [] : [`${figure(count)} ${CLASS_WORDS[one].label.toLowerCase()}`]
  })
  const later =
    scheduled.count === 0 ? [] : [`${figure(scheduled.count)}${scheduled.isMore ? ' or more' : ''} scheduled`]
  return [...classes, ...later].join(', ')
}

const AS: Readonly<Record<NamingRule['as'], string>> = {
  share: 'it shares this rule with others',
  only: 'nobody else is in this rule',
  reserve: 'it stands in reserve',
}

export function ruleWords({ as, enabled }: NamingRule): string {
  return enabled ? AS[as] : `${AS[as]}; switched off`
}

/** What becomes of a rule that the SMSC is taken out of. */
export function becomesWords({ becomes, to }: RuleChange, smscName: (id: string) => string): string {
  switch (becomes) {
    case 'shared-by-others':
      return `${to.map(({ smscId }) => smscName(smscId)).join(' and ')} ${to.length === 1 ? 'takes' : 'take'} it all`
    case 'taken-by-reserve':
      return `${smscName(to[0]?.smscId ?? '')} takes it, which was in reserve`
    case 'without-reserve':
      return 'one fewer in reserve'
    case 'removed':
      return 'the rule is deleted, for it names nobody else'
  }
}

/** Who uses it besides the rules, as terms and what is said of them. */
export function usageFacts(usage: SmscUsage): readonly (readonly [term: string, words: string])[] {
  const { usual, owners, binds, edges } = usage
  const bound = binds.filter(({ status }) => status === 'bound')
  const holders = [...new Set(bound.map(({ edge }) => edge ?? 'Connect itself'))]
  return [
    ...(usual.isUsed && !usual.isLast
      ? [['No rule', `Texts that no rule takes, and those from ${usual.defaultSender}, may go through it.`] as const]
      : []),
    ...(owners.length === 0
      ? []
      : [['Whose texts', owners.map(({ name, parts }) => `${name} (${figure(parts)})`).join(', ')] as const]),
    [
      'Binds',
      holders.length > 0
        ? `Held by ${holders.join(', ')}`
        : `None stands${edges.length > 0 ? `; ${edges.join(', ')} may hold them` : ''}`,
    ],
  ]
}

/** Where the waiting texts would go, in sentences; empty when none waits. */
export function reroutedWords(rerouted: SmscDeletionPlan['rerouted']): readonly string[] {
  if (!rerouted || rerouted.looked === 0) return []
  const of = rerouted.isMore ? `Of the first ${figure(rerouted.looked)}: ` : ''
  return rerouted.goTo.map(
    ({ name, texts }) => `${of}${counted(texts, 'text')} ${texts === 1 ? 'goes' : 'go'} to ${name}.`,
  )
}
