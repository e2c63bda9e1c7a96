import { z } from 'zod'
import { PART_STATES } from '../states.ts'

/** What became of asking for something to be done with a message, part by part. */
export const partOperationSchema = z.object({
  number: z.int(),
  /** Who did it: we, while it waited here; the SMSC, once it had it; nobody. */
  by: z.enum(['connect', 'smsc', 'nobody']),
  done: z.boolean(),
  state: z.enum(PART_STATES).describe('Of the part, afterwards.'),
  status: z.string().nullable().describe("The SMSC's answer: ESME_ROK, or why not."),
  smscState: z.string().nullable().describe('What the SMSC says of it (query): ENROUTE, DELIVERED …'),
  finalDate: z.string().nullable().describe('When it came to that state, as the SMSC writes it (query).'),
  errorCode: z.int().nullable().describe("The network's error code (query)."),
  detail: z.string().describe('What happened, in a sentence.'),
})
export type PartOperation = z.infer<typeof partOperationSchema>

export const operationResultSchema = z.object({
  messageId: z.string(),
  operation: z.enum(['cancel', 'query', 'replace']),
  parts: z.array(partOperationSchema),
})
export type OperationResult = z.infer<typeof operationResultSchema>

export const replaceRequestSchema = z.strictObject({
  text: z.string().min(1).max(40_000).describe('The new text. At the SMSC it must fit one part in the same alphabet.'),
})
export type ReplaceRequest = z.infer<typeof replaceRequestSchema>
