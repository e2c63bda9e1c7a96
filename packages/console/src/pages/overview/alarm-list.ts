import type { SmscView, SystemView } from '@smpp-connect/contracts'
import { sentence } from '../../api/problem.ts'
import { paths } from '../../app/paths.ts'
import { smscWords } from '../../format/bind-words.ts'
import { counted, figure } from '../../format/numbers.ts'

/** Something that somebody should look at now. */
export interface Alarm {
  readonly key: string
  /** `bad`: nothing goes out there. `warn`: it goes on, and a person may want to do something. */
  readonly tone: 'bad' | 'warn'
  readonly title: string
  readonly words: string
  readonly action: { readonly label: string; readonly href: string }
}

/** So many SMSCs are told of one by one; when there are more, something common is wrong, and one line says how many. */
const MOST_ALONE = 2

/**
 * What is wrong, the worst first: where nothing leaves, where it leaves slowly, what waits for somebody. `clock` writes a
 * time of the day: words that count seconds would be read out every second.
 */
export function alarmsOf(
  system: SystemView,
  smscs: readonly SmscView[],
  clock: (ms: number) => string,
): readonly Alarm[] {
  const unbound = smscs.filter((smsc) => smscWords(smsc).tone === 'bad')
  const stalled = system.stalled.filter(({ smscId }) => !unbound.some(({ id }) => id === smscId))
  const slowed = smscs.flatMap((smsc) => {
    const bind = smsc.binds.find(({ slowedTo }) => slowedTo !== null)
    return smsc.enabled && bind ? [{ smsc, bind }] : []
  })
  return [
    ...each(unbound, unboundAlarm, 'unbound', 'bad', (count) => `${count} SMSCs are not bound`, byName),
    ...each(
      stalled.map((stall) => ({ stall, smsc: smscs.find(({ id }) => id === stall.smscId) })),
      ({ stall, smsc }) => ({
        key: `stalled ${stall.smscId}`,
        tone: 'bad',
        title: `Nothing moves at ${smsc?.name ?? 'an SMSC'}`,
        words: `${sentence(stall.why)}, since ${clock(Date.parse(stall.since))}.`,
        action: { label: 'Look at its binds', href: paths.smsc(stall.smscId) },
      }),
      'stalled',
      'bad',
      (count) => `Nothing moves at ${count} SMSCs`,
      ({ smsc }) => smsc?.name ?? 'another',
    ),
    ...each(
      slowed,
      ({ smsc, bind }) => ({
        key: `slowed ${smsc.id}`,
        tone: 'warn',
        title: `${smsc.name} takes no more than ${figure(bind.slowedTo ?? 0)} a second`,
        words: `${bind.reason || 'Connect sends more slowly until it takes more.'}${waitingWords(smsc)}`,
        action: { label: 'Look at its pace', href: paths.smsc(smsc.id) },
      }),
      'slowed',
      'warn',
      (count) => `${count} SMSCs take less than they are asked to`,
      ({ smsc }) => smsc.name,
    ),
    ...decisions(system.counts.byState),
  ]
}

function decisions({ held = 0, uncertain = 0 }: SystemView['counts']['byState']): readonly Alarm[] {
  const alarms: Alarm[] = []
  if (held > 0) {
    alarms.push({
      key: 'held',
      tone: 'warn',
      title: `${counted(held, 'message is', 'messages are')} held until somebody decides`,
      words: 'Refused too often, or by a rule of the SMSC: release what should be tried again, and cancel the rest.',
      action: { label: `Decide about ${held === 1 ? 'it' : 'them'}`, href: paths.messagesWith({ state: 'held' }) },
    })
  }
  if (uncertain > 0) {
    alarms.push({
      key: 'uncertain',
      tone: 'warn',
      title: `${counted(uncertain, 'message is', 'messages are')} uncertain: sent, and the answer never came`,
      words: 'A late answer or a receipt settles it, or else the policy of its class. Nothing has to be done.',
      action: { label: `Look at ${uncertain === 1 ? 'it' : 'them'}`, href: paths.messagesWith({ state: 'uncertain' }) },
    })
  }
  return alarms
}

function unboundAlarm(smsc: SmscView): Alarm {
  const reason = smsc.binds.find(({ status }) => status === 'waiting')?.reason ?? ''
  return {
    key: `unbound ${smsc.id}`,
    tone: 'bad',
    title: `${smsc.name} is not bound`,
    words: `${reason === '' ? 'The reason is not known' : sentence(reason)}; Connect goes on trying.${waitingWords(smsc)}`,
    action: { label: 'Look at its binds', href: paths.smsc(smsc.id) },
  }
}

function waitingWords({ waiting }: SmscView): string {
  return waiting === 0 ? '' : ` ${counted(waiting, 'part waits', 'parts wait')} for it.`
}

const byName = ({ name }: SmscView): string => name

function each<Item>(
  items: readonly Item[],
  alone: (item: Item) => Alarm,
  key: string,
  tone: Alarm['tone'],
  together: (count: number) => string,
  nameOf: (item: Item) => string,
): readonly Alarm[] {
  if (items.length <= MOST_ALONE) return items.map(alone)
  const words = `${items.map(nameOf).join(', ')}.`
  return [
    { key, tone, title: together(items.length), words, action: { label: 'Look at the SMSCs', href: paths.smscs } },
  ]
}
