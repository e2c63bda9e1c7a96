import {
  type BindTrialAnswer,
  type BindTrialOrder,
  type BlockedPair,
  type EdgePort,
  type EdgeRole,
  type ManagerPort,
  type OperationAnswer,
  type OperationOrder,
  roleHolds,
  type SmscDefinition,
  type SmscId,
  type SubmitOrder,
} from '@smpp-connect/contracts'
import type { Clock, Log, Random } from '@smpp-connect/kernel'
import type { Connection, PeerName } from '../session/connection.ts'
import { judgeHello } from '../session/judge-hello.ts'
import { SILENCE_MS } from '../session/keep-alive.ts'
import { Session } from '../session/session.ts'
import { CONTRACT, type ContractVersion } from '../wire/contract-version.ts'
import { edgeRoleOf } from '../wire/edge-role.ts'
import type { Hello } from '../wire/link.generated.ts'
import type { Renewer } from './answer-renewal.ts'
import type { SeatAsker } from './answer-seats.ts'
import { EdgePeer, type EdgeView, type LostVerdicts } from './edge-peer.ts'
import { Settler } from './settler.ts'

export interface LinkHubOptions {
  /** What answers, texts and states of an edge are handed to; undefined: of none of them. */
  readonly manager: (edgeId: string | undefined) => ManagerPort
  /** Whether the edge may hold binds of this definition; it gets no other, and no secret of another. */
  readonly assigned: (edgeId: string, definition: SmscDefinition, role: EdgeRole | null) => boolean
  readonly productVersion: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onChange?: (view: EdgeView) => void
  readonly onLostVerdicts?: (lost: LostVerdicts) => void
  /** A new certificate for an edge whose own will end. */
  readonly renew?: Renewer
  /** An edge has shown that it has this certificate, and uses it. */
  readonly onCertificate?: (edgeId: string, serial: string) => void
  /** Which binds an edge may hold; without it none is told. */
  readonly seats?: SeatAsker
  /** How long an edge may be away before its open orders count as uncertain; 5 minutes when left out. */
  readonly lostAfterMs?: number
  /** For tests of versions apart. */
  readonly contract?: ContractVersion | undefined
}

const LOST_AFTER_MS = 5 * 60_000

/**
 * The manager's end of the links to all its edges, each by its id. To the manager it is one edge: definitions go to those
 * they are assigned to, orders to one that gave credit for their SMSC, blocks to all, questions to one that is bound.
 */
export class LinkHub implements EdgePort {
  readonly #options: LinkHubOptions
  readonly #contract: ContractVersion
  readonly #producerId: string
  readonly #peers = new Map<string, EdgePeer>()
  readonly #nobody: Settler
  #definitions: readonly SmscDefinition[] = []
  #revoked: ReadonlySet<string> = new Set()
  #authorities: readonly Uint8Array<ArrayBuffer>[] = []
  #stopped = false
  /** Connections that have not said who they are. */
  readonly #greeting = new Set<Session>()

  constructor(options: LinkHubOptions) {
    this.#options = options
    this.#contract = options.contract ?? CONTRACT
    this.#producerId = Buffer.from(options.random.octets(16)).toString('hex')
    const { clock, log } = options
    this.#nobody = new Settler({ manager: options.manager(undefined), clock, log })
  }

