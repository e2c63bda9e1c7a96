import type {
  BlockedPair,
  ManagerPort,
  OperationAnswer,
  OperationOrder,
  SmscDefinition,
  SubmitOrder,
  SubmitOutcome,
} from '@smpp-connect/contracts'
import type { Clock, Log, Timer } from '@smpp-connect/kernel'
import type { Pdu, RequestOutcome } from '@smpp-connect/smpp'
import type { Turn } from '../turn.ts'
import { AnswerDesk } from './answer-desk.ts'
import { Credit } from './credit.ts'
import type { Hearing } from './hearing.ts'
import { creditTarget, leastGrant, type SenderSight } from './look-ahead.ts'
import { OperationLine, type WaitingOperation } from './operation-line.ts'
import { operationAnswer, operationPdu } from './operation-pdu.ts'
import { type LineEntry, PairLine } from './pair-line.ts'
import { sayCame, sayEnded, sayLate, sayNotSent, saySent } from './part-lines.ts'
import { type Slowed, SmscPace } from './smsc-pace.ts'
import { SubmitCounts, type SubmitEnding } from './submit-counts.ts'
import { goesBack, submitOutcome } from './submit-outcome.ts'
import { type Carrier, SubmitPath, SubmitPaths } from './submit-path.ts'
import { type SubmitPdu, submitPdu, whyUnsendable } from './submit-pdu.ts'

export interface SenderParts {
  readonly manager: Pick<ManagerPort, 'answers' | 'grantCredit' | 'revokeCredit'>
  readonly clock: Clock
  readonly log: Log
  readonly turn: Turn
  /** Whether this edge may still write for it; always when left out. */
  readonly mayWrite?: ((definition: SmscDefinition) => boolean) | undefined
  /** Whether this edge has heard what the manager says; always when left out: it is in the same process. */
  readonly hearing?: Pick<Hearing, 'maySubmit'> | undefined
}

/** How the Sender of one SMSC stands. */
export interface SenderFigures {
  /** Parts that are here and have not left. */
  readonly waiting: number
  /** Requests that have left and are not answered. */
  readonly outstanding: number
  /** Requests that may be unanswered, over all binds. */
  readonly windowSum: number
  /** Parts that the manager may still hand over. */
  readonly credit: number
  /** Parts a second that may leave; Infinity where nothing limits it. */
  readonly perSecond: number
  /** Whether the SMSC asked for less. */
  readonly isSlowed: boolean
  /** How orders have ended, since this process started. */
  readonly ended: ReadonlyMap<SubmitEnding, number>
}

/** So much of the pace lies here at most, so that what is urgent soon goes, and what is queued can go another way. */
const AHEAD_MS = 250
/** When the pace falls, what would wait longer than this goes back. */
const LONGEST_WAIT_MS = 1_000

const NO_BIND = 'no bind that takes submits is up'
const STOPPING = 'Connect is being stopped'

/**
 * The SMS Sender of one SMSC: takes orders, submits them over the binds that there are, and reports how each ended,
 * exactly once. In the order in which an order meets them:
 *
 * - credit: no more come than the windows of the binds take and a quarter, and no more than soon may leave;
 * - its pair: one message between two addresses at a time (`PairLine`);
 * - the manager has been heard just now, so that it is known who wants no more texts (`Hearing`);
 * - the pace of the SMSC, one for all its binds (`SmscPace`);
 * - a bind with room, the one with the fewest unanswered requests.
 *
 * Nothing waits in the sessions: what has not been written can always be taken back. Operations go the same way, ahead of
 * the orders, and whether or not the manager is heard: they are about texts that the SMSC has.
 */
export class Sender {
  readonly #parts: SenderParts
  #definition: SmscDefinition
  readonly #credit: Credit
  readonly #line = new PairLine()
  readonly #pace: SmscPace
  readonly #paths = new SubmitPaths()
  readonly #desk: AnswerDesk<LineEntry | undefined>
  readonly #operations = new OperationLine()
  readonly #counts = new SubmitCounts()
  readonly #whenIdle: (() => void)[] = []
  /** Parts that came and whose end is not durable. */
  #open = 0
  /** Operations that have left and are not answered. */
  #operating = 0
  /** How often something was taken back: what left before the last time is not put back into the line. */
  #takingsBack = 0
  #draining = false
  #pumping = false
  /** Something waits for the pace. */
  #waits = false
  #timer: Timer | undefined

