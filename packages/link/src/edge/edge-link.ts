import type {
  BindState,
  EdgeRole,
  GrantedSeat,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  SeatAsk,
  SmscId,
  SubmitAnswer,
} from '@smpp-connect/contracts'
import type { Clock, Log, Random } from '@smpp-connect/kernel'
import type { Connection } from '../session/connection.ts'
import { judgeHello } from '../session/judge-hello.ts'
import { type Reply, Session, type SessionEnd } from '../session/session.ts'
import { CONTRACT, type ContractVersion } from '../wire/contract-version.ts'
import type { FrameKind } from '../wire/frame.ts'
import type { Hello } from '../wire/link.generated.ts'
import { type Renewal, renewalFromWire } from '../wire/renewal.ts'
import { grantedFromWire, seatAskToWire } from '../wire/seats.ts'
import { AnswerLog } from './answer-log.ts'
import { BindReports } from './bind-reports.ts'
import { CreditLedger } from './credit-ledger.ts'
import { Deliveries } from './deliveries.ts'
import { EdgeWork } from './edge-work.ts'
import type { RemoteEdge } from './remote-edge.ts'

/** How the link stands, for people and for the Receiver, which may want to unbind when it stays down. */
export type LinkState =
  | { readonly kind: 'up'; readonly sinceMs: number; readonly with: string }
  | { readonly kind: 'down'; readonly sinceMs: number; readonly reason: string }

/** How this end of the link has fared since the process started. */
export interface EdgeLinkFigures {
  readonly state: LinkState
  /** How often a link that was up was lost. */
  readonly losses: number
  /** Answers of SMSCs that the manager has not called durable. */
  readonly answersWaiting: number
  /** Texts and receipts without a verdict. */
  readonly inboundWaiting: number
  /**
   * Since when (wall clock) the cache of definitions may be older than what the manager has: the link is down, or it has
   * told something that is not understood. Undefined: it is that of today.
   */
  readonly staleSinceMs: number | undefined
  /** Definitions that were not understood; what was there before them holds. */
  readonly notUnderstood: readonly SmscId[]
}

export interface EdgeLinkOptions {
  readonly edgeId: string
  /** What it hosts; both when left out. */
  readonly role?: EdgeRole
  readonly productVersion: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onState?: (state: LinkState) => void
  /** All certificates that count no more, whenever the manager tells them. */
  readonly onRevoked?: (serials: readonly string[]) => void
  /** Whose signatures count from now on, in DER, the one that signs for edges first. */
  readonly onAuthorities?: (certificates: readonly Uint8Array[]) => void
  /** The manager has something new to say about seats: ask. */
  readonly onSeatsChanged?: () => void
  /** For tests of versions apart. */
  readonly contract?: ContractVersion | undefined
}

/**
 * The edge's end of the link. What the edge calls is `ManagerPort`; what the manager asks is handed to the edge. It
 * outlives every connection: answers wait here, and what is a state (credit, binds) is told anew.
 *
 * - down: from the start, and after a loss. Texts and receipts are refused for now; answers wait; no orders come. On a loss
 *   what waits at the edge and has not left is given back.
 * - greeting: a connection is there, our hello is sent, the manager's has not come.
 * - up: the manager's hello came and its version is near enough. Left when the session ends.
 *
 * A new connection takes the place of an old one: this process knows that it has only one manager.
 */
export class EdgeLink implements ManagerPort {
  readonly #options: EdgeLinkOptions
  readonly #contract: ContractVersion
  readonly #producerId: string
  readonly #answers = new AnswerLog()
  readonly #deliveries: Deliveries
  readonly #credit = new CreditLedger()
  readonly #binds = new BindReports()
  #work: EdgeWork | undefined
  #session: Session | undefined
  #state: LinkState
  #losses = 0
  #staleSinceMs: number | undefined
  #notUnderstood: readonly SmscId[] = []
  /** Which manager process the orders came from last, and up to which number. */
  #received = { producerId: '', through: 0n }