  /** An edge that is to be there, so that it is shown, and has its definitions ready, before it first connects. */
  expect(edgeId: string): EdgePeer {
    const known = this.#peers.get(edgeId)
    if (known) return known
    const { manager, clock, log, onChange, onLostVerdicts, onCertificate, renew, seats, lostAfterMs } = this.#options
    const peer = new EdgePeer({
      edgeId,
      producerId: this.#producerId,
      manager: manager(edgeId),
      clock,
      log: log.with({ edgeId }),
      lostAfterMs: lostAfterMs ?? LOST_AFTER_MS,
      onChange: onChange ?? (() => {}),
      onLostVerdicts: onLostVerdicts ?? (() => {}),
      onCertificate: onCertificate ?? (() => {}),
      renew: renew ?? (async () => ({ kind: 'refused', reason: 'this manager signs no certificates' })),
      seats: seats ?? (async () => []),
    })
    this.#peers.set(edgeId, peer)
    peer.applyDefinitions(this.#definitionsOf(edgeId, null))
    return peer
  }

  /** An edge that is no more: what it had is uncertain, its link is closed. */
  forget(edgeId: string): void {
    const peer = this.#peers.get(edgeId)
    this.#peers.delete(edgeId)
    peer?.stop()
    peer?.giveUp('the edge was removed')
  }

  /** Has an edge ask for its seats at once. */
  poke(edgeId: string): void {
    this.#peers.get(edgeId)?.poke()
  }

  /** Another edge has the binds of this one with an SMSC, whose time for them was over. */
  passed(edgeId: string, smscId: SmscId): void {
    this.#peers.get(edgeId)?.passed(smscId)
  }

  edge(edgeId: string): EdgePort | undefined {
    return this.#peers.get(edgeId)
  }

  get views(): readonly EdgeView[] {
    return [...this.#peers.values()].map(({ view }) => view)
  }

  /** Begins to listen to a connection whose peer has proved to be an edge. */
  accept(connection: Connection): Session {
    const { clock, log } = this.#options
    const session: Session = new Session({
      connection,
      clock,
      log,
      events: {
        greeted: (hello) => {
          this.#greeting.delete(session)
          this.#greeted(session, hello)
        },
        came: (kind, reply) => this.#peers.get(connection.peer.id)?.came(kind, reply),
        ended: (end) => {
          this.#greeting.delete(session)
          log.debug('link session ended', { edgeId: connection.peer.id, code: end.code, reason: end.text })
          this.#peers.get(connection.peer.id)?.ended(session, end)
        },
      },
    })
    this.#greeting.add(session)
    if (this.#stopped) session.end('stopping', 'the manager stops')
    return session
  }

  /** All certificates that count no more: links that stand on one are closed, the edges are told. */
  setRevoked(serials: readonly string[]): void {
    this.#revoked = new Set(serials)
    for (const peer of this.#peers.values()) {
      const { session } = peer
      if (!session) continue
      if (this.#revoked.has(session.connection.peer.serial)) session.end('revoked', 'the certificate was revoked')
      else session.say({ case: 'revoked', value: { $typeName: 'connect.link.v1.Revoked', serials: [...serials] } })
    }
  }

  /** Whose signatures count, in DER, the one that signs for edges first: the edges are told. */
  setAuthorities(certificates: readonly Uint8Array[]): void {
    this.#authorities = certificates.map((der) => Uint8Array.from(der))
    for (const { session } of this.#peers.values()) if (session) this.#tellAuthorities(session)
  }

  async applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void> {
    this.#definitions = definitions
    for (const [edgeId, peer] of this.#peers) peer.applyDefinitions(this.#definitionsOf(edgeId, peer.view.role))
  }

  submit(orders: readonly SubmitOrder[]): void {
    for (const [smscId, mine] of Map.groupBy(orders, (order) => order.smscId)) this.#share(smscId, mine)
  }

  block(pairs: readonly BlockedPair[]): void {
    for (const peer of this.#peers.values()) peer.block(pairs)
  }

  async operate(order: OperationOrder): Promise<OperationAnswer> {
    const peer = [...this.#peers.values()].find((one) => one.holdsBind(order.smscId))
    return peer ? peer.operate(order) : { kind: 'not-sent', reason: 'no edge is bound to this SMSC' }
  }

  /** By the first edge of its list that is there and would hold such a bind. */
  async tryBind(order: BindTrialOrder): Promise<BindTrialAnswer> {
    const { definition, bindType } = order
    const rank = ({ view }: EdgePeer): number => definition.edges.indexOf(view.edgeId)
    const [first] = [...this.#peers.values()]
      .filter(
        ({ view }) =>
          view.up &&
          (view.role === null || roleHolds(view.role, bindType)) &&
          this.#options.assigned(view.edgeId, definition, view.role),
      )
      .sort((a, b) => rank(a) - rank(b))
    if (first) return first.tryBind(order)
    const host =
      bindType === 'transceiver' ? 'both Sender and Receiver' : bindType === 'receiver' ? 'a Receiver' : 'a Sender'
    return { kind: 'not-tried', reason: `no edge is connected that hosts ${host} and may hold binds of this SMSC` }
  }

  async drain(): Promise<void> {
    await Promise.all([...this.#peers.values()].map((peer) => peer.drain()))
  }

  stop(): void {
    this.#stopped = true
    for (const session of [...this.#greeting]) session.end('stopping', 'the manager stops')
    for (const peer of this.#peers.values()) peer.stop()
    this.#nobody.stop()
  }

  #definitionsOf(edgeId: string, role: EdgeRole | null): readonly SmscDefinition[] {
    return this.#definitions.filter((definition) => this.#options.assigned(edgeId, definition, role))
  }

  /** To those with credit, the one with the most first; what is over goes back by way of one that is there. */
  #share(smscId: SmscId, orders: readonly SubmitOrder[]): void {
    const able = [...this.#peers.values()]
      .map((peer) => ({ peer, unused: peer.unusedCredit(smscId) }))
      .filter(({ unused }) => unused > 0)
      .sort((a, b) => b.unused - a.unused)
    let at = 0
    for (const { peer, unused } of able) {
      if (at === orders.length) return
      const mine = orders.slice(at, at + unused)
      at += mine.length
      peer.submit(mine)
    }
    if (at === orders.length) return
    // Leased on the strength of credit that was taken back at that moment: the edge that has the SMSC decides.
    const last = able[0]?.peer ?? this.#holderOf(smscId)
    if (last) last.submit(orders.slice(at))
    else this.#nobody.giveBack(orders.slice(at), 'there is no edge')
  }

  #holderOf(smscId: SmscId): EdgePeer | undefined {
    const peers = [...this.#peers.values()]
    const holds = (peer: EdgePeer): boolean => peer.view.definitions.some((definition) => definition.smscId === smscId)
    return peers.find((peer) => peer.session && holds(peer)) ?? peers.find(holds) ?? peers[0]
  }

  #greeted(session: Session, hello: Hello): void {
    const { productVersion } = this.#options
    const { peer: name } = session.connection
    const ours = { who: 'the manager', contract: this.#contract, productVersion }
    const refusal = judgeHello(hello, { role: 'edge', id: name.id }, ours) ?? this.#refuse(name, hello)
    if (refusal) {
      session.end(refusal.code, refusal.text)
      this.#peers.get(name.id)?.refused(refusal.text)
      return
    }
    const peer = this.expect(name.id)
    peer.session?.end('replaced', 'there is a newer connection')
    const through = BigInt(peer.answersReceived(hello))
    session.greet({
      $typeName: 'connect.link.v1.Hello',
      contractMajor: this.#contract.major,
      contractMinor: this.#contract.minor,
      productVersion,
      role: 'manager',
      edgeId: '',
      producerId: this.#producerId,
      received: { $typeName: 'connect.link.v1.Received', producerId: hello.producerId, through },
      unansweredSmscIds: [],
      inboundWindow: Math.max(0, peer.inboundWindow),
      settled: 0n,
      edgeRole: '',
    })
    if (this.#revoked.size > 0) {
      session.say({ case: 'revoked', value: { $typeName: 'connect.link.v1.Revoked', serials: [...this.#revoked] } })
    }
    peer.applyDefinitions(this.#definitionsOf(name.id, edgeRoleOf(hello.edgeRole)))
    peer.begin(session, hello)
    this.#tellAuthorities(session)
    this.#options.onCertificate?.(name.id, name.serial)
  }

  #tellAuthorities(session: Session): void {
    if (this.#authorities.length === 0) return
    const certificates = [...this.#authorities]
    session.say({ case: 'authorities', value: { $typeName: 'connect.link.v1.Authorities', certificates } })
  }

  /** A certificate that was revoked, or an id under which a living process is connected: two would take turns for ever. */
  #refuse(
    { serial, id }: PeerName,
    { producerId }: Hello,
  ): { readonly code: string; readonly text: string } | undefined {
    if (this.#revoked.has(serial)) return { code: 'revoked', text: 'the certificate was revoked' }
    const peer = this.#peers.get(id)
    const other = peer?.session
    if (!other || peer.edgeProducerId === producerId || other.quietMs >= SILENCE_MS / 2) return undefined
    return { code: 'in-use', text: `another process is connected as ${id}, from ${other.connection.from}` }
  }
}
