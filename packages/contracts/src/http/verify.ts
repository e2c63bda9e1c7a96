import { z } from 'zod'
import { numberParameterOr } from './number-parameter.ts'

/** A promise that the store does not keep: a bug, or a damaged file. */
export const findingSchema = z.object({
  rule: z.string().describe('Which rule is broken.'),
  messageId: z.string().nullable(),
  part: z.int().nullable(),
  detail: z.string().describe('Where, what was found, and what was expected. Never a text or a whole number.'),
})
export type Finding = z.infer<typeof findingSchema>

/** Most messages that are looked at in one slice, so that none takes long. */
export const MAX_VERIFY_SLICE = 1_000

/** Where a store is to be looked at: slice by slice, from 0 to where the slice before said to go on. */
export const verifyQuerySchema = z.strictObject({
  after: numberParameterOr(0, Number.MIN_SAFE_INTEGER).describe(
    'Where to go on: `next` of the slice before. Left out: begin.',
  ),
  limit: numberParameterOr(500, 1, MAX_VERIFY_SLICE).describe('Most messages to look at.'),
})
export type VerifyQuery = z.infer<typeof verifyQuerySchema>

export const verificationSchema = z.object({
  messages: z.int().describe('Messages looked at.'),
  parts: z.int(),
  conservation: z
    .object({ accepted: z.int(), final: z.int(), waiting: z.int(), uncertain: z.int() })
    .describe('Outbound messages: accepted = final + waiting + uncertain.'),
  rules: z.array(
    z.object({
      rule: z.string(),
      what: z.string().describe('What it means, in a sentence.'),
      checked: z.int().describe('How often it was looked at.'),
      broken: z.int().describe('How often it did not hold.'),
    }),
  ),
  findings: z.array(findingSchema).describe('The first of each rule.'),
  sound: z.boolean().describe('Everything holds: each rule, and the law of conservation.'),
})
export type Verification = z.infer<typeof verificationSchema>

/** A part of it. What is found in a running Connect was looked at more than once, so that no step on its way is told. */
export const verificationSliceSchema = verificationSchema.omit({ sound: true }).extend({
  next: z.int().nullable().describe('Where to go on; null when everything has been looked at.'),
})
export type VerificationSlice = z.infer<typeof verificationSliceSchema>
