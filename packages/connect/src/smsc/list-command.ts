import { MESSAGE_CLASSES, type SmscView } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { filledTableLines } from '../output/fields.ts'
import { formatCount } from '../output/figures.ts'
import { jsonLine } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { slowedCell, standing } from './bind-words.ts'

/** `connect smsc list`: every SMSC with how it stands. With --json one object a line. */
export async function listSmscs(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson, world } = context
  const { server, client } = findServer(context)
  const reply = await client.smscs()
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const { items } = reply.body
  if (wantsJson) for (const item of items) terminal.data(jsonLine(item))
  else for (const line of listLines(items, world.clock.nowMs(), terminal.dataStyle)) terminal.data(line)
  if (items.length === 0) terminal.say('There is no SMSC yet: add one in the console.')
  return EXIT.ok
}

export function listLines(smscs: readonly SmscView[], nowMs: number, style: Style): readonly string[] {
  if (smscs.length === 0) return []
  const rows = smscs.map((smsc) => [
    printable(smsc.name, 30),
    smsc.id,
    standing(smsc, nowMs),
    ...MESSAGE_CLASSES.map((one) => count(smsc.waitingByClass[one] ?? 0)),
    count(smsc.outstanding),
    count(smsc.uncertain),
    count(smsc.held),
    slowedCell(smsc),
  ])
  const waiting = MESSAGE_CLASSES.map((one) => `Waiting: ${one}`)
  return filledTableLines(
    ['SMSC', 'Id', 'State', ...waiting, 'Outstanding', 'Uncertain', 'Held', 'Slowed'],
    rows,
    style,
  )
}

/** Nothing for none: a column of which all is empty is not shown. */
function count(figure: number): string {
  return figure === 0 ? '' : formatCount(figure)
}
