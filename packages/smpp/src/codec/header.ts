/** Octets of a PDU header: the four 32-bit fields of 3.4 section 3.2. */
export const HEADER_OCTETS = 16

/** The header of a PDU (3.4 section 3.2). */
export type PduHeader = {
  readonly commandLength: number
  readonly commandId: number
  readonly commandStatus: number
  readonly sequenceNumber: number
}

/** Reads a header. The caller has checked that 16 octets are there. */
export function readHeader(octets: Uint8Array, offset = 0): PduHeader {
  return {
    commandLength: readUint32(octets, offset),
    commandId: readUint32(octets, offset + 4),
    commandStatus: readUint32(octets, offset + 8),
    sequenceNumber: readUint32(octets, offset + 12),
  }
}

/** A big-endian unsigned 32-bit integer. */
export function readUint32(octets: Uint8Array, at: number): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0
}
