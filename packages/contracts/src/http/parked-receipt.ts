import { z } from 'zod'
import { pageFields } from './page.ts'

const time = z.iso.datetime().describe('RFC 3339, UTC.')

/** A receipt that matches nothing yet. It is kept, and tried against every new answer of its SMSC. */
export const parkedReceiptSchema = z.object({
  receivedAt: time,
  keptUntil: time.describe('When it is given up, unless it matches before.'),
  smscMessageId: z.string().describe('The message id as the receipt has it; empty when it names none.'),
  to: z.string().describe('Number of the person the message went to; empty when not known.'),
  state: z
    .enum(['delivered', 'undelivered', 'expired', 'rejected', 'cancelled', 'submitted'])
    .describe('What it says became of the message; submitted for one that is not final.'),
  stat: z.string().describe('The same in its own word: DELIVRD.'),
  error: z.string().nullable().describe('err of the receipt.'),
  userMessageReference: z.int().nullable().describe('The reference that it carries.'),
})
export type ParkedReceipt = z.infer<typeof parkedReceiptSchema>

export const parkedReceiptQuerySchema = z.strictObject(pageFields('r'))
export type ParkedReceiptQuery = z.infer<typeof parkedReceiptQuerySchema>
/** A page, oldest first. */
export const parkedReceiptPageSchema = z.object({ items: z.array(parkedReceiptSchema), next: z.string().nullable() })
export type ParkedReceiptPage = z.infer<typeof parkedReceiptPageSchema>

export const retriedReceiptsSchema = z.object({
  matched: z.int().describe('How many match a message now, and are parked no longer.'),
})
export type RetriedReceipts = z.infer<typeof retriedReceiptsSchema>
