import type { Connection, ConnectionEvents, PeerName } from '@smpp-connect/link'

/** What a network does to what goes one way. */
export type Way = 'open' | 'stalled' | 'lost'

/**
 * One end of a connection in memory. Each way can be stalled (octets wait, as they do for a peer that does not read) or lost
 * (they vanish, and the end of the connection with them). Octets arrive in pieces of `pieceOctets` at most.
 */
export class MemoryConnection implements Connection {
  readonly from: string
  readonly peer: PeerName
  #events: ConnectionEvents | undefined
  #other: MemoryConnection | undefined
  #queue: Uint8Array[] = []
  #scheduled = false
  #ending = false
  #closed = false
  #way: Way = 'open'
  readonly #pieceOctets: number
  /** Changes what is written here, piece by piece: a planted bug. */
  spoil: ((octets: Uint8Array) => Uint8Array) | undefined
  /** Most that ever waited here. */
  mostPending = 0

  constructor(peer: PeerName, pieceOctets: number) {
    this.peer = peer
    this.from = `memory ${peer.id}`
    this.#pieceOctets = pieceOctets
  }

  /** The two ends: what the edge holds, and what the manager holds. */
  static pair(edge: PeerName, manager: PeerName, pieceOctets = 65_536): readonly [MemoryConnection, MemoryConnection] {
    const atEdge = new MemoryConnection(manager, pieceOctets)
    const atManager = new MemoryConnection(edge, pieceOctets)
    atEdge.#other = atManager
    atManager.#other = atEdge
    return [atEdge, atManager]
  }

  get isClosed(): boolean {
    return this.#closed
  }

  get pendingOctets(): number {
    return this.#queue.reduce((sum, { length }) => sum + length, 0)
  }

  attach(events: ConnectionEvents): void {
    this.#events = events
  }

  write(octets: Uint8Array): void {
    if (this.#closed) return
    const sent = this.spoil?.(octets) ?? octets
    for (let at = 0; at < sent.length; at += this.#pieceOctets) {
      this.#queue.push(sent.slice(at, at + this.#pieceOctets))
    }
    this.mostPending = Math.max(this.mostPending, this.pendingOctets)
    this.#flow()
  }

  /** What happens to what leaves here. */
  set way(way: Way) {
    this.#way = way
    this.#flow()
  }

  get isOpenBothWays(): boolean {
    return !this.#closed && this.#way === 'open' && this.#other?.leaves === true
  }

  get leaves(): boolean {
    return this.#way === 'open'
  }

  end(): void {
    this.#ending = true
    this.#flow()
  }

  destroy(reason: string): void {
    if (this.#closed) return
    this.#close(reason)
    if (this.#way === 'open') setImmediate(() => this.#other?.leave())
  }

  arrive(octets: Uint8Array): void {
    if (!this.#closed) this.#events?.data(octets)
  }

  leave(): void {
    this.#close('the other side closed the connection')
  }

  #close(reason: string): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue = []
    this.#events?.closed(reason)
  }

  #flow(): void {
    if (this.#scheduled || this.#way === 'stalled' || this.#closed) return
    if (this.#queue.length === 0 && !this.#ending) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      if (this.#way === 'stalled' || this.#closed) return
      const octets = this.#queue.splice(0)
      if (this.#way === 'open') for (const piece of octets) this.#other?.arrive(piece)
      if (this.#ending && this.#queue.length === 0) {
        if (this.#way === 'open') this.#other?.leave()
        this.#close('closed')
        return
      }
      if (octets.length > 0 && !this.#closed) this.#events?.drained()
      this.#flow()
    })
  }
}
