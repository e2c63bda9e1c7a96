import type { OperationResult, PartOperation } from '@smpp-connect/contracts'
import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { readText } from '../cli/read-text.ts'
import { filledTableLines } from '../output/fields.ts'
import { json } from '../output/json.ts'
import { printable, type Style } from '../output/style.ts'
import { type Connection, endWithReply, findServer } from '../server/find.ts'
import type { Reply } from '../server/reply.ts'

/** `connect message cancel`: ends what waits here, and asks the SMSC to cancel what it has. */
export function cancelMessage(context: Context, id: string): Promise<ExitCode> {
  return operate(context, ({ client }) => client.operate(id, 'cancel'))
}

/** `connect message query`: asks the SMSC what became of it. */
export function queryMessage(context: Context, id: string): Promise<ExitCode> {
  return operate(context, ({ client }) => client.operate(id, 'query'))
}

/** `connect message replace`: puts another text in its place, here or at the SMSC. */
export async function replaceMessage(context: Context, id: string): Promise<ExitCode> {
  const { options, terminal } = context
  if (typeof options.text !== 'string') {
    endWith(terminal, EXIT.usage, 'Say what to put in its place: --text TEXT, or --text - for standard input.')
  }
  const text = await readText(context, options.text)
  return operate(context, ({ client }) => client.replace(id, text))
}

/** Does it, and shows what became of each part; fails when a part was not done. */
async function operate(
  context: Context,
  ask: (connection: Connection) => Promise<Reply<OperationResult>>,
): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const connection = findServer(context)
  const reply = await ask(connection)
  if (reply.kind !== 'ok') endWithReply(context, connection.server, reply)
  const { parts } = reply.body
  if (wantsJson) terminal.data(json(reply.body))
  else for (const line of operationLines(parts, terminal.dataStyle)) terminal.data(line)
  return parts.every(({ done }) => done) ? EXIT.ok : EXIT.failed
}

const BY = { connect: 'Connect', smsc: 'the SMSC', nobody: '' }

export function operationLines(parts: readonly PartOperation[], style: Style): readonly string[] {
  const rows = parts.map(({ number, done, by, state, status, smscState, finalDate, errorCode, detail }) => [
    String(number),
    done ? 'yes' : 'no',
    BY[by],
    state,
    printable(status ?? ''),
    printable(smscState ?? ''),
    printable(finalDate ?? ''),
    errorCode === null || errorCode === 0 ? '' : String(errorCode),
    printable(detail),
  ])
  const head = ['Part', 'Done', 'By', 'State', 'Answer', 'Says', 'Since', 'Error', 'What happened']
  return filledTableLines(head, rows, style)
}
