import type {
  BindTrialAnswer,
  BindTrialOrder,
  BlockedPair,
  EdgePort,
  EdgeRole,
  ManagerPort,
  OperationAnswer,
  OperationOrder,
  SmscDefinition,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
} from '@smpp-connect/contracts'
import type { Clock, Log, Timer } from '@smpp-connect/kernel'
import type { FrameSource, Reply, Session, SessionEnd } from '../session/session.ts'
import { answerFromWire } from '../wire/answer.ts'
import { bindFromWire, creditFromWire } from '../wire/bind-state.ts'
import { edgeRoleOf } from '../wire/edge-role.ts'
import type { FrameKind } from '../wire/frame.ts'
import type { Hello } from '../wire/link.generated.ts'
import { AnswerInbox } from './answer-inbox.ts'
import { answerRenewal, type Renewer } from './answer-renewal.ts'
import { answerSeats, type SeatAsker } from './answer-seats.ts'
import { askTrial } from './ask-trial.ts'
import { BindMirror } from './bind-mirror.ts'
import { BlockLog } from './block-log.ts'
import { CreditShare } from './credit-share.ts'
import { type DefinitionAtEdge, DefinitionPush } from './definition-push.ts'
import { Echoes } from './echoes.ts'
import { InboundDesk } from './inbound-desk.ts'
import { OperationDesk } from './operation-desk.ts'
import { type Arrived, OrderBook } from './order-book.ts'
import { OwnSmscs } from './own-smscs.ts'
import { Settler } from './settler.ts'

/** How one edge stands, for people. */
export interface EdgeView {
  readonly edgeId: string
  readonly up: boolean
  /** What it hosts, as it said last; null while it has not connected. */
  readonly role: EdgeRole | null
  readonly sinceMs: number
  /** Why it is down; empty while it is up. */
  readonly reason: string
  /**
   * How long nothing has been heard over a link that is up as far as anybody knows, or nothing of ours has been confirmed:
   * up to 3 s where all is well. 0 while it is down.
   */
  readonly silentMs: number
  readonly productVersion: string
  readonly from: string
  readonly definitions: readonly DefinitionAtEdge[]
  /** Orders without an answer. */
  readonly openOrders: number
}

/** Texts and receipts of these SMSCs may be stored though their SMSC was asked to send them again. */
export interface LostVerdicts {
  readonly edgeId: string
  readonly smscIds: readonly SmscId[]
  /**
   * Wall clock: what was stored from then on may come again, for as long as the SMSC keeps it. Null when this process of the
   * manager was not there.
   */
  readonly sinceMs: number | null
}

export interface EdgePeerParts {
  readonly edgeId: string
  /** Random, of this manager process. */
  readonly producerId: string
  readonly manager: ManagerPort
  readonly clock: Clock
  readonly log: Log
  /** How long an edge may be away before its open orders count as uncertain. */
  readonly lostAfterMs: number
  readonly onChange: (view: EdgeView) => void
  readonly onLostVerdicts: (lost: LostVerdicts) => void
  readonly onCertificate: (edgeId: string, serial: string) => void
  readonly renew: Renewer
  readonly seats: SeatAsker
}

const DOWN = 'the link to the edge is down'
/** A verdict that went out longer before the loss than this has been confirmed, or the keep-alive had found the loss. */
const UNCONFIRMED_FOR_MS = 15_000

/**
 * The manager's end of the link to one edge. It outlives connections and processes of the edge.
 *
 * - down: from the start and after a loss. Orders come back as not sent at once, credit is void, binds wait for the link.
 *   What the edge had got stays open, for `lostAfterMs`; then it is uncertain.
 * - up: `begin` was called with a session whose hello was judged. Before anything new leaves, what was open is settled by
 *   what the edge says it has: the same process names the highest order it got; another process makes all of it
 *   uncertain. Then blocks that it may have missed, then definitions, then orders by its credit.
 */
