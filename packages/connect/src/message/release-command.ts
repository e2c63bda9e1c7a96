import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { printable } from '../output/style.ts'
import { endWithReply, findServer } from '../server/find.ts'

/** `connect message release`: queues again what is held or uncertain. */
export async function releaseMessage(context: Context, id: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const { server, client } = findServer(context)
  const reply = await client.release(id)
  if (reply.kind !== 'ok') endWithReply(context, server, reply)
  const { body } = reply
  if (wantsJson) {
    terminal.data(json(body))
    return EXIT.ok
  }
  const waits = body.waitingFor === null ? '' : ` It waits for: ${printable(body.waitingFor)}`
  terminal.data(`${body.id} is released, and ${body.state} now.${waits}`)
  if (body.mayBeDuplicate) terminal.say('The person may get it twice: an answer was lost when a link broke.')
  return EXIT.ok
}
