import type {
  BindTrialAnswer,
  BindTrialOrder,
  BlockedPair,
  EdgePort,
  ManagerPort,
  OperationAnswer,
  OperationOrder,
  Seat,
  SmscDefinition,
  SmscId,
  SubmitOrder,
} from '@smpp-connect/contracts'
import type { Clock, Component, Log, Random, Timer } from '@smpp-connect/kernel'
import type { Dial } from '@smpp-connect/smpp'
import { SmscBinds } from './binds/smsc-binds.ts'
import type { SmscFigures } from './edge-figures.ts'
import { Receiver } from './receiver/receiver.ts'
import type { Seated, SeatKeeper } from './seats/seat-keeper.ts'
import { AnswerDesk } from './sender/answer-desk.ts'
import type { Hearer, Hearing } from './sender/hearing.ts'
import { Sender } from './sender/sender.ts'
import { TrialDesk } from './trial/trial-desk.ts'
import { Turn } from './turn.ts'

export interface EdgeOptions {
  readonly manager: ManagerPort
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Which binds it may hold; all of them when left out: it is the only edge. */
  readonly seats?: SeatKeeper | undefined
  /** Whether it has heard what the manager says; always when left out: it is in the same process. */
  readonly hearing?: Hearing | undefined
  /** Makes the connections instead of TCP: in-memory worlds. */
  readonly dial?: ((definition: SmscDefinition) => Dial) | undefined
}

/** How often the figures of the binds (window in use) are told, if they changed. */
const REPORT_MS = 1_000

const UNKNOWN_SMSC = 'the SMSC definition is gone'

/**
 * An edge: the process, or the part of one, that hosts SMS Sender and SMS Receiver. It keeps a cache of the SMSC
 * definitions, holds the binds that they ask for, and touches only what a change concerns. It stores nothing.
 */
export class Edge implements EdgePort, Component, Seated, Hearer {
  readonly name = 'edge'
  readonly #options: EdgeOptions
  readonly #turn = new Turn()
  readonly #receiver: Receiver
  readonly #trials: TrialDesk
  readonly #smscs = new Map<SmscId, SmscBinds>()
  #timer: Timer | undefined
  #stopped = false

  constructor(options: EdgeOptions) {
    this.#options = options
    options.seats?.join(this)
    options.hearing?.join(this)
    this.#receiver = new Receiver(options.manager, options.log, this.#turn)
    const { clock, log, dial } = options
    this.#trials = new TrialDesk({ clock, log, dial: ({ definition }) => dial?.(definition) })
  }

  async start(): Promise<void> {
    this.#reportAgain()
  }

