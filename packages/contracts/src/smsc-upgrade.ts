import { type SmscDefinition, smscSettingsSchema } from './smsc.ts'
import { smscDeletionSchema } from './smsc-deletion.ts'

/**
 * A definition as an older Connect stored it, in today's form: what it did not have yet gets its default. Before classes
 * there was one validity and one policy for all messages; they go on to hold for every class.
 */
export function upgradeSmsc(stored: Readonly<Record<string, unknown>>): SmscDefinition {
  const { id, version, createdAtMs, updatedAtMs, deletion, validityMinutes, uncertainPolicy, ...settings } = stored
  const treatment = {
    ...(validityMinutes !== undefined && { validityMinutes }),
    ...(uncertainPolicy !== undefined && { uncertainPolicy }),
  }
  const classes = settings.classes ?? { code: treatment, transactional: treatment, bulk: treatment }
  const read = smscSettingsSchema.parse({ ...settings, classes })
  const leaving = deletion === undefined ? {} : { deletion: smscDeletionSchema.parse(deletion) }
  return { ...read, id, version, createdAtMs, updatedAtMs, ...leaving } as SmscDefinition
}
