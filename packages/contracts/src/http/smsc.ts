import { z } from 'zod'
import { BIND_TYPES, smscSettingsSchema } from '../smsc.ts'

const time = z.iso.datetime()

export const bindViewSchema = z.object({
  bindType: z.enum(BIND_TYPES),
  status: z.enum(['disabled', 'connecting', 'binding', 'bound', 'waiting', 'draining', 'closed']),
  since: time,
  reason: z.string(),
  retryAt: time.nullable(),
  definitionVersion: z.int(),
  windowSize: z.int(),
  windowInUse: z.int(),
})
export type BindView = z.infer<typeof bindViewSchema>

/** An SMSC definition without its password, with what its binds do and what waits for it. */
export const smscViewSchema = z.object({
  ...smscSettingsSchema.omit({ password: true }).shape,
  id: z.string(),
  hasPassword: z.boolean(),
  version: z.int(),
  createdAt: time,
  updatedAt: time,
  binds: z.array(bindViewSchema),
  waiting: z.int().describe('Parts queued for it.'),
  outstanding: z.int().describe('Parts handed to the Sender and not answered yet.'),
  uncertain: z.int(),
})
export type SmscView = z.infer<typeof smscViewSchema>
export const smscListSchema = z.object({ items: z.array(smscViewSchema) })