export class EdgePeer implements EdgePort {
  readonly #parts: EdgePeerParts
  readonly #orders = new OrderBook()
  readonly #answers: AnswerInbox
  /**
   * That answers are durable is told after the orders that were leased before: an edge that knows what went back to the
   * queue takes what comes next to be in order.
   */
  readonly #durable: FrameSource = { next: () => (this.#orders.isWaiting ? undefined : this.#answers.next()) }
  readonly #definitions = new DefinitionPush()
  readonly #blocks = new BlockLog()
  readonly #echoes = new Echoes()
  readonly #operations: OperationDesk
  readonly #inbound: InboundDesk
  readonly #credit: CreditShare
  readonly #binds: BindMirror
  readonly #settler: Settler
  readonly #own: OwnSmscs
  #session: Session | undefined
  /** The process that was connected last. */
  #edgeProducerId: string | undefined
  #lostTimer: Timer | undefined
  #sinceMs: number
  #lossAtMs: number | null = null
  #reason = 'it has not connected yet'
  /** Of its last attempt; told once, though it tries again and again. */
  #refusal = ''
  #role: EdgeRole | null = null
  #productVersion = ''
  #from = ''
  #stopped = false

  constructor(parts: EdgePeerParts) {
    this.#parts = parts
    const { manager, clock, log } = parts
    this.#sinceMs = clock.nowMs()
    this.#answers = new AnswerInbox({ store: (batch) => this.#store(batch), clock, log, wake: () => this.#wake() })
    this.#operations = new OperationDesk({ clock, definition: (id) => this.#definitions.definition(id) })
    this.#own = new OwnSmscs(log)
    this.#inbound = new InboundDesk({ manager, log, own: this.#own })
    this.#settler = new Settler({ manager, clock, log })
    this.#credit = new CreditShare(manager)
    this.#binds = new BindMirror((state) => manager.bindChanged({ ...state, edgeId: parts.edgeId }))
  }

  get view(): EdgeView {
    return {
      edgeId: this.#parts.edgeId,
      up: this.#session !== undefined,
      role: this.#role,
      sinceMs: this.#sinceMs,
      reason: this.#reason,
      silentMs: this.#session?.silentMs ?? 0,
      productVersion: this.#productVersion,
      from: this.#from,
      definitions: this.#definitions.state,
      openOrders: this.#orders.open,
    }
  }

  get session(): Session | undefined {
    return this.#session
  }

  get edgeProducerId(): string | undefined {
    return this.#edgeProducerId
  }

  /** How many texts and receipts a new connection may bring without a verdict. */
  get inboundWindow(): number {
    return this.#inbound.window
  }

  unusedCredit(smscId: SmscId): number {
    return this.#session ? this.#credit.unused(smscId) : 0
  }

  holdsBind(smscId: SmscId): boolean {
    return this.#session !== undefined && this.#binds.holds(smscId)
  }

  async applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void> {
    this.#definitions.set(definitions)
    this.#own.assign(definitions)
    this.#wake()
  }

  submit(orders: readonly SubmitOrder[]): void {
    const bySmsc = Map.groupBy(orders, ({ smscId }) => smscId)
    if (!this.#session) {
      for (const [smscId, mine] of bySmsc) this.#credit.turnedAway(smscId, mine.length)
      this.#settler.giveBack(orders, DOWN)
      return
    }
    for (const [smscId, mine] of bySmsc) this.#credit.submitted(smscId, mine.length)
    const { log, edgeId } = this.#parts
    if (log.isVerbose) for (const order of orders) sayOrdered(log, edgeId, order)
    this.#orders.add(orders)
    this.#wake()
  }

