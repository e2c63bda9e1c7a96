import type { VerificationSlice } from '@smpp-connect/contracts'

/** Where a store is looked at: through a running Connect, or straight in its data folder. */
export interface Slices {
  /** Which store it is, for people. */
  readonly where: string
  /** How many messages there are about now, for the progress. */
  total(): Promise<number>
  /** The slice after that position; 0 to begin. */
  next(after: number): Promise<VerificationSlice>
}

/** Messages in a slice: short enough that each takes a moment, long enough that there are not many. */
export const SLICE_MESSAGES = 500
