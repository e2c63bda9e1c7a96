import type { Dial, PeerAddress, Transport, TransportHandler } from '@smpp-connect/smpp'

/** Connections that carry nothing once their seat is another's. */
export class Fence {
  readonly #mayWrite: () => boolean
  readonly #transports = new Set<FencedTransport>()

  constructor(mayWrite: () => boolean) {
    this.#mayWrite = mayWrite
  }

  around(dial: Dial): Dial {
    return async (signal) => {
      const transport = new FencedTransport(await dial(signal), this.#mayWrite, () =>
        this.#transports.delete(transport),
      )
      this.#transports.add(transport)
      return transport
    }
  }

  /** Drops what is open, without a word. */
  cut(): void {
    for (const transport of [...this.#transports]) transport.destroy()
  }
}

/**
 * The last check, as near to the socket as can be: whoever was frozen, and wakes up when another edge has been bound for
 * long, comes by here before it writes anything.
 */
class FencedTransport implements Transport {
  readonly #inner: Transport
  readonly #mayWrite: () => boolean
  readonly #onGone: () => void

  constructor(inner: Transport, mayWrite: () => boolean, onGone: () => void) {
    this.#inner = inner
    this.#mayWrite = mayWrite
    this.#onGone = onGone
  }

  get peer(): PeerAddress {
    return this.#inner.peer
  }

  get secure(): boolean {
    return this.#inner.secure
  }

  open(handler: TransportHandler): void {
    this.#inner.open({
      received: (chunk) => handler.received(chunk),
      drained: () => handler.drained(),
      closed: (end) => {
        this.#onGone()
        handler.closed(end)
      },
    })
  }

  write(octets: Uint8Array): boolean {
    if (this.#mayWrite()) return this.#inner.write(octets)
    // Busy for ever: what was handed over stays here, and the connection is gone in a moment.
    this.destroy()
    return false
  }

  pause(): void {
    this.#inner.pause()
  }

  resume(): void {
    this.#inner.resume()
  }

  end(): void {
    // Of TLS this would write an alert.
    if (this.#mayWrite()) this.#inner.end()
    else this.destroy()
  }

  destroy(): void {
    this.#inner.destroy()
  }
}
