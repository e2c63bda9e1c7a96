import type { PeerAddress, Transport, TransportEnd, TransportHandler } from '@smpp-connect/smpp'

/** Octets from the beginning that are kept, to be shown. */
const KEPT_OCTETS = 64

/** A connection that remembers how it began and how it ended. */
export class TappedTransport implements Transport {
  readonly #inner: Transport
  readonly #first: number[] = []
  readonly #stirred = Promise.withResolvers<void>()
  #ended: TransportEnd | undefined

  constructor(inner: Transport) {
    this.#inner = inner
  }

  /** The first octets that came. */
  get first(): Uint8Array {
    return Uint8Array.from(this.#first)
  }

  /** How it ended, once it has. */
  get ended(): TransportEnd | undefined {
    return this.#ended
  }

  /** Resolves when the peer has said anything, or is gone. */
  get stirred(): Promise<void> {
    return this.#stirred.promise
  }

  get peer(): PeerAddress {
    return this.#inner.peer
  }

  get secure(): boolean {
    return this.#inner.secure
  }

  open(handler: TransportHandler): void {
    this.#inner.open({
      received: (chunk) => {
        this.#first.push(...chunk.subarray(0, KEPT_OCTETS - this.#first.length))
        handler.received(chunk)
        this.#stirred.resolve()
      },
      drained: () => handler.drained(),
      closed: (end) => {
        this.#ended = end
        handler.closed(end)
        this.#stirred.resolve()
      },
    })
  }

  write(octets: Uint8Array): boolean {
    return this.#inner.write(octets)
  }

  pause(): void {
    this.#inner.pause()
  }

  resume(): void {
    this.#inner.resume()
  }

  /** Does not wait for the peer to close its side: all that is of interest has been said. */
  end(): void {
    this.#inner.end()
    setImmediate(() => this.#inner.destroy())
  }

  destroy(): void {
    this.#inner.destroy()
  }
}
