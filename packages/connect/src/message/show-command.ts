import type { Context } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { endWithReply, findServer } from '../server/find.ts'
import { detailLines } from './detail-lines.ts'

/** `connect message show`: the whole life of a message. */
export async function showMessage(context: Context, id: string): Promise<ExitCode> {
  const { terminal, wantsJson } = context
  const { server, client } = findServer(context)
  const [detail, smscs] = await Promise.all([client.message(id), client.smscs()])
  if (detail.kind !== 'ok') endWithReply(context, server, detail)
  if (wantsJson) {
    terminal.data(json(detail.body))
    return EXIT.ok
  }
  // Without the names there are still the ids.
  const names = smscs.kind === 'ok' ? smscs.body.items : []
  for (const line of detailLines(detail.body, names, terminal.dataStyle)) terminal.data(line)
  return EXIT.ok
}
