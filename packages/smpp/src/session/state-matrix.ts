import { commandSpec } from '../codec/commands.ts'
import type { CommandName } from '../codec/model/pdu.ts'
import { COMMANDS } from '../codec/tables/commands.ts'
import type { CommandSpec, Role, SmppVersion, StateName } from '../codec/tables/spec-types.ts'

/** Whether a side may send a command; and if not, why, with the section of the specification. */
export type Legality = { readonly allowed: true } | { readonly allowed: false; readonly reason: string }

const allowed: Legality = { allowed: true }

/** A bit for each state. */
export const stateBit: Readonly<Record<StateName, number>> = {
  OPEN: 1,
  OUTBOUND: 2,
  BOUND_TX: 4,
  BOUND_RX: 8,
  BOUND_TRX: 16,
  UNBOUND: 32,
  CLOSED: 64,
}
const everyState = 127

/** The states in which each command may be sent, as bits: for quick yes-or-no on the hot path. */
type StateBits = ReadonlyMap<string, number>

function bitsOf(states: readonly StateName[]): number {
  return states.reduce((bits, state) => bits | stateBit[state], 0)
}

/** The states of a command under a version. 3.3 had no table of its own: what it defines follows that of 3.4. */
function statesOf(spec: CommandSpec, version: SmppVersion, role: Role): readonly StateName[] | undefined {
  return (spec.states[version] ?? spec.states['3.4'] ?? spec.states['3.3'])?.[role]
}

function sendable(role: Role, version: SmppVersion): StateBits {
  const bits = new Map<string, number>()
  for (const spec of COMMANDS as readonly CommandSpec[]) {
    if (!spec.versions.includes(version)) continue
    const states = statesOf(spec, version, role)
    // The six requests that only 3.3 has are in no table of states.
    bits.set(spec.name, states === undefined ? everyState & ~stateBit.CLOSED : bitsOf(states))
  }
  return bits
}

const sendableBy: Readonly<Record<Role, Readonly<Record<SmppVersion, StateBits>>>> = {
  esme: { '3.3': sendable('esme', '3.3'), '3.4': sendable('esme', '3.4'), '5.0': sendable('esme', '5.0') },
  mc: { '3.3': sendable('mc', '3.3'), '3.4': sendable('mc', '3.4'), '5.0': sendable('mc', '5.0') },
}

/** Whether `role` may send `command` in `state` under `version` (3.4 table 2-1, 5.0 section 2.4). */
export function maySend(command: CommandName, role: Role, state: StateName, version: SmppVersion): Legality {
  if (((sendableBy[role][version].get(command) ?? 0) & stateBit[state]) !== 0) return allowed
  const spec = commandSpec(command)
  if (!spec.versions.includes(version)) {
    return {
      allowed: false,
      reason: `${command} does not exist in SMPP ${version}, only in ${spec.versions.join(', ')}`,
    }
  }
  return { allowed: false, reason: notAllowed(command, role, state, version, statesOf(spec, version, role) ?? []) }
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

function receivable(role: Role): StateBits {
  const bits = new Map<string, number>()
  for (const { name } of COMMANDS) {
    const always = name === 'enquire_link' || name === 'generic_nack'
    const { '3.3': old, '3.4': usual, '5.0': latest } = sendableBy[role]
    bits.set(name, always ? everyState : (old.get(name) ?? 0) | (usual.get(name) ?? 0) | (latest.get(name) ?? 0))
  }
  return bits
}

const receivableFrom: Readonly<Record<Role, StateBits>> = { esme: receivable('esme'), mc: receivable('mc') }

/**
 * Whether to take a command that the peer sent: yes if any version lets `role` send it in `state`. What a peer announces
 * and what it does differ in the field, so this side is as tolerant as the tables allow. enquire_link and generic_nack
 * are taken always (5.0 section 2.4; message centres send them before the bind is answered).
 */
export function mayReceive(command: CommandName, role: Role, state: StateName): boolean {
  return (receivableStates(command, role) & stateBit[state]) !== 0
}

/** The states in which `mayReceive` says yes, as bits. */
export function receivableStates(command: CommandName, role: Role): number {
  return receivableFrom[role].get(command) ?? 0
}

/** The version both sides speak: the lower of what they announced (3.4 section 5.2.4). */
export function negotiatedVersion(esmeInterfaceVersion: number, scInterfaceVersion: number | undefined): SmppVersion {
  // Without sc_interface_version the message centre would be a 3.3 one by the book; in the field such centres use TLVs
  // all the same, so what the ESME announced stands.
  const lower = Math.min(esmeInterfaceVersion, scInterfaceVersion ?? esmeInterfaceVersion)
  if (lower >= 0x50) return '5.0'
  return lower >= 0x34 ? '3.4' : '3.3'
}
