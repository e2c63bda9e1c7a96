import { HEADER_OCTETS, readUint32 } from '../codec/header.ts'

/** One PDU as it passed, for logs, traces and captures. */
export interface TraceEvent {
  readonly direction: 'in' | 'out'
  /** The octets of the whole PDU. In bind requests and outbind the password is overwritten with `*` unless told otherwise. */
  readonly octets: Uint8Array
  /** Monotonic time in milliseconds. */
  readonly atMs: number
}

/** Told of every PDU. Must not throw and must be quick: it runs between reading and answering. */
export type TraceHook = (event: TraceEvent) => void

/** A copy of the octets with the password masked, for bind requests and outbind; others as they are. */
export function maskPassword(octets: Uint8Array): Uint8Array {
  const commandId = octets.length < HEADER_OCTETS ? 0 : readUint32(octets, 4)
  // bind_receiver, bind_transmitter, bind_transceiver, outbind: system_id, then password (3.4 section 4.1).
  if (commandId !== 1 && commandId !== 2 && commandId !== 9 && commandId !== 0x0b) return octets
  const masked = octets.slice()
  const start = masked.indexOf(0, HEADER_OCTETS)
  if (start < 0) return masked
  const end = masked.indexOf(0, start + 1)
  masked.fill(0x2a, start + 1, end < 0 ? masked.length : end)
  return masked
}
