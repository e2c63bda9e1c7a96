import { z } from 'zod'

export const STATUS_ACTIONS = ['retry', 'slow-down', 'reject', 'hold'] as const

/**
 * What to do about one command_status that this SMSC answers submits with, instead of what the specification suggests:
 * try the part again, slow the whole link down (the part is not to blame), end the part, or hold it for a person.
 */
export const statusRuleSchema = z.strictObject({
  status: z
    .string()
    .regex(/^(ESME_[A-Z_]+|0x[0-9a-fA-F]{1,8})$/, 'a name such as ESME_RMSGQFUL, or a number such as 0x58')
    .describe('The status: its name, or its number.'),
  action: z.enum(STATUS_ACTIONS).describe('What to do.'),
  afterSeconds: z
    .number()
    .min(0)
    .max(86_400)
    .nullable()
    .default(null)
    .describe('Wait this long before the next attempt; null: longer with each.'),
  attempts: z
    .int()
    .min(1)
    .max(1_000)
    .nullable()
    .default(null)
    .describe('After so many it is held; null: as everywhere.'),
})
export type StatusRule = z.infer<typeof statusRuleSchema>

/** What an error code of this provider's receipts means. */
export const receiptErrorSchema = z.strictObject({
  code: z.string().min(1).max(20).describe('err of the receipt, or the code in network_error_code.'),
  meaning: z.string().min(1).max(200).describe('What it means, in a sentence.'),
})
export type ReceiptErrorMeaning = z.infer<typeof receiptErrorSchema>