  block(pairs: readonly BlockedPair[]): void {
    const back = this.#orders.block(pairs)
    for (const { smscId } of back) this.#credit.cameBack(smscId)
    this.#settler.blocked(back)
    // An edge that never connected has nothing of ours.
    if (this.#edgeProducerId === undefined) return
    this.#blocks.add(pairs)
    this.#wake()
  }

  operate(order: OperationOrder): Promise<OperationAnswer> {
    if (!this.#session) return Promise.resolve({ kind: 'not-sent', reason: DOWN })
    const answer = this.#operations.ask(order)
    this.#wake()
    return answer
  }

  async tryBind(order: BindTrialOrder): Promise<BindTrialAnswer> {
    const session = this.#session
    if (!session) return { kind: 'not-tried', reason: DOWN }
    const { edgeId, clock } = this.#parts
    return askTrial({ session, edgeId, clock }, order)
  }

  /** Resolves when the edge has ended all it had, or the link broke: then there is nobody to wait for. */
  async drain(): Promise<void> {
    const session = this.#session
    if (!session) return
    await new Promise<void>((resolve) => {
      session.say({ case: 'drain', value: { $typeName: 'connect.link.v1.Drain' } }, () => resolve())
    })
  }

  /** Has it ask for its seats at once. */
  poke(): void {
    this.#session?.say({ case: 'seatsChanged', value: { $typeName: 'connect.link.v1.SeatsChanged' } })
  }

  /** Begins with a session whose hello was judged; ours has been sent. */
  begin(session: Session, hello: Hello): void {
    const { producerId, received, settled, unansweredSmscIds, productVersion } = hello
    const same = producerId === this.#edgeProducerId
    this.#edgeProducerId = producerId
    this.#lostTimer?.cancel()
    const { notSent, uncertain } = this.#orders.settle(this.#arrived(same, received))
    this.#settler.giveBack(notSent, 'it did not arrive at the edge before the link broke')
    this.#settler.doubt(uncertain, 'the edge process that had it is gone')
    if (!same) this.#binds.forget(this.#parts.clock.nowMs())
    this.#lostVerdicts((unansweredSmscIds as SmscId[]).filter((id) => this.#own.has(id)))
    this.#blocks.resume(same)
    this.#echoes.begin()
    this.#definitions.resume(same)
    this.#answers.resume(producerId, Number(settled))
    this.#credit.begin()
    this.#session = session
    this.#role = edgeRoleOf(hello.edgeRole)
    this.#productVersion = productVersion
    this.#from = session.connection.from
    this.#refusal = ''
    session.open([this.#blocks, this.#echoes, this.#definitions], [this.#operations, this.#orders, this.#durable])
    this.#change('')
  }

  /** Up to where this edge's answers have come, for our hello. */
  answersReceived(hello: Hello): number {
    return this.#answers.resume(hello.producerId, Number(hello.settled))
  }

  came(kind: FrameKind, reply: Reply): void {
    const session = this.#session
    if (!session) return
    switch (kind.case) {
      case 'answers': {
        const taken = this.#answers.take(Number(kind.value.first), kind.value.answers.map(answerFromWire))
        if (taken === 'gap') session.end('protocol', `answers before ${kind.value.first} are missing`)
        if (taken === 'too-many') session.end('protocol', 'more answers came than there were orders')
        return
      }
      case 'deliver':
        if (this.#inbound.take(session, kind.value, reply)) return
        session.end('protocol', 'more texts and receipts came than may be without a verdict')
        return
      case 'credit':
        for (const { smscId, total } of this.#own.only('credit', kind.value.smscs.map(creditFromWire))) {
          this.#credit.told(smscId, total)
        }
        return
      case 'binds': {
        const states = this.#own.only('binds', kind.value.binds.map(bindFromWire))
        if (this.#binds.take(states, kind.value.all, this.#parts.clock.nowMs())) return
        session.end('protocol', 'there are more binds than definitions can ask for')
        return
      }
      case 'definitionsApplied':
        this.#definitions.applied(kind.value.revision)
        this.#parts.onChange(this.view)
        return
      case 'echo':
        this.#echoes.ask(reply)
        session.wake()
        return
      case 'blocksApplied':
        this.#blocks.confirmed(kind.value.through)
        return
      case 'holdsCertificate':
        this.#parts.onCertificate(this.#parts.edgeId, kind.value.serial)
        return
      case 'renew':
        answerRenewal(this.#parts.renew, session.connection.peer, kind.value, reply)
        return
      case 'seatsAsk': {
        const { seats, edgeId, log } = this.#parts
        answerSeats(seats, edgeId, kind.value, reply, log)
        return
      }
      default:
        if (reply.expected) reply.send({ case: 'notSupported', value: { $typeName: 'connect.link.v1.NotSupported' } })
    }
  }

  ended(session: Session, { text, byPeer }: SessionEnd): void {
    if (this.#session !== session) return
    this.#session = undefined
    const { clock, edgeId, lostAfterMs } = this.#parts
    this.#lossAtMs = clock.nowMs()
    const reason = byPeer ? `the edge ended the link: ${text}` : text
    this.#settler.giveBack(this.#orders.cut(), DOWN)
    this.#operations.cut()
    this.#lostVerdicts([...this.#inbound.cut(session)])
    this.#credit.end()
    this.#binds.cut(`The link to the edge ${edgeId} is down: ${reason}.`, clock.nowMs())
    if (!this.#stopped) this.#lostTimer = clock.after(lostAfterMs, () => this.giveUp('the edge has been away for long'))
    this.#change(reason)
  }

  /** It came and was let go before anything began: why is shown while it is down. */
  refused(reason: string): void {
    if (this.#refusal === reason) return
    this.#refusal = reason
    const { log, edgeId, onChange } = this.#parts
    log.warn('edge refused', { edgeId, reason })
    if (this.#session) return
    this.#reason = reason
    onChange(this.view)
  }

  /** Takes the edge for lost: what it had without an answer is uncertain. An answer that comes later is late. */
  giveUp(reason: string): void {
    this.#settler.doubt(this.#orders.giveUp(), reason)
    this.#binds.forget(this.#parts.clock.nowMs())
  }

  /** Another edge has its binds with this SMSC: what it had for it is uncertain. Its answer may come late. */
  passed(smscId: SmscId): void {
    this.#settler.doubt(this.#orders.giveUp(smscId), 'the edge that had it is gone, and another one has its binds')
  }

  stop(): void {
    this.#stopped = true
    this.#lostTimer?.cancel()
    this.#answers.stop()
    this.#settler.stop()
    this.#session?.end('stopping', 'the manager stops')
  }

  #arrived(same: boolean, received: Hello['received']): Arrived {
    if (!same) return { kind: 'unknown' }
    if (!received || received.producerId === '') return { kind: 'nothing' }
    if (received.producerId !== this.#parts.producerId) return { kind: 'unknown' }
    return { kind: 'through', number: Number(received.through) }
  }

  #store(batch: readonly SubmitAnswer[]): Promise<void> {
    // What was handed to it is its to answer, whatever became of the definition.
    const own = this.#own.only('answers', batch, (answer) => this.#orders.has(answer))
    for (const answer of own) this.#orders.answered(answer)
    return own.length === 0 ? Promise.resolve() : this.#parts.manager.answers(own)
  }

  #lostVerdicts(smscIds: readonly SmscId[]): void {
    if (smscIds.length === 0) return
    const { edgeId, onLostVerdicts } = this.#parts
    onLostVerdicts({ edgeId, smscIds, sinceMs: this.#lossAtMs === null ? null : this.#lossAtMs - UNCONFIRMED_FOR_MS })
  }

  #wake(): void {
    this.#session?.wake()
  }

  #change(reason: string): void {
    this.#sinceMs = this.#parts.clock.nowMs()
    this.#reason = reason
    const { log, edgeId, onChange } = this.#parts
    if (this.#session) log.info('edge up', { edgeId, from: this.#from })
    else log.warn('edge down', { edgeId, reason })
    onChange(this.view)
  }
}

/** Which edge a part goes to, with its message id, as in every line about it. */
function sayOrdered(log: Log, edgeId: string, { part, attempt, smscId }: SubmitOrder): void {
  log.debug('part ordered', { messageId: part.messageId, part: part.number, attempt, smscId, edgeId })
}
