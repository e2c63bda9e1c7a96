import { z } from 'zod'

/** A promise that the store does not keep: a bug, or a damaged file. */
export const findingSchema = z.object({
  rule: z.string().describe('Which rule is broken.'),
  messageId: z.string().nullable(),
  part: z.int().nullable(),
  detail: z.string().describe('Where, what was found, and what was expected. Never a text or a whole number.'),
})
export type Finding = z.infer<typeof findingSchema>

export const verificationSchema = z.object({
  messages: z.int().describe('Messages looked at.'),
  parts: z.int(),
  conservation: z.object({ accepted: z.int(), final: z.int(), waiting: z.int(), uncertain: z.int() }),
  rules: z.array(z.object({ rule: z.string(), what: z.string(), checked: z.int(), broken: z.int() })),
  findings: z.array(findingSchema).describe('The first of each rule.'),
  sound: z.boolean(),
})
export type Verification = z.infer<typeof verificationSchema>
