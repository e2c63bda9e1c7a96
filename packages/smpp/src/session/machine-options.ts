import type { Role, SmppVersion } from '../codec/tables/spec-types.ts'
import type { TlvDictionary } from '../codec/tlv-dictionary.ts'
import type { Pace } from './pacer.ts'
import type { SessionTimers } from './timers.ts'

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
