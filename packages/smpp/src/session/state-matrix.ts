import { commandSpec } from '../codec/commands.ts'
import type { CommandName } from '../codec/model/pdu.ts'
import type { Role, SmppVersion, StateName } from '../codec/tables/spec-types.ts'

/** Whether a side may send a command; and if not, why, with the section of the specification. */
export type Legality = { readonly allowed: true } | { readonly allowed: false; readonly reason: string }

const allowed: Legality = { allowed: true }

/**
 * Whether `role` may send `command` in `state` under `version` (3.4 table 2-1, 5.0 section 2.4). 3.3 had no table of its
 * own: what it defines follows that of 3.4.
 */
export function maySend(command: CommandName, role: Role, state: StateName, version: SmppVersion): Legality {
  const spec = commandSpec(command)
  if (!spec.versions.includes(version)) {
    return {
      allowed: false,
      reason: `${command} does not exist in SMPP ${version}, only in ${spec.versions.join(', ')}`,
    }
  }
  const states = spec.states[version] ?? spec.states['3.4'] ?? spec.states['3.3']
  if (states === undefined || states[role].includes(state)) return allowed
  return { allowed: false, reason: notAllowed(command, role, state, version, states[role]) }
}

function notAllowed(
  command: CommandName,
  role: Role,
  state: StateName,
  version: SmppVersion,
  states: readonly StateName[],
): string {
  const side = role === 'esme' ? 'an ESME' : 'a message centre'
  const section = version === '5.0' ? '5.0 section 2.4' : '3.4 section 2.3'
  if (states.length === 0) return `${side} never sends ${command} (${section})`
  return `${side} may not send ${command} in state ${state}, only in ${states.join(', ')} (${section})`
}

const cache = new Map<string, boolean>()

/**
 * Whether to take a command that the peer sent: yes if any version lets `role` send it in `state`. What a peer announces
 * and what it does differ in the field, so this side is as tolerant as the tables allow. enquire_link and generic_nack
 * are taken always (5.0 section 2.4; message centres send them before the bind is answered).
 */
export function mayReceive(command: CommandName, role: Role, state: StateName): boolean {
  const key = `${command} ${role} ${state}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const spec = commandSpec(command)
  const verdict =
    command === 'enquire_link' ||
    command === 'generic_nack' ||
    Object.keys(spec.states).length === 0 ||
    Object.values(spec.states).some((states) => states[role].includes(state))
  cache.set(key, verdict)
  return verdict
}

/** The version both sides speak: the lower of what they announced (3.4 section 5.2.4). */
export function negotiatedVersion(esmeInterfaceVersion: number, scInterfaceVersion: number | undefined): SmppVersion {
  // Without sc_interface_version the message centre would be a 3.3 one by the book; in the field such centres use TLVs
  // all the same, so what the ESME announced stands.
  const lower = Math.min(esmeInterfaceVersion, scInterfaceVersion ?? esmeInterfaceVersion)
  if (lower >= 0x50) return '5.0'
  return lower >= 0x34 ? '3.4' : '3.3'
}