  constructor(options: EdgeLinkOptions) {
    this.#options = options
    this.#contract = options.contract ?? CONTRACT
    this.#producerId = Buffer.from(options.random.octets(16)).toString('hex')
    this.#deliveries = new Deliveries(() => options.log.isVerbose)
    const sinceMs = options.clock.nowMs()
    this.#staleSinceMs = sinceMs
    this.#state = { kind: 'down', sinceMs, reason: 'not connected yet' }
  }

  /** Ties the edge to its end; once, before the first connection. */
  join(edge: RemoteEdge): void {
    const { log } = this.#options
    const { onRevoked = () => {}, onAuthorities = () => {}, onSeatsChanged = () => {} } = this.#options
    const onDefined = (notUnderstood: readonly SmscId[]): void => this.#defined(notUnderstood)
    this.#work = new EdgeWork({ edge, log, onRevoked, onAuthorities, onSeatsChanged, onDefined })
  }

  get state(): LinkState {
    return this.#state
  }

  get figures(): EdgeLinkFigures {
    return {
      state: this.#state,
      losses: this.#losses,
      answersWaiting: this.#answers.count,
      inboundWaiting: this.#deliveries.waiting,
      staleSinceMs: this.#staleSinceMs,
      notUnderstood: this.#notUnderstood,
    }
  }

  /** Answers that wait until the manager has them. */
  get unsettledAnswers(): number {
    return this.#answers.count
  }

