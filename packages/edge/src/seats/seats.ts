import type { Seat } from '@smpp-connect/contracts'

/** Which binds this edge may hold. */
export interface Seats {
  /** Whether the binds of this seat are to be there. */
  holds(seat: Seat): boolean
  /** Whether anything may still be written on them. */
  mayWrite(seat: Seat): boolean
}
