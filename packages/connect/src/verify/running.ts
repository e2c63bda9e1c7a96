import type { Context } from '../cli/context.ts'
import { type Connection, endWithReply } from '../server/find.ts'
import { persist } from '../server/persist.ts'
import { SLICE_MESSAGES, type Slices } from './slices.ts'

/** How long a Connect that is away, or busy, is waited for. */
const PATIENCE_MS = 60_000

/** The store of a running Connect, which goes on with its work meanwhile. */
export function runningSlices(context: Context, { server, client }: Connection): Slices {
  const { terminal, world } = context
  const how = {
    clock: world.clock,
    random: world.random,
    patienceMs: PATIENCE_MS,
    stop: new AbortController().signal,
    onWait: (reason: string) => terminal.say(`${reason} …`),
    keyMayChange: true,
  }
  return {
    where: `the store of the Connect that runs at ${server.url}`,
    async total() {
      const reply = await persist(() => client.system(), how)
      if (reply.kind !== 'ok') endWithReply(context, server, reply)
      return reply.body.counts.accepted + reply.body.counts.received
    },
    async next(after) {
      const reply = await persist(() => client.verify({ after, limit: SLICE_MESSAGES }), how)
      if (reply.kind !== 'ok') endWithReply(context, server, reply)
      return reply.body
    },
  }
}
