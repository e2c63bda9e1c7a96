import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { CLIENT_KEYS } from '../settings/table.ts'
import { ApiClient } from './api-client.ts'
import { followServer, locateServer, notAnswering, type Server } from './locate.ts'
import { describeReply, type FailedReply } from './reply.ts'

/** A found Connect and the way to speak with it. */
export interface Connection {
  readonly server: Server
  readonly client: ApiClient
}

/** Finds the running Connect for a command; says why and ends the command when there is none. */
export function findServer(context: Context): Connection {
  const { world, terminal } = context
  const { settings } = settingsFor(context, CLIENT_KEYS)
  const { url, apiKey, dataDir } = settings
  const where = { url, apiKey, dataDir, readFile: world.readFile }
  const found = locateServer(where)
  if (!found.ok) endWith(terminal, found.reason === 'no-key' ? EXIT.usage : EXIT.notRunning, found.text)
  const { server } = found
  const client = new ApiClient({
    server: followServer(server, where),
    fetch: world.fetch,
    nowMs: () => world.clock.nowMs(),
  })
  return { server, client }
}

/** Says why a request failed and ends the command. */
export function endWithReply({ terminal }: Context, server: Server, reply: FailedReply): never {
  if (reply.kind === 'unreachable') endWith(terminal, EXIT.notRunning, notAnswering(server, reply.reason))
  if (reply.kind === 'foreign') {
    const text = `What answers at ${server.url} is not Connect: ${describeReply(reply)}. Check the address.`
    endWith(terminal, EXIT.failed, text)
  }
  endWith(terminal, EXIT.failed, describeReply(reply))
}
