import { z } from 'zod'
import { MESSAGE_STATES } from '../states.ts'

/** The conservation law as figures: accepted = final + waiting + uncertain, counted in outbound messages. */
export const countsSchema = z.object({
  accepted: z.int(),
  final: z.int(),
  waiting: z.int(),
  uncertain: z.int(),
  received: z.int().describe('Inbound messages.'),
  mayBeDuplicate: z.int().describe('Outbound messages that may have been sent twice.'),
  receiptsParked: z.int().describe('Receipts that match nothing yet.'),
  byState: z.partialRecord(z.enum(MESSAGE_STATES as readonly [string, ...string[]]), z.int()),
})
export type Counts = z.infer<typeof countsSchema>

/** A log of the store that is longer does not come about by writing alone: somebody reads without an end, or it cannot be copied. */
export const LONG_LOG_OCTETS = 2 ** 30

export const writeAheadLogSchema = z.object({
  octets: z.int().describe('Length; what was copied counts until the log begins anew.'),
  uncopiedOctets: z.int().describe('How much of it is not copied to the database yet.'),
  trouble: z
    .string()
    .nullable()
    .describe('Why the last try to copy it failed; null: it did not. Nothing is lost by that.'),
})
export type WriteAheadLogView = z.infer<typeof writeAheadLogSchema>

export const systemSchema = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  counts: countsSchema,
  lastEventSeq: z.int(),
  maxParts: z.int().describe('Most short messages that one text may take (CONNECT_MAX_PARTS).'),
  stalled: z
    .array(z.object({ smscId: z.string(), since: z.iso.datetime(), why: z.string() }))
    .describe('SMSCs for which work waits, that are bound and have room, and where nothing has moved for 5 s.'),
  writeAheadLog: writeAheadLogSchema
    .nullable()
    .describe('The log in which the store keeps what is not yet copied to its database; null where it cannot tell.'),
})
export type SystemView = z.infer<typeof systemSchema>

/** RFC 9457 problem details, as every error of the API is. */
export const problemSchema = z.object({
  type: z.string().describe('Address of the page that explains the code.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
})
export type Problem = z.infer<typeof problemSchema>

/**
 * One frame of the live feed with `view=changes`: what changed since the frame before, at most four times a second.
 * The id of the frame is the seq up to which it speaks. Lists are cut at 200 ids; `more` says so: reload then.
 */
export const changesSchema = z.object({
  upTo: z.int(),
  messages: z.array(z.string()),
  conversations: z.array(z.string()),
  smscs: z.array(z.string()),
  phones: z.array(z.string()),
  settings: z.array(z.string()).describe('Documents of settings: routing, keywords.'),
  optOuts: z.boolean().describe('Somebody opted out or in.'),
  more: z.boolean(),
})
export type Changes = z.infer<typeof changesSchema>
