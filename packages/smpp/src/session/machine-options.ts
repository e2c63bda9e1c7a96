import type { Role, SmppVersion } from '../codec/tables/spec-types.ts'
import type { TlvDictionary } from '../codec/tlv-dictionary.ts'
import type { Pace } from './pacer.ts'
import { checkSessionOptions, type SessionOptions } from './session-options.ts'
import { type SessionTimers, sessionTimers } from './timers.ts'

/** What a session machine is built with; `SessionOptions` says what each means. */
export interface MachineOptions {
  readonly role: Role
  readonly timers: SessionTimers
  readonly windowSize: number
  readonly maxWaiting: number
  readonly pace: Pace | undefined
  readonly maxPduOctets: number
  readonly firstSequenceNumber: number
  readonly maxRememberedRequests: number
  readonly interfaceVersion: number
  readonly encodeVersion: SmppVersion | 'session' | 'widest'
  readonly tlvs: TlvDictionary | undefined
  readonly longPassword?: boolean | undefined
  readonly trace: boolean
}

const known: Readonly<Record<Role, WeakMap<SessionOptions, MachineOptions>>> = {
  esme: new WeakMap(),
  mc: new WeakMap(),
}

/**
 * Session options with their defaults. A server hands the same options to each of its sessions: they are checked and
 * worked out once. Throws a RangeError that names an option which makes no sense.
 */
export function machineOptions(role: Role, options: SessionOptions): MachineOptions {
  let settings = known[role].get(options)
  if (settings === undefined) {
    checkSessionOptions(options)
    settings = withDefaults(role, options)
    known[role].set(options, settings)
  }
  return settings
}

function withDefaults(role: Role, options: SessionOptions): MachineOptions {
  return {
    role,
    timers: sessionTimers(options.timers),
    windowSize: options.windowSize ?? 10,
    maxWaiting: options.maxWaiting ?? 10_000,
    pace: options.pace,
    maxPduOctets: options.maxPduOctets ?? 65_536,
    firstSequenceNumber: options.firstSequenceNumber ?? 1,
    maxRememberedRequests: options.maxRememberedRequests ?? 10_000,
    interfaceVersion: options.interfaceVersion ?? 0x34,
    encodeVersion: options.encodeVersion ?? 'session',
    tlvs: options.tlvs,
    longPassword: options.longPassword,
    trace: options.onTrace !== undefined,
  }
}
