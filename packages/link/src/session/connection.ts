/** Who is at the other end, by its certificate. */
export interface PeerName {
  readonly role: 'edge' | 'manager'
  readonly id: string
  /** Serial number of its certificate, hexadecimal, upper case; empty where there is none (tests in memory). */
  readonly serial: string
}

export interface ConnectionEvents {
  /** Octets came. They may be kept. */
  data(octets: Uint8Array): void
  /** What was handed over has left: there is room again. */
  drained(): void
  /** Once, and the last call. `reason` is for people. */
  closed(reason: string): void
}

/** A stream of octets in both directions to a peer that has proved who it is. */
export interface Connection {
  readonly peer: PeerName
  /** For people: address and port. */
  readonly from: string
  /** Octets handed over that the machine has not taken yet. */
  readonly pendingOctets: number
  attach(events: ConnectionEvents): void
  write(octets: Uint8Array): void
  /** Closes once what was written has left. */
  end(): void
  /** Closes at once. */
  destroy(reason: string): void
}
