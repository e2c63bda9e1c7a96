import { type Clock, machineClock } from '../session/clock.ts'
import type { Listen } from './listen.ts'
import type { Dial, PeerAddress, Transport, TransportEnd, TransportHandler } from './transport.ts'

/** How an in-memory pipe behaves. */
export interface MemoryPipeOptions {
  readonly clock?: Clock | undefined
  /** Time from one end to the other. Default 0: delivered at once, without the clock. */
  readonly latencyMs?: number | undefined
  /** Most octets per delivery: 1 shows what a reader does when every octet comes alone. Default: as they were written. */
  readonly maxChunkOctets?: number | undefined
  /** Octets that may be under way or unread before a write is busy. Default 65,536. */
  readonly capacityOctets?: number | undefined
}

/** One connection in memory, with the faults of a real one at hand. */
export class MemoryPipe {
  readonly left: Transport
  readonly right: Transport
  readonly #left: MemoryEnd
  readonly #right: MemoryEnd

  constructor(options: MemoryPipeOptions = {}, names: readonly [PeerAddress, PeerAddress] = [unnamed, unnamed]) {
    this.#left = new MemoryEnd(options, names[1])
    this.#right = new MemoryEnd(options, names[0])
    this.#left.join(this.#right)
    this.#right.join(this.#left)
    this.left = this.#left
    this.right = this.#right
  }

  /** Both ends see the connection break; octets under way are lost. */
  cut(): void {
    const reset: TransportEnd = { kind: 'failed', reason: 'the connection broke', code: 'ECONNRESET' }
    this.#left.fail(reset)
    this.#right.fail(reset)
  }

  /** From now on nothing arrives in either direction, and neither end is told: a half-open connection. */
  freeze(): void {
    this.#left.freeze()
    this.#right.freeze()
  }
}

const unnamed: PeerAddress = { address: 'memory', port: 0 }

class MemoryEnd implements Transport {
  readonly peer: PeerAddress
  readonly secure = false
  readonly #clock: Clock
  readonly #latencyMs: number
  readonly #maxChunkOctets: number
  readonly #capacityOctets: number
  #other!: MemoryEnd
  #handler: TransportHandler | undefined
  /** What has arrived and was not read yet; undefined marks the orderly end. */
  #arrived: (Uint8Array | undefined)[] = []
  /** Octets this end has written and the other has not read. */
  #unreadOctets = 0
  #busy = false
  #paused = false
  #frozen = false
  #closed = false
  #delivering = false

  constructor(options: MemoryPipeOptions, peer: PeerAddress) {
    this.peer = peer
    this.#clock = options.clock ?? machineClock
    this.#latencyMs = options.latencyMs ?? 0
    this.#maxChunkOctets = options.maxChunkOctets ?? Number.POSITIVE_INFINITY
    this.#capacityOctets = options.capacityOctets ?? 65_536
  }

  join(other: MemoryEnd): void {
    this.#other = other
  }

  open(handler: TransportHandler): void {
    this.#handler = handler
    this.#deliverSoon()
  }

  write(octets: Uint8Array): boolean {
    if (this.#busy) throw new Error('a write is under way')
    if (this.#closed) return true
    this.#unreadOctets += octets.length
    this.#travel(octets.slice())
    this.#busy = this.#unreadOctets > this.#capacityOctets
    return !this.#busy
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.#deliverSoon()
  }

  end(): void {
    if (this.#closed) return
    this.#travel(undefined)
    this.#close({ kind: 'local', reason: 'closed by this side' })
  }

  destroy(): void {
    if (this.#closed) return
    this.#travel(undefined)
    this.#close({ kind: 'local', reason: 'closed by this side' })
  }

  fail(end: TransportEnd): void {
    this.#close(end)
  }

  freeze(): void {
    this.#frozen = true
  }

  #travel(octets: Uint8Array | undefined): void {
    if (this.#frozen) return
    const arrive = (): void => this.#other.#arrive(octets)
    if (this.#latencyMs > 0) this.#clock.after(this.#latencyMs, arrive)
    else arrive()
  }

  #arrive(octets: Uint8Array | undefined): void {
    if (this.#closed || this.#frozen) return
    this.#arrived.push(octets)
    this.#deliverSoon()
  }

  #deliverSoon(): void {
    if (this.#delivering) return
    this.#delivering = true
    queueMicrotask(() => {
      this.#delivering = false
      this.#deliver()
    })
  }

  #deliver(): void {
    while (this.#arrived.length > 0 && !this.#paused && !this.#closed && this.#handler !== undefined) {
      const octets = this.#arrived.shift()
      if (octets === undefined) {
        this.#close({ kind: 'ended', reason: 'the peer closed the connection' })
        return
      }
      for (let at = 0; at < octets.length; at += this.#maxChunkOctets) {
        if (this.#closed) return
        this.#handler.received(octets.subarray(at, Math.min(octets.length, at + this.#maxChunkOctets)))
      }
      this.#other.#wasRead(octets.length)
    }
  }

  #wasRead(octets: number): void {
    this.#unreadOctets -= octets
    if (!this.#busy || this.#unreadOctets > this.#capacityOctets / 2) return
    this.#busy = false
    queueMicrotask(() => {
      if (!this.#closed) this.#handler?.drained()
    })
  }

  #close(end: TransportEnd): void {
    if (this.#closed) return
    this.#closed = true
    queueMicrotask(() => this.#handler?.closed(end))
  }
}

/** Ports in memory: servers listen on it and clients dial into it, all in one process. */
export class MemoryNetwork {
  readonly #options: MemoryPipeOptions
  readonly #listeners = new Map<number, (transport: Transport) => void>()
  /** Every connection made, in order: for faults. */
  readonly pipes: MemoryPipe[] = []
  #nextPort = 40_000

  constructor(options: MemoryPipeOptions = {}) {
    this.#options = options
  }

  /** A door on a port; 0 is any free one. */
  listen(port = 0): Listen {
    return async (onTransport) => {
      const taken = port === 0 ? this.#nextPort++ : port
      if (this.#listeners.has(taken)) throw networkError('EADDRINUSE', `port ${taken} is in use`)
      this.#listeners.set(taken, onTransport)
      return {
        address: { host: 'memory', port: taken },
        close: async () => {
          this.#listeners.delete(taken)
        },
      }
    }
  }

  /** A way to a port. Fails with ECONNREFUSED while nobody listens there. */
  dial(port: number, from = 'memory'): Dial {
    return async (signal) => {
      signal.throwIfAborted()
      const accept = this.#listeners.get(port)
      if (accept === undefined) throw networkError('ECONNREFUSED', `nobody listens on port ${port}`)
      const names = [
        { address: from, port: this.#nextPort++ },
        { address: 'memory', port },
      ] as const
      const pipe = new MemoryPipe(this.#options, names)
      this.pipes.push(pipe)
      accept(pipe.right)
      return pipe.left
    }
  }
}

function networkError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
