import type { OptOutView } from '@smpp-connect/contracts'
import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { howMany } from '../cli/how-many.ts'
import { tableLines } from '../output/fields.ts'
import { formatNoun } from '../output/figures.ts'
import { jsonLine } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'

const PAGE = 200

/** `connect opt-out list`: the newest, all of them, or those of one person. With --json one object a line. */
export async function listOptOuts(context: Context, number: string | undefined): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const limit = howMany(context)
  const { server, client } = findServer(context)
  const rows: OptOutView[] = []
  let shown = 0
  let cursor: string | undefined
  let isMore = true
  while (isMore && shown < limit) {
    const reply = await client.optOuts({ person: number, cursor, limit: Math.min(PAGE, limit - shown) })
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    const { items, next } = reply.body
    shown += items.length
    if (wantsJson) for (const item of items) terminal.data(jsonLine(item))
    else rows.push(...items)
    isMore = next !== null
    cursor = next ?? undefined
  }
  if (wantsJson) return EXIT.ok
  if (rows.length === 0) {
    terminal.say(number === undefined ? 'Nobody has opted out.' : wordsOfNone(number))
    return EXIT.ok
  }
  const table = tableLines(['Person', 'From', 'Since', 'How'], rows.map(cellsOf), terminal.dataStyle)
  for (const line of table) terminal.data(line)
  if (isMore) terminal.say(`The newest ${formatNoun(rows.length, 'opt-out')}; --all shows all of them.`)
  return EXIT.ok
}

/** A number that is written otherwise than it is recorded is not found: nobody is to read consent into that. */
function wordsOfNone(number: string): string {
  if (number.startsWith('+')) return 'This person has not opted out.'
  return `There is no opt-out of ${printable(number, 40)}. Give the number with its country code, +447700900123, to be sure.`
}

function cellsOf({ person, ours, at, source, keyword }: OptOutView): readonly string[] {
  const how = keyword === null ? source : `${source} ${printable(keyword, 30)}`
  return [printable(person, 40), ours === null ? 'all addresses' : printable(ours, 21), at.slice(0, 19), how]
}
