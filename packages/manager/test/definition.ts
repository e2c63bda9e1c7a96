import { type ClassTreatment, type SmscDefinition, smscSettingsSchema, USUAL_TREATMENTS } from '@smpp-connect/contracts'

/** An SMSC definition for tests: the defaults, and what is handed in. */
export function definition(given: Partial<SmscDefinition> = {}): SmscDefinition {
  const settings = smscSettingsSchema.parse({
    name: 'Test SMSC',
    host: '127.0.0.1',
    systemId: 'connect',
    defaultSender: '60777',
  })
  return { ...settings, id: 'smsc_test', version: 1, createdAtMs: 0, updatedAtMs: 0, ...given }
}

/** All classes treated as usual, but for what is handed in. */
export function treatment(given: Partial<ClassTreatment>): SmscDefinition['classes'] {
  const { code, transactional, bulk } = USUAL_TREATMENTS
  return { code: { ...code, ...given }, transactional: { ...transactional, ...given }, bulk: { ...bulk, ...given } }
}
