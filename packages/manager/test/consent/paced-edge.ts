import type {
  BindTrialAnswer,
  BlockedPair,
  EdgePort,
  ManagerPort,
  OperationAnswer,
  SubmitOrder,
  SubmitOutcome,
} from '@smpp-connect/contracts'
import type { Clock, Timer } from '@smpp-connect/kernel'

/** An order at a moment, in milliseconds. */
export interface Passed {
  readonly order: SubmitOrder
  readonly atMs: number
}

/**
 * An edge whose Sender holds a window of orders and writes them at a pace, so that some wait there for seconds; every
 * write is answered a moment later.
 */
export class PacedEdge implements EdgePort {
  readonly written: Passed[] = []
  /** How the next writes end; an OK, when there is none. */
  readonly outcomes: SubmitOutcome[] = []
  /** A planted bug: it gives nothing back. */
  isDeaf = false
  manager: ManagerPort | undefined
  /** Told of each order when it is handed over, and when it is written. */
  onPassed: (passed: Passed) => void = () => {}
  readonly #clock: Clock
  readonly #everyMs: number
  readonly #smscId: string
  #line: SubmitOrder[] = []
  #timer: Timer | undefined

  constructor(clock: Clock, smscId: string, everyMs: number) {
    this.#clock = clock
    this.#smscId = smscId
    this.#everyMs = everyMs
  }

  async applyDefinitions(): Promise<void> {}
  async operate(): Promise<OperationAnswer> {
    return { kind: 'done' }
  }
  async tryBind(): Promise<BindTrialAnswer> {
    return { kind: 'not-tried', reason: 'it has no SMSC' }
  }
  async drain(): Promise<void> {}

  submit(orders: readonly SubmitOrder[]): void {
    const atMs = this.#clock.monotonicMs()
    for (const order of orders) this.onPassed({ order, atMs })
    this.#line.push(...orders)
    this.#timer ??= this.#clock.after(this.#everyMs, () => this.#writeOne())
  }

  block(pairs: readonly BlockedPair[]): void {
    if (this.isDeaf) return
    const isBlocked = ({ source, destination }: SubmitOrder): boolean =>
      pairs.some(
        (pair) => pair.destination === destination.address && (pair.source ?? source.address) === source.address,
      )
    const blocked = this.#line.filter(isBlocked)
    this.#line = this.#line.filter((order) => !isBlocked(order))
    this.#end(blocked, { kind: 'blocked' }, null)
  }

  #writeOne(): void {
    const order = this.#line.shift()
    this.#timer = this.#line.length > 0 ? this.#clock.after(this.#everyMs, () => this.#writeOne()) : undefined
    if (!order) return
    const atMs = this.#clock.monotonicMs()
    this.written.push({ order, atMs })
    this.onPassed({ order, atMs })
    const ok = { kind: 'answered', smscMessageId: `${order.part.messageId}.${order.attempt}` } as const
    const outcome = this.outcomes.shift() ?? ok
    this.#clock.after(5, () => this.#end([order], outcome, this.#clock.nowMs()))
  }

  #end(orders: readonly SubmitOrder[], outcome: SubmitOutcome, sentAtMs: number | null): void {
    if (orders.length === 0) return
    const atMs = this.#clock.nowMs()
    const answers = orders.map(({ part, attempt, smscId }) => ({ part, attempt, smscId, atMs, sentAtMs, outcome }))
    void this.manager?.answers(answers).then(() => this.manager?.grantCredit(this.#smscId as never, orders.length))
  }
}
