/** Highest sequence number a sender may use (3.4 section 3.2, 5.0 section 3.2.1.4); the next one is 1. */
export const maxSequenceNumber = 0x7fff_ffff

/** The sequence number after `current`: 1 to 0x7FFFFFFF, then 1 again. Zero is left to generic_nack. */
export function sequenceAfter(current: number): number {
  return current >= maxSequenceNumber || current < 1 ? 1 : current + 1
}
