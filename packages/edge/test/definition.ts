import { type SmscDefinition, smscSettingsSchema } from '@smpp-connect/contracts'

/** An SMSC definition for tests: the defaults, and what is handed in. */
export function definition(given: Partial<SmscDefinition> = {}): SmscDefinition {
  const settings = smscSettingsSchema.parse({
    name: 'Test SMSC',
    host: 'memory',
    systemId: 'connect',
    password: 'secret',
    defaultSender: '60777',
  })
  return { ...settings, id: 'smsc_test', version: 1, createdAtMs: 0, updatedAtMs: 0, ...given }
}
