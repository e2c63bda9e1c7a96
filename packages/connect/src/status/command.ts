import type { SmscView, SystemView } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { type Field, fieldLines, filledTableLines } from '../output/fields.ts'
import { formatCount, formatDuration } from '../output/figures.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { toDoLines } from './to-do.ts'

/** `connect status`: the figures of the conservation law, what the binds do, and what waits for a person. */
export async function showStatus(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson, world } = context
  const { server, client } = findServer(context)
  const [system, smscs] = await Promise.all([client.system(), client.smscs()])
  if (system.kind !== 'ok') endWithReply(context, server, system)
  if (smscs.kind !== 'ok') endWithReply(context, server, smscs)
  if (wantsJson) {
    terminal.data(json({ url: server.url, ...system.body, smscs: smscs.body.items }))
    return EXIT.ok
  }
  const lines = statusLines({
    url: server.url,
    system: system.body,
    smscs: smscs.body.items,
    nowMs: world.clock.nowMs(),
    style: terminal.dataStyle,
  })
  for (const line of lines) terminal.data(line)
  return EXIT.ok
}

export function statusLines(status: {
  readonly url: string
  readonly system: SystemView
  readonly smscs: readonly SmscView[]
  readonly nowMs: number
  readonly style: Style
}): readonly string[] {
  const { system, smscs, style } = status
  const { counts } = system
  const uptime = formatDuration(status.nowMs - Date.parse(system.startedAt))
  const toDo = toDoLines(system, smscs, style)
  const balance = counts.final + counts.waiting + counts.uncertain
  const fields: Field[] = [
    ['Accepted', formatCount(counts.accepted)],
    ['Final', `${formatCount(counts.final)}${states(counts.byState)}`],
    [
      'Waiting',
      `${formatCount(counts.waiting)}${counts.byState.held ? ` (${formatCount(counts.byState.held)} held)` : ''}`,
    ],
    ['Uncertain', counts.uncertain > 0 ? style.yellow(formatCount(counts.uncertain)) : '0'],
    ['Received', formatCount(counts.received)],
    ['Perhaps twice', formatCount(counts.mayBeDuplicate)],
    ['Parked receipts', formatCount(counts.receiptsParked)],
  ]
  return [
    `Connect ${printable(system.version)} at ${status.url}, up for ${uptime}`,
    '',
    ...fieldLines(fields, style),
    balance === counts.accepted
      ? style.dim('  Accepted = final + waiting + uncertain.')
      : style.red(
          `  ${formatCount(counts.accepted)} accepted, but ${formatCount(balance)} accounted for: report this.`,
        ),
    '',
    ...smscLines(smscs, style),
    ...(toDo.length === 0 ? [] : ['', ...toDo]),
  ]
}

const FINAL_SHOWN = [
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'failed',
  'cancelled',
  'blocked',
  'uncertain-closed',
]

function states(byState: Readonly<Record<string, number | undefined>>): string {
  const shown = FINAL_SHOWN.filter((state) => byState[state]).map(
    (state) => `${formatCount(byState[state] ?? 0)} ${state}`,
  )
  return shown.length > 0 ? ` (${shown.join(', ')})` : ''
}

function smscLines(smscs: readonly SmscView[], style: Style): readonly string[] {
  if (smscs.length === 0) return ['There is no SMSC yet: add one in the console.']
  const rows = smscs.flatMap((smsc) => {
    const cells = [printable(smsc.name, 30), `${printable(smsc.host)}:${smsc.port}`]
    const some = (count: number): string => (count > 0 ? formatCount(count) : '')
    const queue = [formatCount(smsc.waiting), formatCount(smsc.outstanding), some(smsc.uncertain), some(smsc.held)]
    if (smsc.binds.length === 0) return [[...cells, '', smsc.enabled ? 'no binds' : 'disabled', ...queue]]
    return smsc.binds.map((bind, index) => [
      ...(index === 0 ? cells : ['', '']),
      bind.bindType,
      bind.reason ? `${bind.status}: ${printable(bind.reason, 80)}` : bind.status,
      ...(index === 0 ? queue : []),
    ])
  })
  return filledTableLines(
    ['SMSC', 'Address', 'Bind', 'Status', 'Waiting', 'Outstanding', 'Uncertain', 'Held'],
    rows,
    style,
  )
}
