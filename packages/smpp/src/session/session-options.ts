import type { SmppVersion } from '../codec/tables/spec-types.ts'
import type { TlvDictionary } from '../codec/tlv-dictionary.ts'
import type { Clock } from './clock.ts'
import { type Pace, Pacer } from './pacer.ts'
import { maxSequenceNumber } from './sequence.ts'
import { type SessionTimers, sessionTimers } from './timers.ts'
import type { TraceHook } from './trace.ts'

/** Options of a session, the same for clients and servers. */
export interface SessionOptions {
  readonly timers?: Partial<SessionTimers> | undefined
  /** Requests that may be unanswered at a time, 1 to 100,000. Default 10. */
  readonly windowSize?: number | undefined
  /** Requests that may wait for the window and the pacer. Default 10,000. */
  readonly maxWaiting?: number | undefined
  /** How fast requests may leave; no limit unless told. */
  readonly pace?: Pace | undefined
  /** Requests of the peer that are handled at a time. Default 100. */
  readonly maxConcurrentRequests?: number | undefined
  /** Requests of the peer that may wait to be handled; further ones get a temporary error. Default 1,000. */
  readonly maxWaitingRequests?: number | undefined
  /** Longest PDU accepted, in octets. Default 65,536. */
  readonly maxPduOctets?: number | undefined
  /** Octets that may wait for a peer that does not read, before nothing more is read from it. Default 1 MiB. */
  readonly maxOutgoingOctets?: number | undefined
  /** Unanswered requests remembered for late answers. Default 10,000. */
  readonly maxRememberedRequests?: number | undefined
  /** First sequence number. Default 1. */
  readonly firstSequenceNumber?: number | undefined
  /** interface_version to announce: 0x33, 0x34 (default) or 0x50 (3.4 section 5.2.4). */
  readonly interfaceVersion?: number | undefined
  /**
   * Whose limits outgoing PDUs keep. Default `session`: those of the version agreed on. An answer with a longer field leaves
   * all the same, or a message that was taken would be refused for its id.
   */
  readonly encodeVersion?: SmppVersion | 'session' | 'widest' | undefined
  /** TLVs with names; the standard ones unless told. */
  readonly tlvs?: TlvDictionary | undefined
  /**
   * True: the password of a bind or outbind that this side sends may have up to 64 characters, as providers give them out.
   * The specification allows 8 (3.4 section 5.2.2), and so does this side unless told. Longer ones are accepted always.
   */
  readonly longPassword?: boolean | undefined
  readonly clock?: Clock | undefined
  /** Told of every PDU, passwords masked. */
  readonly onTrace?: TraceHook | undefined
  /** True: passwords are not masked in traces. */
  readonly traceSecrets?: boolean | undefined
}

/** Throws a RangeError that names the first option which makes no sense. */
export function checkSessionOptions(options: SessionOptions): void {
  sessionTimers(options.timers)
  new Pacer(options.pace, 0)
  checkRange('windowSize', options.windowSize, 1, 100_000)
  checkRange('maxWaiting', options.maxWaiting, 0, 10_000_000)
  checkRange('maxConcurrentRequests', options.maxConcurrentRequests, 1, 1_000_000)
  checkRange('maxWaitingRequests', options.maxWaitingRequests, 0, 1_000_000)
  checkRange('maxPduOctets', options.maxPduOctets, 16, 0x7fff_ffff)
  checkRange('maxOutgoingOctets', options.maxOutgoingOctets, 1, 0x7fff_ffff)
  checkRange('maxRememberedRequests', options.maxRememberedRequests, 0, 1_000_000)
  checkRange('firstSequenceNumber', options.firstSequenceNumber, 1, maxSequenceNumber)
  checkRange('interfaceVersion', options.interfaceVersion, 0, 0xff)
}

/** Throws a RangeError unless the value is a whole number within limits, or absent. */
export function checkRange(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, not ${value}`)
}