  /** Begins to speak over a connection whose peer has proved to be a manager. */
  accept(connection: Connection): Session {
    this.#session?.end('replaced', 'there is a newer connection')
    const { clock, log, edgeId, role = 'edge', productVersion } = this.#options
    const session: Session = new Session({
      connection,
      clock,
      log,
      events: {
        greeted: (hello) => this.#greeted(session, hello),
        came: (kind, reply) => this.#came(session, kind, reply),
        ended: (end) => this.#ended(session, end),
      },
    })
    this.#session = session
    const { producerId, through } = this.#received
    session.greet({
      $typeName: 'connect.link.v1.Hello',
      contractMajor: this.#contract.major,
      contractMinor: this.#contract.minor,
      productVersion,
      role: 'edge',
      edgeId,
      producerId: this.#producerId,
      received: { $typeName: 'connect.link.v1.Received', producerId, through },
      unansweredSmscIds: [...this.#deliveries.unanswered],
      inboundWindow: 0,
      settled: BigInt(this.#answers.settled),
      edgeRole: role,
    })
    return session
  }

  /** Says goodbye; what waits goes on waiting for another connection. */
  close(text: string): void {
    this.#session?.end('stopping', text)
  }

  /** Asks the manager for a certificate for this key. */
  renew(publicKey: Uint8Array, signature: Uint8Array): Promise<Renewal> {
    const session = this.#session
    if (!session || this.#state.kind !== 'up') return Promise.resolve({ kind: 'refused', reason: 'the link is down' })
    const value = {
      $typeName: 'connect.link.v1.Renew' as const,
      publicKey: Uint8Array.from(publicKey),
      signature: Uint8Array.from(signature),
    }
    return new Promise((resolve) => session.say({ case: 'renew', value }, (reply) => resolve(renewalFromWire(reply))))
  }

  /** Tells that this certificate is kept, and used for the next connection; which shows it, should this not arrive. */
  holdsCertificate(serial: string): void {
    this.#session?.say({ case: 'holdsCertificate', value: { $typeName: 'connect.link.v1.HoldsCertificate', serial } })
  }

  /** Asks which binds this edge may hold; undefined when no answer came. */
  askSeats(ask: SeatAsk): Promise<readonly GrantedSeat[] | undefined> {
    const session = this.#session
    if (!session || this.#state.kind !== 'up') return Promise.resolve(undefined)
    return new Promise((resolve) =>
      session.say({ case: 'seatsAsk', value: seatAskToWire(ask) }, (reply) => resolve(grantedFromWire(reply))),
    )
  }

  /**
   * Asks whether this edge has heard everything that the manager had committed before now. True once it has; false when
   * nobody can say, because the link is down or breaks meanwhile. A manager that does not know the question replies too,
   * that it does not, behind what it has said before.
   */
  echo(): Promise<boolean> {
    const session = this.#session
    if (!session || this.#state.kind !== 'up') return Promise.resolve(false)
    const value = { $typeName: 'connect.link.v1.Echo' as const }
    return new Promise((resolve) => session.say({ case: 'echo', value }, (reply) => resolve(reply !== undefined)))
  }

  grantCredit(smscId: SmscId, count: number): void {
    this.#credit.add(smscId, count)
    this.#session?.wake()
  }

  revokeCredit(smscId: SmscId, count: number): void {
    this.#credit.add(smscId, -count)
    this.#session?.wake()
  }

  answers(batch: readonly SubmitAnswer[]): Promise<void> {
    const durable = this.#answers.add(batch)
    this.#session?.wake()
    return durable
  }

  deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    const verdicts = this.#deliveries.deliver(batch)
    this.#session?.wake()
    return verdicts
  }

  bindChanged(state: BindState): void {
    this.#binds.note(state)
    this.#session?.wake()
  }

  #greeted(session: Session, hello: Hello): void {
    const { productVersion, edgeId } = this.#options
    const ours = { who: `the edge ${edgeId}`, contract: this.#contract, productVersion }
    const refusal = judgeHello(hello, { role: 'manager', id: session.connection.peer.id }, ours)
    if (refusal) {
      session.end(refusal.code, refusal.text)
      return
    }
    if (hello.producerId !== this.#received.producerId) this.#received = { producerId: hello.producerId, through: 0n }
    const has = hello.received
    this.#answers.resume(has?.producerId === this.#producerId ? Number(has.through) : this.#answers.settled)
    this.#credit.resume()
    this.#binds.resume()
    this.#deliveries.open(hello.inboundWindow)
    // Credit that answers give back goes after them: the manager leases for it only what comes after they are kept.
    session.open([this.#binds, this.#answers, this.#credit], [this.#deliveries])
    const { from } = session.connection
    this.#change({ kind: 'up', sinceMs: this.#options.clock.nowMs(), with: from })
  }

  #came(session: Session, kind: FrameKind, reply: Reply): void {
    if (kind.case === 'answersDurable') {
      this.#answers.durable(Number(kind.value.through))
      return
    }
    if (kind.case !== 'orders') {
      this.#work?.came(session, kind, reply)
      return
    }
    const { first, orders } = kind.value
    // The connection keeps the order and nothing is sent twice: anything else is a bug, and no order may be lost to it.
    if (first !== this.#received.through + 1n) {
      session.end('protocol', `orders came from ${first} on after ${this.#received.through}`)
      return
    }
    this.#received.through += BigInt(orders.length)
    for (const { smscId } of orders) this.#credit.came(smscId as SmscId)
    this.#work?.submit(kind.value)
  }

  #ended(session: Session, end: SessionEnd): void {
    if (this.#session !== session) return
    this.#session = undefined
    this.#deliveries.close()
    const wasUp = this.#state.kind === 'up'
    const reason = end.byPeer ? `the manager ended the link: ${end.text}` : end.text
    this.#change({ kind: 'down', sinceMs: wasUp ? this.#options.clock.nowMs() : this.#state.sinceMs, reason })
    if (!wasUp) return
    this.#losses += 1
    this.#staleSinceMs ??= this.#options.clock.nowMs()
    this.#work?.cutOff()
  }

  #defined(notUnderstood: readonly SmscId[]): void {
    this.#notUnderstood = notUnderstood
    if (notUnderstood.length === 0) this.#staleSinceMs = undefined
    else this.#staleSinceMs ??= this.#options.clock.nowMs()
  }

  #change(state: LinkState): void {
    this.#state = state
    const { log, onState } = this.#options
    if (state.kind === 'up') log.info('link up', { with: state.with })
    else log.warn('link down', { reason: state.reason })
    onState?.(state)
  }
}
