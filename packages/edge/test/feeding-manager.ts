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

const LEASE_AGAIN_MS = 1_000

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
 * the time that they take, one after the other in the order in which they were asked for, as in a store with one writer;
 * when it cannot write, what was asked for at that time fails together.
 */
export class FeedingManager implements ManagerPort {
  readonly #options: FeedingOptions
  #queue: Queued[] = []
  readonly #leased = new Map<string, Queued>()
  #seq = 0
  #leasing = false
  #leaseFails = false
  #failedAtMs = Number.NEGATIVE_INFINITY
  /** What was asked for last. */
  #last: Promise<void> = Promise.resolve()
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
    if (this.failAnswers > 0) {
      this.failAnswers--
      this.#leaseFails = this.#leasing
      this.#failedAtMs = this.#options.clock.monotonicMs()
      throw new Error('the store is not there')
    }
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
    // Asked for together with answers that cannot be written.
    this.#leaseFails ||= this.#options.clock.monotonicMs() === this.#failedAtMs
    void this.#after(this.#options.leaseMs ?? 0).then(() => {
      this.#leasing = false
      if (this.#leaseFails || this.failAnswers > 0) {
        this.#leaseFails = false
        this.credit += limit
        this.#options.clock.after(LEASE_AGAIN_MS, () => this.#feed())
        return
      }
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

  /** After that time, and after all that was asked for before. */
  #after(delayMs: number): Promise<void> {
    const before = this.#last
    const delay =
      delayMs === 0 ? Promise.resolve() : new Promise<void>((resolve) => this.#options.clock.after(delayMs, resolve))
    this.#last = delay.then(() => before)
    return this.#last
  }
}

function keyOf({ messageId, number }: SubmitOrder['part']): string {
  return `${messageId}/${number}`
}

/** Two addresses and a class. */
export function pairOf({ source, destination, messageClass }: SubmitOrder): string {
  return `${messageClass} ${source.address} ${destination.address}`
}
