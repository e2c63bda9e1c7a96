import { type MessageQuery, type MessageView, messageQuerySchema } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { howMany } from '../cli/how-many.ts'
import { filledTableLines } from '../output/fields.ts'
import { formatNoun } from '../output/figures.ts'
import { jsonLine } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { type Connection, endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from '../smsc/find-smsc.ts'

const PAGE = 200

/** `connect message list`: the newest messages that fit, or all of them. With --json one object a line. */
export async function listMessages(context: Context): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const most = howMany(context)
  const connection = findServer(context)
  const { server, client } = connection
  const filter = await readFilter(context, connection)
  const rows: MessageView[] = []
  let shown = 0
  let { cursor } = filter
  let isMore = true
  while (isMore && shown < most) {
    const reply = await client.messages({ ...filter, cursor, limit: Math.min(PAGE, most - shown) })
    if (reply.kind !== 'ok') endWithReply(context, server, reply)
    const { items, next } = reply.body
    shown += items.length
    if (wantsJson) for (const item of items) terminal.data(jsonLine(item))
    else rows.push(...items)
    isMore = next !== null
    cursor = next ?? undefined
  }
  if (!wantsJson) {
    const table = rows.length === 0 ? [] : filledTableLines(HEAD, rows.map(cellsOf), terminal.dataStyle)
    for (const line of table) terminal.data(line)
  }
  if (shown === 0) terminal.say('There is no such message.')
  if (isMore) terminal.say(`${formatNoun(shown, 'message')}, and there are more: --all, or --cursor ${cursor}`)
  return EXIT.ok
}

const HEAD = ['Id', 'When (UTC)', 'State', 'From', 'To', 'Class', 'Twice?', 'Reference', 'Text']

function cellsOf(message: MessageView): readonly string[] {
  return [
    message.id,
    message.createdAt.slice(0, 19).replace('T', ' '),
    message.state,
    printable(message.from, 21),
    printable(message.to, 21),
    message.class ?? '',
    message.mayBeDuplicate ? 'perhaps' : '',
    printable(message.reference ?? '', 20),
    printable(message.text, 40),
  ]
}

/** The filter of the API from the options, with the SMSC by its id. */
async function readFilter(context: Context, connection: Connection): Promise<Partial<MessageQuery>> {
  const { options, terminal } = context
  const { state, direction, number, reference, cursor } = options
  const smscId =
    typeof options.smsc === 'string' ? (await findSmsc(context, connection, options.smsc, '--smsc')).id : undefined
  const asked = { state, direction, number, reference, cursor, class: options.class, smscId }
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  const read = messageQuerySchema.safeParse(Object.fromEntries(given))
  if (read.success) return { ...read.data, ...(options.mayBeDuplicate === true && { mayBeDuplicate: true }) }
  const issue = read.error.issues[0]
  endWith(terminal, EXIT.usage, `--${issue?.path.join('.')}: ${issue?.message}.`)
}
