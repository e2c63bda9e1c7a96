import { z } from 'zod'
import { smscSettingsSchema } from '../smsc.ts'
import { smscLoadSchema, smscRemovalSchema } from './smsc-deletion.ts'
import { settingChangeSchema } from './smsc-history.ts'

/** Most SMSC definitions in a document. */
export const MOST_DEFINITIONS = 500

/** SMSC definitions as they are to be, by name. What a definition leaves out has its usual value; the password stays. */
export const definitionsDocumentSchema = z.strictObject({
  smscs: z
    .array(smscSettingsSchema.extend({ password: smscSettingsSchema.shape.password.unwrap().optional() }))
    .max(MOST_DEFINITIONS),
  prune: z.boolean().default(false).describe('Remove the SMSCs that the document does not name.'),
  removal: smscRemovalSchema
    .optional()
    .describe(
      'What becomes of what waits for those. Left out: one for which something waits, or that a rule names, stays.',
    ),
})
export type DefinitionsDocument = z.infer<typeof definitionsDocumentSchema>

export const definitionStepSchema = z.object({
  name: z.string().describe('Of the SMSC.'),
  id: z.string().nullable().describe('Its id; null for one that is to be made.'),
  kind: z.enum(['create', 'change', 'remove', 'same']),
  changes: z.array(settingChangeSchema).describe('What becomes different, for a change.'),
  waits: smscLoadSchema
    .nullable()
    .describe(
      'For a removal, what was open there when it was looked at: it is gone when that has left, moved or ended.',
    ),
  refusal: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why it cannot be, or was not, done; null: it can be, or was.'),
})
export type DefinitionStep = z.infer<typeof definitionStepSchema>

export const definitionsPlanSchema = z.object({
  steps: z.array(definitionStepSchema).describe('In the order in which they are done: changes, new ones, removals.'),
})
export type DefinitionsPlan = z.infer<typeof definitionsPlanSchema>
