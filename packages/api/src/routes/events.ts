import type { OutgoingHttpHeaders } from 'node:http'
import { changesSchema, feedEventSchema, heartbeatSchema, numberParameter } from '@smpp-connect/contracts'
import { z } from 'zod'
import type { App, Rooms } from '../app.ts'
import { SseStream } from '../feed/sse-stream.ts'
import { refused } from '../http/problem.ts'

const eventsQuerySchema = z.strictObject({
  view: z
    .enum(['events', 'changes'])
    .default('events')
    .describe('`events`: every event. `changes`: which things changed, at most four times a second.'),
  after: numberParameter(0).optional().describe('Begin after this seq; left out, the feed begins now.'),
})

/** What `data` of a message may be, by its name. Documents the stream; nothing is judged by it. */
const dataSchema = z.union([feedEventSchema, changesSchema, heartbeatSchema])

/** The live feed, as server-sent events that can be resumed. */
export function registerEvents(app: App, rooms: Rooms): void {
  const { feed, clock, limits } = rooms

  app.get(
    '/v1/events',
    {
      // A HEAD request would open a stream that nobody reads.
      exposeHeadRoute: false,
      config: { codes: ['too-many-feeds'] },
      schema: {
        operationId: 'followEvents',
        summary: 'Follow what happens',
        description:
          'Server-sent events. By default each message is one event: `id` its seq, `event` its kind, `data` a FeedEvent. With `view=changes` each is named `changes` and its data is a Changes. At least every two seconds something comes, if only a `heartbeat` (without id); after five seconds of silence the feed is stale. To resume without loss, send the last id as Last-Event-ID, as browsers do, or as `after`.',
        tags: ['system'],
        querystring: eventsQuerySchema,
        response: { 200: { description: 'The feed.', content: { 'text/event-stream': { schema: dataSchema } } } },
      },
    },
    async (request, reply) => {
      if (feed.full) throw refused('too-many-feeds', `${limits.maxFeeds} feeds are open already.`)
      const after = lastEventId(request.headers['last-event-id']) ?? request.query.after
      const startSeq = await feed.startingSeq(after)
      reply.hijack()
      // Without keep-alive the connection ends with the feed, so that closing the server never waits for it.
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
        connection: 'close',
      })
      const stream = new SseStream(reply.raw, clock, limits.feedStallMs)
      const stillAllowed = () => rooms.stillAllowed(request)
      await feed.run(stream, { view: request.query.view, after, stillAllowed }, startSeq)
    },
  )
}

/** The place that a browser sends when it comes back. What is no seq of ours is refused: to begin now would skip events. */
function lastEventId(header: string | readonly string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header)
  const detail = 'expected the `id` of a message of this feed; leave it out to begin now'
  throw refused('request-invalid', `Last-Event-ID: ${detail}`, { errors: [{ pointer: 'Last-Event-ID', detail }] })
}
