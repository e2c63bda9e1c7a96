import { z } from 'zod'
import { EVENT_KINDS } from '../event.ts'

/**
 * What the live feed carries as `data` in its default view: one event each, with `event:` its kind and `id:` its seq.
 * With `view=changes` it carries `changesSchema` under the name `changes`, with `id:` its `upTo`.
 */
export const feedEventSchema = z.object({
  seq: z.int(),
  at: z.iso.datetime(),
  kind: z.enum(EVENT_KINDS),
  messageId: z.string().nullable(),
  part: z.int().nullable(),
  conversationId: z.string().nullable(),
  smscId: z.string().nullable(),
  summary: z.string().describe('What happened, in a sentence.'),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type FeedEvent = z.infer<typeof feedEventSchema>

/**
 * Both views say at least every 2 s that they live, in a message named `heartbeat` without an id (a comment would do,
 * but the EventSource of browsers hides comments from scripts). Silence for 5 s means that the feed is stale.
 */
export const heartbeatSchema = z.object({ upTo: z.int().describe('The seq up to which the feed has spoken.') })
export type Heartbeat = z.infer<typeof heartbeatSchema>
