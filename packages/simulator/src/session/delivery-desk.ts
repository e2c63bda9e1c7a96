import type { Clock, Random } from '@smpp-connect/kernel'
import { type PduInput, type RequestOutcome, Status, statusName } from '@smpp-connect/smpp'
import type { Delivery } from '../centre/delivery.ts'
import type { DueQueue } from '../centre/due-queue.ts'
import type { BoundSession } from './bound-session.ts'
import { DeliveryLine } from './delivery-line.ts'

/** Answers that mean "later": the delivery is kept and offered again, with growing pauses. */
const TEMPORARY: ReadonlySet<number> = new Set([
  Status.ESME_RX_T_APPN,
  Status.ESME_RTHROTTLED,
  Status.ESME_RMSGQFUL,
  Status.ESME_RSYSERR,
])
const FIRST_PAUSE_MS = 1_000
/** A delivery that was given up was answered with no status at all. */
export const GIVEN_UP = -1

export interface DeskOptions {
  readonly window: number
  readonly deliveryValidityMs: number
  readonly longestPauseMs: number
  readonly clock: Clock
  readonly random: Random
  readonly due: DueQueue
  readonly pduOf: (delivery: Delivery, bound: BoundSession) => PduInput<'deliver_sm'>
  /** A deliver_sm was handed to a session. */
  readonly offered: () => void
  /** A delivery is acknowledged (0), refused for good, or given up (-1). Rejects when that could not be written down. */
  readonly done: (delivery: Delivery, status: number) => Promise<void>
  readonly refused: (status: string) => void
}

/**
 * Hands deliveries to the receivers of their account: as many at a time as the window of each allows, to the receivers
 * in turn. One whose session was lost goes to another session at once, one that was answered with a temporary error
 * waits, one that finds no receiver stays in line until an ESME binds.
 */
export class DeliveryDesk {
  readonly #options: DeskOptions
  readonly #lines = new Map<string, DeliveryLine>()
  readonly #receivers = new Map<string, BoundSession[]>()
  readonly #asked = new Set<string>()
  #underWay = 0
  #stopped = false
  #idleWaiters: (() => void)[] = []

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** deliver_sm that are not answered yet. */
  get underWay(): number {
    return this.#underWay
  }

  offer(delivery: Delivery): void {
    this.#lineOf(delivery.account).add(delivery)
    this.#ask(delivery.account)
  }

  join(bound: BoundSession): void {
    if (bound.bindType === 'transmitter') return
    const receivers = this.#receivers.get(bound.systemId) ?? []
    receivers.push(bound)
    this.#receivers.set(bound.systemId, receivers)
    this.#ask(bound.systemId)
  }

  leave(bound: BoundSession): void {
    const receivers = this.#receivers.get(bound.systemId) ?? []
    const at = receivers.indexOf(bound)
    if (at >= 0) receivers.splice(at, 1)
    this.#ask(bound.systemId)
  }

  /** Offers nothing more; resolves when what is under way is answered. */
  async drain(): Promise<void> {
    this.#stopped = true
    while (this.#underWay > 0) await new Promise<void>((resolve) => this.#idleWaiters.push(resolve))
  }

  #lineOf(account: string): DeliveryLine {
    let line = this.#lines.get(account)
    if (line === undefined) {
      line = new DeliveryLine()
      this.#lines.set(account, line)
    }
    return line
  }

  /** Deliveries of one turn of the event loop are handed over together. */
  #ask(account: string): void {
    if (this.#asked.has(account)) return
    this.#asked.add(account)
    queueMicrotask(() => {
      this.#asked.delete(account)
      this.#hand(account)
    })
  }

  #hand(account: string): void {
    const line = this.#lineOf(account)
    while (!this.#stopped && !line.empty) {
      const receiver = this.#nextReceiver(account)
      if (receiver === undefined) return
      const delivery = line.take()
      if (delivery !== undefined) this.#send(delivery, receiver)
    }
  }

  /** The receivers take turns. */
  #nextReceiver(account: string): BoundSession | undefined {
    const receivers = this.#receivers.get(account) ?? []
    const at = receivers.findIndex((receiver) => receiver.hasRoom(this.#options.window))
    if (at < 0) return undefined
    const [receiver] = receivers.splice(at, 1)
    receivers.push(receiver!)
    return receiver
  }

  #send(delivery: Delivery, bound: BoundSession): void {
    delivery.attempts++
    bound.underWay++
    this.#underWay++
    this.#options.offered()
    bound.session.requestWith(this.#options.pduOf(delivery, bound), (outcome) => {
      bound.underWay--
      this.#underWay--
      this.#ended(delivery, outcome)
      this.#ask(delivery.account)
      if (this.#underWay === 0) for (const wake of this.#idleWaiters.splice(0)) wake()
    })
  }

  #ended(delivery: Delivery, outcome: RequestOutcome<'deliver_sm'>): void {
    switch (outcome.kind) {
      case 'answered':
        this.#done(delivery, Status.ESME_ROK)
        break
      case 'refused':
        if (TEMPORARY.has(outcome.status)) this.#later(delivery)
        else {
          this.#options.refused(statusName(outcome.status))
          this.#done(delivery, outcome.status)
        }
        break
      case 'notSent':
        if (outcome.code === 'invalid') {
          this.#options.refused(outcome.reason)
          this.#done(delivery, GIVEN_UP)
        } else if (outcome.code === 'closing' || outcome.code === 'link_lost') {
          this.#lineOf(delivery.account).putBack(delivery)
        } else this.#later(delivery)
        break
      case 'uncertain':
        this.#lineOf(delivery.account).putBack(delivery)
        break
      case 'expired':
        this.#later(delivery)
        break
    }
  }

  #later(delivery: Delivery): void {
    const { clock, random, due, deliveryValidityMs, longestPauseMs } = this.#options
    if (clock.nowMs() - delivery.createdAtMs > deliveryValidityMs) {
      this.#done(delivery, GIVEN_UP)
      return
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(delivery.attempts - 1, 10), longestPauseMs)
    due.after(pauseMs * (0.75 + random.fraction() / 2), () => this.offer(delivery))
  }

  #done(delivery: Delivery, status: number): void {
    this.#options.done(delivery, status).catch(() => {
      // It could not be written down, so it has not happened: the ESME gets it again, as after a crash.
      this.#options.due.after(FIRST_PAUSE_MS, () => this.offer(delivery))
    })
  }
}
