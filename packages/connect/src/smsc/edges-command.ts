import { type Context, endWith } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { findSmsc } from './find-smsc.ts'

/** `connect smsc edges`: says which edges may hold the binds of an SMSC, the first choice first. */
export async function setEdges(context: Context, nameOrId: string, edges: readonly string[]): Promise<ExitCode> {
  const { terminal, options, wantsJson } = context
  const isAny = options.any === true
  if (isAny === edges.length > 0) {
    endWith(terminal, EXIT.usage, 'Name the edges, the first choice first, or say --any.')
  }
  const connection = findServer(context)
  const { id, name, version } = await findSmsc(context, connection, nameOrId)
  const reply = await connection.client.changeSmsc(id, { edges: [...edges], version })
  if (reply.kind !== 'ok') endWithReply(context, connection.server, reply)
  if (wantsJson) terminal.data(json(reply.body))
  terminal.say(
    `The binds of ${name} are held by ${isAny ? 'any edge' : `the first of ${edges.join(', ')} that is there`}.`,
  )
  return EXIT.ok
}
