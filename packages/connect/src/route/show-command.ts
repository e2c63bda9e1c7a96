import type { RouteRule, RoutingView, SmscView } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { tableLines } from '../output/fields.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'

/** `connect route show`: the routing rules, in their order. */
export async function showRouting(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const { server, client } = findServer(context)
  const [routing, smscs] = await Promise.all([client.routing(), client.smscs()])
  if (routing.kind !== 'ok') endWithReply(context, server, routing)
  if (smscs.kind !== 'ok') endWithReply(context, server, smscs)
  if (wantsJson) terminal.data(json(routing.body))
  else for (const line of routingLines(routing.body, smscs.body.items, terminal.dataStyle)) terminal.data(line)
  for (const { pointer, detail } of routing.body.warnings) terminal.warn(`${pointer}: ${printable(detail)}`)
  return EXIT.ok
}

export function routingLines(
  routing: RoutingView,
  smscs: readonly Pick<SmscView, 'id' | 'name'>[],
  style: Style,
): readonly string[] {
  const { rules, failoverSeconds, version, updatedAt } = routing
  const patience = `An SMSC that takes nothing for ${failoverSeconds} s is out: what waits for it goes to others.`
  if (rules.length === 0) {
    const usual = 'There are no rules: a message goes to the SMSC whose default sender address it has, else to any.'
    return [usual, patience]
  }
  const nameOf = (id: string): string => printable(smscs.find((smsc) => smsc.id === id)?.name ?? id, 30)
  const rows = rules.map((rule, at) => [
    String(at + 1),
    printable(rule.name, 40),
    rule.enabled ? conditions(rule.when) : `${conditions(rule.when)} (switched off)`,
    rule.to
      .map(({ smscId, weight }) => (rule.to.length > 1 ? `${nameOf(smscId)} ${weight}` : nameOf(smscId)))
      .join(', '),
    rule.fallback.map(nameOf).join(', '),
  ])
  return [
    `Version ${version}${updatedAt === null ? '' : `, of ${updatedAt}`}. The first rule that holds decides.`,
    patience,
    '',
    ...tableLines(['#', 'Rule', 'When', 'To', 'In reserve'], rows, style),
  ]
}

const MOST_SHOWN = 6

function conditions(when: RouteRule['when']): string {
  const lists = [
    ['to', when.prefixes],
    ['country', when.countries],
    ['from', when.senders],
    ['class', when.classes],
    ['caller', when.callers],
  ] as const
  const words = lists.flatMap(([name, all]) => (all.length > 0 ? [`${name} ${some(all)}`] : []))
  return words.length > 0 ? words.join(', and ') : 'always'
}

function some(all: readonly string[]): string {
  const shown = all.slice(0, MOST_SHOWN).map((one) => printable(one, 20))
  return all.length > MOST_SHOWN ? `${shown.join(' ')} and ${all.length - MOST_SHOWN} more` : shown.join(' ')
}
