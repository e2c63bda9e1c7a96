/** Why a connection is gone. */
export interface TransportEnd {
  /** `ended`: the peer closed in good order; `failed`: reset, time-out or another error; `local`: this side closed it. */
  readonly kind: 'ended' | 'failed' | 'local'
  /** In plain words, without secrets. */
  readonly reason: string
  /** The operating system's or TLS's code, such as `ECONNRESET`, where there is one. */
  readonly code?: string
}

/** What a connection tells its session. */
export interface TransportHandler {
  /** Octets came. The chunk belongs to the handler from now on. */
  received(chunk: Uint8Array): void
  /** The write that was busy has been taken by the operating system: the next one may be handed over. */
  drained(): void
  /** The connection is gone. Called once, and nothing is called after it. */
  closed(end: TransportEnd): void
}

/** The other end's address, as far as it is known. */
export interface PeerAddress {
  /** IP address (after a PROXY header: the client's, not the proxy's), or a name for in-memory pipes. */
  readonly address: string
  readonly port: number
}

/**
 * A connection as small as a session needs it: TCP, TLS and the in-memory pipe look alike.
 *
 * At most one write is under way: after `write` has returned false the caller keeps further octets to itself until
 * `drained`. So octets that were never handed over are known to have stayed here when the connection breaks.
 */
export interface Transport {
  readonly peer: PeerAddress
  /** Whether the octets are encrypted on their way. */
  readonly secure: boolean
  /** Names the handler and starts to deliver. */
  open(handler: TransportHandler): void
  /**
   * Hands octets over. True: taken, the memory may be used again. False: busy, the memory must stay as it is until
   * `drained`. Calling it while busy is an error. The handler is told nothing before this returns.
   */
  write(octets: Uint8Array): boolean
  /** Stops reading: the peer's octets stay in the kernel. */
  pause(): void
  resume(): void
  /** Closes in good order, after what was written. `closed` follows. */
  end(): void
  /** Drops the connection at once. `closed` follows. */
  destroy(): void
}

/** Opens one connection, or says why it could not. Aborting the signal gives up. */
export type Dial = (signal: AbortSignal) => Promise<Transport>