  async applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void> {
    if (this.#stopped) return
    for (const definition of definitions) this.#binds(definition).apply(definition).catch(this.#failed(definition.id))
    const kept = new Set(definitions.map(({ id }) => id))
    for (const [smscId, binds] of this.#smscs) if (!kept.has(smscId)) this.#end(smscId, binds)
  }

  submit(orders: readonly SubmitOrder[]): void {
    const smscId = orders[0]?.smscId
    if (smscId === undefined) return
    // A lane hands over what is its SMSC's, so that one batch of several is seldom.
    if (orders.every((order) => order.smscId === smscId)) this.#submitTo(smscId, orders)
    else for (const [each, mine] of Map.groupBy(orders, (order) => order.smscId)) this.#submitTo(each, mine)
  }

  #submitTo(smscId: SmscId, orders: readonly SubmitOrder[]): void {
    const sender = this.#smscs.get(smscId)?.sender
    if (sender) sender.submit(orders)
    else this.#turnAway(smscId, orders)
  }

  block(pairs: readonly BlockedPair[]): void {
    for (const { sender } of this.#smscs.values()) sender.block(pairs)
  }

  /** Gives back what waits here and has not left: nobody can say any more what must not be sent. */
  recall(reason: string): void {
    for (const { sender } of this.#smscs.values()) sender.recall(reason)
  }

  /** Has parts that came and have not ended. */
  get isBusy(): boolean {
    for (const { sender } of this.#smscs.values()) if (sender.inFlight > 0) return true
    return false
  }

  giveBack(reason: string): void {
    for (const { sender } of this.#smscs.values()) sender.giveBack(reason)
  }

  goOn(): void {
    for (const { sender } of this.#smscs.values()) sender.goOn()
  }

  async operate(order: OperationOrder): Promise<OperationAnswer> {
    const sender = this.#smscs.get(order.smscId)?.sender
    return sender ? sender.operate(order) : { kind: 'not-sent', reason: UNKNOWN_SMSC }
  }

  tryBind(order: BindTrialOrder): Promise<BindTrialAnswer> {
    return this.#trials.take(order)
  }

  /** Takes no new work; resolves when all that was taken has ended. The binds stay: receipts may still come. */
  async drain(): Promise<void> {
    await Promise.all([...this.#smscs.values()].map(({ sender }) => sender.drain()))
  }

  /** Unbinds everywhere. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#trials.stop()
    this.#timer?.cancel()
    const all = [...this.#smscs.values()]
    this.#smscs.clear()
    await Promise.all(all.map((binds) => binds.apply(undefined)))
  }

  /** How it stands with each SMSC of which it is to hold binds, if it has a seat. */
  get figures(): readonly SmscFigures[] {
    return [...this.#smscs].flatMap(([smscId, binds]) => {
      const { figures } = binds
      return figures ? [{ ...figures, inbound: this.#receiver.counts.of(smscId) }] : []
    })
  }

  get seated(): readonly Seat[] {
    return [...this.#smscs].flatMap(([smscId, { types }]) => types.map((bindType) => ({ smscId, bindType })))
  }

  reseat(): void {
    if (this.#stopped) return
    for (const [smscId, binds] of this.#smscs) binds.reseat().catch(this.#failed(smscId))
  }

  cut({ smscId, bindType }: Seat): void {
    this.#smscs.get(smscId)?.cut(bindType)
  }

  #binds(definition: SmscDefinition): SmscBinds {
    const known = this.#smscs.get(definition.id)
    if (known) return known
    const { manager, clock, random, log, dial, seats, hearing } = this.#options
    const binds = new SmscBinds({
      manager,
      clock,
      random,
      log,
      dial,
      seats,
      onReleased: () => seats?.askNow(),
      receiver: this.#receiver,
      sender: new Sender(definition, { manager, clock, log, turn: this.#turn, mayWrite: sendingGate(seats), hearing }),
    })
    this.#smscs.set(definition.id, binds)
    return binds
  }

  /** It is known until its binds are down: one that comes back meanwhile must not be bound twice. */
  #end(smscId: SmscId, binds: SmscBinds): void {
    binds.apply(undefined).then(() => {
      if (binds.isWanted || this.#smscs.get(smscId) !== binds) return
      this.#smscs.delete(smscId)
      this.#receiver.counts.forget(smscId)
    }, this.#failed(smscId))
  }

  /** Orders for an SMSC that this edge does not have (any more) go back as they came. */
  #turnAway(smscId: SmscId, orders: readonly SubmitOrder[]): void {
    const { manager, clock, log } = this.#options
    const desk = new AnswerDesk<undefined>({ smscId, manager, clock, log, turn: this.#turn })
    for (const order of orders) desk.add(order, null, { kind: 'not-sent', reason: UNKNOWN_SMSC }, undefined)
  }

  #failed(smscId: SmscId): (failure: unknown) => void {
    return (failure) => this.#options.log.error('edge work failed', { smscId, cause: String(failure) })
  }

  #reportAgain(): void {
    for (const binds of this.#smscs.values()) binds.report()
    this.#timer = this.#options.clock.after(REPORT_MS, () => this.#reportAgain())
  }
}

/** Whether submits may be written for a definition: its transmitters or transceivers have their seat. */
function sendingGate(seats: SeatKeeper | undefined): ((definition: SmscDefinition) => boolean) | undefined {
  return (
    seats &&
    (({ id: smscId, bindMode }) => {
      const bindType = bindMode === 'transceiver' ? 'transceiver' : 'transmitter'
      return seats.mayWrite({ smscId, bindType })
    })
  )
}
