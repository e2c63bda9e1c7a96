import { z } from 'zod'

const time = z.iso.datetime()
const name = z
  .string()
  .trim()
  .min(2)
  .max(60)
  .regex(/^[^\p{C}]+$/u, 'no control characters')
const password = z.string().min(10, 'at least 10 characters').max(200)

export const setupStatusSchema = z.object({ claimed: z.boolean() })
export const setupSchema = z.strictObject({ token: z.string().min(1).max(200), name, password })
export const loginSchema = z.strictObject({ name: z.string().min(1).max(60), password: z.string().min(1).max(200) })
export const sessionViewSchema = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  version: z.string().describe('Version of Connect.'),
  simulator: z.boolean().describe('Whether the simulator runs in this process.'),
})
export type SessionView = z.infer<typeof sessionViewSchema>

export const apiKeyViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('The first characters of the key, to tell keys apart.'),
  createdAt: time,
  lastUsedAt: time.nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>
export const apiKeyListSchema = z.object({ items: z.array(apiKeyViewSchema) })
export const makeApiKeySchema = z.strictObject({ name })
/** The only time that the key itself is shown. */
export const madeApiKeySchema = apiKeyViewSchema.extend({ key: z.string() })
