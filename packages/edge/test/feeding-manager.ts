import type {
  BindState,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
} from '@smpp-connect/contracts'
import type { VirtualClock } from '@smpp-connect/testkit'

interface Queued {
  readonly seq: number
  readonly order: SubmitOrder
  dueMs: number
}

export interface FeedingOptions {
  readonly clock: VirtualClock
  readonly submit: (orders: readonly SubmitOrder[]) => void
  /** How long a lease takes to be durable. */
  readonly leaseMs?: number
  /** How long answers take to be durable. */
  readonly durableMs?: number
  /** After how long a refused part is due again. */
  readonly retryMs?: number
  /** Statuses after which a part is tried again. */
  readonly retried?: readonly number[]
}

/**
 * A manager that feeds a Sender from a queue for as long as there is credit, as the lanes do: in the order of the queue,
 * and nothing of a pair while an earlier one of it is to be tried again later. A lease and a record happen at the end of
 * the time that they take, as in a store that does one thing after the other.
 */
export class FeedingManager implements ManagerPort {
  readonly #options: FeedingOptions
  #queue: Queued[] = []
  readonly #leased = new Map<string, Queued>()
  #seq = 0
  #leasing = false
  credit = 0
  /** Most parts that were leased and not ended, at any time: what a crash would have left in doubt. */
  mostInDoubt = 0
  /** Leases that brought something: durable writes. */
  leases = 0
  readonly answered: SubmitAnswer[] = []
  readonly binds: BindState[] = []
  /** Makes `answers` fail so often. */
  failAnswers = 0

  constructor(options: FeedingOptions) {
    this.#options = options
  }

  /** Parts that wait or are with the Sender. */
  get open(): number {
    return this.#queue.length + this.#leased.size
  }

  get inDoubt(): number {
    return this.#leased.size
  }

  enqueue(orders: readonly SubmitOrder[]): void {
    for (const order of orders) this.#queue.push({ seq: this.#seq++, order, dueMs: 0 })
    this.#feed()
  }

  /** As what is more urgent than all the rest. */
  enqueueFirst(orders: readonly SubmitOrder[]): void {
    this.#queue.unshift(...orders.map((order) => ({ seq: -1, order, dueMs: 0 })))
    this.#feed()
  }

  grantCredit(_smscId: SmscId, count: number): void {
    this.credit += count
    this.#feed()
  }
  revokeCredit(_smscId: SmscId, count: number): void {
    this.credit -= count
  }

  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    if (this.failAnswers-- > 0) throw new Error('the store is not there')
    await this.#after(this.#options.durableMs ?? 0)
    const { retryMs = 1_000, retried = [0x58, 0x14, 0x08] } = this.#options
    for (const answer of batch) {
      this.answered.push(answer)
      const key = keyOf(answer.part)
      const queued = this.#leased.get(key)
      if (queued === undefined) continue
      this.#leased.delete(key)
      const { outcome } = answer
      if (outcome.kind === 'refused' && retried.includes(outcome.status)) this.#return(queued, retryMs)
      else if (outcome.kind === 'not-sent' || outcome.kind === 'behind') this.#return(queued, 0)
    }
    this.#feed()
  }

  deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    return Promise.resolve(batch.map(() => ({ kind: 'stored' })))
  }

  bindChanged(state: BindState): void {
    this.binds.push(state)
  }

  get lastBind(): BindState | undefined {
    return this.binds.at(-1)
  }

  #return(queued: Queued, afterMs: number): void {
    queued.dueMs = this.#options.clock.monotonicMs() + afterMs
    const at = this.#queue.findIndex(({ seq }) => seq > queued.seq)
    this.#queue.splice(at < 0 ? this.#queue.length : at, 0, queued)
    if (afterMs > 0) this.#options.clock.after(afterMs, () => this.#feed())
  }

  #feed(): void {
    if (this.#leasing || this.credit <= 0 || this.#queue.length === 0) return
    const limit = this.credit
    this.credit -= limit
    this.#leasing = true
    void this.#after(this.#options.leaseMs ?? 0).then(() => {
      this.#leasing = false
      const leased = this.#take(limit)
      this.credit += limit - leased.length
      if (leased.length === 0) return
      this.leases++
      for (const queued of leased) this.#leased.set(keyOf(queued.order.part), queued)
      this.mostInDoubt = Math.max(this.mostInDoubt, this.#leased.size)
      this.#options.submit(leased.map(({ order }) => order))
      this.#feed()
    })
  }

  #take(limit: number): Queued[] {
    const nowMs = this.#options.clock.monotonicMs()
    const held = new Set<string>()
    const taken: Queued[] = []
    const left: Queued[] = []
    let at = 0
    for (; at < this.#queue.length && taken.length < limit; at++) {
      const queued = this.#queue[at]!
      const pair = pairOf(queued.order)
      if (queued.dueMs > nowMs || held.has(pair)) {
        held.add(pair)
        left.push(queued)
      } else taken.push(queued)
    }
    this.#queue.splice(0, at, ...left)
    return taken
  }

  #after(delayMs: number): Promise<void> {
    if (delayMs === 0) return Promise.resolve()
    return new Promise((resolve) => this.#options.clock.after(delayMs, resolve))
  }
}

function keyOf({ messageId, number }: SubmitOrder['part']): string {
  return `${messageId}/${number}`
}

/** Two addresses and a class. */
export function pairOf({ source, destination, messageClass }: SubmitOrder): string {
  return `${messageClass} ${source.address} ${destination.address}`
}