  constructor(definition: SmscDefinition, parts: SenderParts) {
    this.#parts = parts
    this.#definition = definition
    const { manager, clock, log, turn } = parts
    const smscId = definition.id
    this.#credit = new Credit({
      grant: (count) => manager.grantCredit(smscId, count),
      revoke: (count) => manager.revokeCredit(smscId, count),
    })
    this.#pace = new SmscPace(definition, clock.monotonicMs())
    this.#desk = new AnswerDesk({
      smscId,
      manager,
      clock,
      log,
      turn,
      onHanded: (entries) => this.#handed(entries),
      onRefused: (entries) => this.#refused(entries),
      onDurable: (entries) => this.#durable(entries),
    })
  }

  /** Parts that came and have not ended, or whose end is not durable. */
  get inFlight(): number {
    return this.#open
  }

  /** What the SMSC is sent at most because it asked for less; undefined where it did not. */
  get slowed(): Slowed | undefined {
    return this.#pace.slowed(this.#parts.clock.monotonicMs())
  }

  get figures(): SenderFigures {
    return {
      waiting: this.#line.ready + this.#line.behind,
      outstanding: this.#paths.unanswered,
      windowSum: this.#paths.windowSum,
      credit: this.#credit.unused,
      perSecond: this.#pace.perSecond,
      isSlowed: this.slowed !== undefined,
      ended: this.#counts.counts,
    }
  }

  /** A bind is there and carries submits, until `close`. */
  open(carrier: Carrier): SubmitPath {
    const path = new SubmitPath(carrier, this.#definition)
    this.#paths.add(path)
    this.#pump()
    return path
  }

  /** A bind is gone, or is to end. Its requests under way end by themselves, as uncertain or not sent. */
  close(path: SubmitPath): void {
    if (!this.#paths.remove(path)) return
    if (this.#paths.all.length === 0) this.#turnAway(NO_BIND)
    this.#fitWindows()
    this.#lower()
  }

  /** Other settings of the same SMSC: they take effect in place. */
  update(definition: SmscDefinition): void {
    this.#definition = definition
    this.#pace.update(definition, this.#parts.clock.monotonicMs())
    for (const { window } of this.#paths.all) window.update(definition)
    this.#fitWindows()
    this.#lower()
    this.#pump()
  }

  /** Takes orders. None leaves within this turn, so that a `block` that follows at once still finds them all. */
  submit(orders: readonly SubmitOrder[]): void {
    this.#credit.took(orders.length)
    this.#open += orders.length
    const { log } = this.#parts
    for (const order of orders) {
      if (log.isVerbose) sayCame(log, order)
      const entry = this.#line.add(order)
      if (entry.goesBack) this.#report(entry, { kind: 'behind' })
    }
    const hindrance = this.#hindrance
    if (hindrance !== undefined) this.#turnAway(hindrance)
    queueMicrotask(() => this.#pump())
  }

  /** Takes back what has not left for these pairs. */
  block(pairs: readonly BlockedPair[]): void {
    this.#takingsBack++
    for (const entry of this.#line.takeBlocked(pairs)) this.#report(entry, { kind: 'blocked' })
    this.#pump()
  }

  /** Gives back all that has not left. */
  recall(reason: string): void {
    this.#operations.refuseAll(reason)
    this.giveBack(reason)
  }

  /** Gives back the orders that have not left; operations go on. */
  giveBack(reason: string): void {
    this.#takingsBack++
    this.#giveBack(0, reason)
    this.#pump()
  }

  /** What held the orders up is over. */
  goOn(): void {
    this.#pump()
  }

  /** Asks the SMSC something about a message that it has. */
  operate(order: OperationOrder): Promise<OperationAnswer> {
    const hindrance = this.#hindrance
    if (hindrance !== undefined) return Promise.resolve({ kind: 'not-sent', reason: hindrance })
    const answer = this.#operations.add(order)
    this.#pump()
    return answer
  }

  /**
   * An answer that came after its request had been reported as uncertain; `pdu` is the one that was submitted. A refusal
   * tells as much as an OK: the SMSC does not have it.
   */
  late(pdu: object, response: Pdu): void {
    const { order } = pdu as Partial<SubmitPdu>
    if (order === undefined) return
    this.#counts.late()
    const { log } = this.#parts
    if (log.isVerbose) sayLate(log, order, response)
    const { commandStatus: status } = response
    if (status !== 0) this.#desk.add(order, null, { kind: 'refused', status }, undefined)
    else if (response.command === 'submit_sm_resp')
      this.#desk.add(order, null, { kind: 'answered', smscMessageId: response.messageId }, undefined)
  }

  /** Takes no more and gives back what waits; resolves when all that was taken has ended and is durable. */
  async drain(): Promise<void> {
    this.#draining = true
    this.#turnAway(STOPPING)
    this.#lower()
    if (this.#isIdle) return
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  get #isIdle(): boolean {
    return this.#open === 0 && this.#operating === 0
  }

  get #mayWrite(): boolean {
    return this.#parts.mayWrite?.(this.#definition) ?? true
  }

  /** Why nothing is taken. */
  get #hindrance(): string | undefined {
    if (this.#draining) return STOPPING
    return this.#paths.all.length === 0 ? NO_BIND : undefined
  }

  /** Sends what may go. */
  #pump(nowMs = this.#parts.clock.monotonicMs()): void {
    if (this.#pumping) return
    this.#pumping = true
    this.#pace.tick(this.#waits, nowMs)
    this.#waits = false
    while (this.#hasWork(nowMs) && this.#mayWrite) {
      const path = this.#paths.choose()
      // No room: an answer makes some.
      if (path === undefined) break
      if (!this.#pace.take(nowMs)) {
        this.#waits = true
        this.#wakeAt(this.#pace.lookAgainAtMs(nowMs), nowMs)
        break
      }
      const operation = this.#operations.take()
      if (operation !== undefined) this.#sendOperation(operation, path, nowMs)
      else this.#sendOrder(this.#line.take()!, path, nowMs)
    }
    this.#pumping = false
    this.#raise(nowMs)
  }

  #hasWork(nowMs: number): boolean {
    if (this.#operations.length > 0) return true
    return this.#line.ready > 0 && (this.#parts.hearing?.maySubmit(nowMs) ?? true)
  }

  #sendOrder(entry: LineEntry, path: SubmitPath, nowMs: number): void {
    const { order } = entry
    const { takesTlvs } = path.carrier
    const reason = whyUnsendable(order, takesTlvs)
    if (reason !== undefined) {
      this.#ended(entry, { kind: 'unsendable', reason })
      return
    }
    entry.sentAtMs = this.#parts.clock.nowMs()
    entry.sentAtMonotonicMs = nowMs
    const takingsBack = this.#takingsBack
    const { log } = this.#parts
    const sequence = path.send(submitPdu(order, takesTlvs), (result) =>
      this.#answered(entry, path, takingsBack, result),
    )
    if (sequence !== undefined && log.isVerbose) saySent(log, order, path.carrier.name, sequence)
  }

  /** What ended the request of an order that was sent over `path` after so many takings back. */
  #answered(entry: LineEntry, path: SubmitPath, takingsBack: number, result: RequestOutcome<'submit_sm'>): void {
    path.ended(result)
    const { log } = this.#parts
    if (log.isVerbose) sayEnded(log, entry.order, path.carrier.name, result)
    const nowMs = this.#parts.clock.monotonicMs()
    this.#heard(path, result, entry.sentAtMonotonicMs, nowMs)
    if (result.kind === 'notSent') entry.sentAtMs = null
    // It never left, and perhaps another bind takes it.
    const mayGo = this.#hindrance === undefined && takingsBack === this.#takingsBack
    if (result.kind === 'notSent' && path.isDown && mayGo) this.#line.putBack(entry)
    else this.#ended(entry, submitOutcome(result))
    this.#pump(nowMs)
  }

  #sendOperation({ order, answer }: WaitingOperation, path: SubmitPath, nowMs: number): void {
    this.#operating++
    path.send(operationPdu(order), (result) => {
      path.ended(result)
      this.#operating--
      this.#heard(path, result, nowMs, this.#parts.clock.monotonicMs())
      answer(operationAnswer(result))
      this.#pump()
      this.#tellIdle()
    })
  }

  /** What an answer says about how fast the SMSC wants to be sent to. */
  #heard(path: SubmitPath, result: RequestOutcome, sentAtMs: number, nowMs: number): void {
    const isSlower = this.#pace.heard(result, sentAtMs, this.#paths.unanswered + 1, nowMs)
    const { medianMs } = path.roundTrip
    if (medianMs !== null) this.#pace.setRoundTrip(medianMs)
    this.#fitWindow(path)
    if (isSlower) this.#lower()
  }

  /** An order that was going has ended: what waited behind it goes, or goes back with it. */
  #ended(entry: LineEntry, outcome: SubmitOutcome): void {
    const followers = this.#line.ended(entry, goesBack(outcome, this.#definition.statusRules))
    this.#report(entry, outcome)
    for (const follower of followers) this.#report(follower, { kind: 'behind' })
  }

  #report(entry: LineEntry, outcome: SubmitOutcome): void {
    this.#counts.ended(outcome, this.#definition.statusRules)
    const { log } = this.#parts
    if (entry.sentAtMs === null && log.isVerbose) sayNotSent(log, entry.order, outcome)
    this.#desk.add(entry.order, entry.sentAtMs, outcome, entry)
  }

  /**
   * The manager has the answers, and what it leases for the credit that they give back is leased after they are durable,
   * or together with them: so no more is ever in doubt than was granted.
   */
  #handed(entries: readonly (LineEntry | undefined)[]): void {
    this.#credit.ended(ordersAmong(entries))
    this.#raise(this.#parts.clock.monotonicMs())
  }

  /** The manager could not keep the answers: until it can, it may have as much less. */
  #refused(entries: readonly (LineEntry | undefined)[]): void {
    this.#credit.again(ordersAmong(entries))
    this.#credit.lower(creditTarget(this.#sight(this.#parts.clock.monotonicMs())))
  }

  #durable(entries: readonly (LineEntry | undefined)[]): void {
    this.#open -= ordersAmong(entries)
    for (let at = 0; at < entries.length; at++) {
      const entry = entries[at]
      if (entry?.goesBack) this.#line.settled(entry)
    }
    this.#raise(this.#parts.clock.monotonicMs())
    this.#tellIdle()
  }

  #tellIdle(): void {
    if (this.#isIdle) for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  /** All that has not left goes back. */
  #turnAway(reason: string): void {
    this.#giveBack(0, reason)
    this.#operations.refuseAll(reason)
  }

  #giveBack(keep: number, reason: string): void {
    for (const entry of this.#line.takeBack(keep)) this.#report(entry, { kind: 'not-sent', reason })
  }

  #sight(nowMs: number): SenderSight {
    const { ready, behind } = this.#line
    const windowSum = this.#draining ? 0 : this.#paths.windowSum
    return { windowSum, taken: this.#credit.taken, ready, behind, ahead: this.#pace.within(AHEAD_MS, nowMs) }
  }

  #raise(nowMs: number): void {
    const sight = this.#sight(nowMs)
    const target = creditTarget(sight)
    this.#credit.raise(target, leastGrant(target, sight))
  }

  /** The SMSC takes less: credit that is not used is taken back, and what would wait too long here goes back. */
  #lower(): void {
    const nowMs = this.#parts.clock.monotonicMs()
    const keep = Math.max(1, this.#pace.within(LONGEST_WAIT_MS, nowMs))
    this.#giveBack(keep, 'the SMSC takes less than before')
    this.#credit.lower(creditTarget(this.#sight(nowMs)))
  }

  #fitWindows(): void {
    for (const path of this.#paths.all) this.#fitWindow(path)
  }

  #fitWindow({ window, roundTrip }: SubmitPath): void {
    window.fit(this.#pace.perSecond / Math.max(1, this.#paths.all.length), roundTrip.medianMs)
  }

  #wakeAt(atMs: number, nowMs: number): void {
    this.#timer?.cancel()
    this.#timer = this.#parts.clock.after(Math.ceil(atMs - nowMs), () => this.#pump())
  }
}

/** How many of these end an order; the others are late answers to orders that had ended before. */
function ordersAmong(entries: readonly (LineEntry | undefined)[]): number {
  let orders = 0
  for (let at = 0; at < entries.length; at++) if (entries[at] !== undefined) orders++
  return orders
}
