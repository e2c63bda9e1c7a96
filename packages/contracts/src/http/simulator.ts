import { z } from 'zod'
import { cursorSchema } from '../cursor.ts'
import { numberParameterOr } from './number-parameter.ts'

const time = z.iso.datetime()

/** A phone of the simulator: what a handset with that number shows. */
export const phoneViewSchema = z.object({
  number: z.string(),
  messageCount: z.int(),
  lastText: z.string(),
  lastAt: time,
})
export type PhoneView = z.infer<typeof phoneViewSchema>
export const phoneQuerySchema = z.strictObject({
  limit: numberParameterOr(100, 1, 500),
  cursor: cursorSchema('p'),
  search: z.string().max(40).optional(),
})
export const phonePageSchema = z.object({
  items: z.array(phoneViewSchema),
  next: z.string().nullable(),
  total: z.int(),
})

export const phoneTextSchema = z.object({
  id: z.string(),
  direction: z.enum(['received', 'sent']).describe('As the phone sees it.'),
  other: z.string().describe('The address at the other end.'),
  text: z.string(),
  parts: z.int(),
  missingParts: z.int().describe('Parts of a long text that have not come yet.'),
  at: time,
})
export type PhoneText = z.infer<typeof phoneTextSchema>
export const phoneTextsQuerySchema = z.strictObject({
  limit: numberParameterOr(200, 1, 1000),
  cursor: cursorSchema('t'),
})
/** Newest first. */
export const phoneTextPageSchema = z.object({ items: z.array(phoneTextSchema), next: z.string().nullable() })

export const phoneReplySchema = z.strictObject({
  to: z.string().min(1).max(21).describe('The address that the phone writes to: a sender address of ours.'),
  text: z.string().min(1).max(5000),
})
export const phoneReplyResultSchema = z.object({ id: z.string(), parts: z.int() })

export const simulatorStatusSchema = z.object({
  host: z.string(),
  port: z.int(),
  sessions: z.array(z.object({ systemId: z.string(), bindType: z.string(), since: time, received: z.int() })),
  ledger: z.object({
    submits: z.int().describe('submit_sm that were answered OK.'),
    receiptsPending: z.int(),
    receiptsAcknowledged: z.int(),
    replies: z.int(),
    refusedBinds: z.int(),
    phones: z.int(),
  }),
})
export type SimulatorStatus = z.infer<typeof simulatorStatusSchema>
