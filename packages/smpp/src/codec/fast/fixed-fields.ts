/** A message of no octets. */
export const NO_OCTETS: Uint8Array = new Uint8Array(0)

/** The command_status of the frame that begins at `start`. */
export function readStatus(f: Uint8Array, start: number): number {
  return ((f[start + 8]! << 24) | (f[start + 9]! << 16) | (f[start + 10]! << 8) | f[start + 11]!) >>> 0
}

/** The sequence_number of the frame that begins at `start`. */
export function readSequence(f: Uint8Array, start: number): number {
  return ((f[start + 12]! << 24) | (f[start + 13]! << 16) | (f[start + 14]! << 8) | f[start + 15]!) >>> 0
}

/** Writes a header (3.4 section 3.2). */
export function writeHeader(
  o: Uint8Array,
  at: number,
  length: number,
  id: number,
  status: number,
  sequence: number,
): void {
  o[at] = length >>> 24
  o[at + 1] = length >>> 16
  o[at + 2] = length >>> 8
  o[at + 3] = length
  o[at + 4] = id >>> 24
  o[at + 5] = id >>> 16
  o[at + 6] = id >>> 8
  o[at + 7] = id
  o[at + 8] = status >>> 24
  o[at + 9] = status >>> 16
  o[at + 10] = status >>> 8
  o[at + 11] = status
  o[at + 12] = sequence >>> 24
  o[at + 13] = sequence >>> 16
  o[at + 14] = sequence >>> 8
  o[at + 15] = sequence
}
