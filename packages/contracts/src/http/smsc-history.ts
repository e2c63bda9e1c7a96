import { z } from 'zod'
import { pageFields } from './page.ts'

/** What is different in one setting of an SMSC definition. */
export const settingChangeSchema = z.object({
  pointer: z.string().describe('Place in the settings, as a JSON pointer: /windowSize, /classes/bulk/share.'),
  before: z.unknown().describe('What stood there; null where it was nothing, or is a secret.'),
  after: z.unknown(),
  isSecret: z.boolean().describe('It is another one, and neither is shown.'),
})
export type SettingChange = z.infer<typeof settingChangeSchema>

export const smscVersionSchema = z.object({
  version: z.int(),
  at: z.iso.datetime().describe('When it was made, RFC 3339, UTC.'),
  by: z.string().nullable().describe('Who made it: a user or an API key by name; null: Connect itself.'),
  kind: z
    .enum(['created', 'changed', 'deleting', 'kept', 'deleted', 'restored'])
    .describe(
      'deleting: its deletion began, or was to go otherwise. kept: that was taken back. restored: it was deleted before.',
    ),
  changes: z
    .array(settingChangeSchema)
    .describe('What is different from the version before; empty for the first that is known.'),
})
/** One version of an SMSC definition, by what it changed. */
export type SmscVersion = z.infer<typeof smscVersionSchema>

export const smscHistoryQuerySchema = z.strictObject(pageFields('h'))
export type SmscHistoryQuery = z.infer<typeof smscHistoryQuerySchema>
/** A page, newest first. */
export const smscHistoryPageSchema = z.object({ items: z.array(smscVersionSchema), next: z.string().nullable() })
export type SmscHistoryPage = z.infer<typeof smscHistoryPageSchema>

export const smscRestoreSchema = z.strictObject({
  toVersion: z.int().min(1).describe('The version whose settings are to hold again, its password too.'),
  version: z.int().min(1).optional().describe('The version that holds now; refused when it is another one.'),
})
export type SmscRestore = z.infer<typeof smscRestoreSchema>
