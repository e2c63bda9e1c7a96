import type { SmscDefinition } from '@smpp-connect/contracts'

/** Settings that a bind was made with: another value needs another bind. All others take effect in place or elsewhere. */
const OF_THE_BIND = [
  'host',
  'port',
  'tls',
  'systemId',
  'password',
  'systemType',
  'bindMode',
  'interfaceVersion',
  'addressRange',
] as const satisfies readonly (keyof SmscDefinition)[]

/**
 * What a changed definition asks of its binds: a new pace or window applies in place, a new password or host needs the
 * old bind drained and a new one made, and disabling ends them.
 */
export function whatChanged(
  before: SmscDefinition | undefined,
  after: SmscDefinition | undefined,
): 'start' | 'end' | 'rebind' | 'in-place' | 'nothing' {
  const was = before?.enabled ?? false
  const is = after?.enabled ?? false
  if (!was && !is) return 'nothing'
  if (!before || !was) return 'start'
  if (!after || !is) return 'end'
  if (OF_THE_BIND.some((key) => before[key] !== after[key])) return 'rebind'
  return before.version === after.version ? 'nothing' : 'in-place'
}
