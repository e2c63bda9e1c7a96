import type { SubmitOrder } from '@smpp-connect/contracts'
import { type Log, seededRandom, silentLog } from '@smpp-connect/kernel'
import { type ContractVersion, EdgeLink, type EdgeView, LinkHub, type LostVerdicts } from '@smpp-connect/link'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { FakeEdge } from './fake-edge.ts'
import { FakeManager } from './fake-manager.ts'
import { MemoryConnection } from './memory-connection.ts'
import { definition, SMSC } from './traffic.ts'

export const EDGE = { role: 'edge', id: 'london', serial: 'E1' } as const
export const MANAGER = { role: 'manager', id: 'main', serial: 'M1' } as const

export interface WorldOptions {
  readonly seed?: number
  readonly pieceOctets?: number
  readonly edgeContract?: ContractVersion
  readonly hubContract?: ContractVersion
  readonly lostAfterMs?: number
  readonly edgeLog?: Log
}

/** An edge and a manager with a link in memory between them, on virtual time. */
export class World {
  readonly clock = new VirtualClock()
  readonly manager = new FakeManager()
  readonly views: EdgeView[] = []
  readonly lost: LostVerdicts[] = []
  readonly revoked: (readonly string[])[] = []
  hub: LinkHub
  link: EdgeLink
  edge: FakeEdge
  atEdge: MemoryConnection | undefined
  atManager: MemoryConnection | undefined
  readonly #options: WorldOptions
  #processes = 0
  #mostPending = 0
  /** Spoils each connection before it is used. */
  doctor: ((atEdge: MemoryConnection, atManager: MemoryConnection) => void) | undefined

  constructor(options: WorldOptions = {}) {
    this.#options = options
    this.hub = this.newHub()
    ;[this.link, this.edge] = this.newEdge()
  }

  /** Another process of the manager; the store (the fake manager) stays. */
  newHub(): LinkHub {
    const { hubContract, lostAfterMs, seed = 1 } = this.#options
    this.hub = new LinkHub({
      manager: () => this.manager,
      assigned: (edgeId, { name }) => !name.includes(' for ') || name.endsWith(` for ${edgeId}`),
      productVersion: '0.1.0',
      clock: this.clock,
      random: seededRandom(seed * 1_000 + ++this.#processes),
      log: silentLog,
      onChange: (view) => this.views.push(view),
      onLostVerdicts: (lost) => this.lost.push(lost),
      ...(lostAfterMs !== undefined && { lostAfterMs }),
      ...(hubContract && { contract: hubContract }),
    })
    this.hub.expect(EDGE.id)
    this.hub.applyDefinitions([definition(SMSC)])
    return this.hub
  }

  /** Another process of the edge. */
  newEdge(): readonly [EdgeLink, FakeEdge] {
    const { edgeContract, edgeLog = silentLog, seed = 1 } = this.#options
    this.link = new EdgeLink({
      edgeId: EDGE.id,
      productVersion: '0.1.0',
      clock: this.clock,
      random: seededRandom(seed * 1_000 + ++this.#processes),
      log: edgeLog,
      onRevoked: (serials) => this.revoked.push(serials),
      ...(edgeContract && { contract: edgeContract }),
    })
    this.edge = new FakeEdge(this.link)
    this.link.join(this.edge)
    return [this.link, this.edge]
  }

  /** The most that ever waited on one side for the other to read. */
  get mostPending(): number {
    return Math.max(this.#mostPending, this.atEdge?.mostPending ?? 0, this.atManager?.mostPending ?? 0)
  }

  async connect(): Promise<void> {
    this.#mostPending = this.mostPending
    ;[this.atEdge, this.atManager] = MemoryConnection.pair(EDGE, MANAGER, this.#options.pieceOctets)
    this.doctor?.(this.atEdge, this.atManager)
    this.hub.accept(this.atManager)
    this.link.accept(this.atEdge)
    await settle(20)
  }

  /** As the edge sees it. */
  get isUp(): boolean {
    return this.link.state.kind === 'up'
  }

  /** Hands over orders as a lane does: for credit. */
  submit(...orders: readonly SubmitOrder[]): void {
    for (const { smscId } of orders) this.manager.revokeCredit(smscId, 1)
    this.hub.submit(orders)
  }

  /** Cuts it as a network does that says so. */
  async cut(): Promise<void> {
    this.atEdge?.destroy('cut')
    await settle(20)
  }
}
