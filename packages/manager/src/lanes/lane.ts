import {
  type EdgePort,
  leavesThroughIt,
  type MessageClass,
  type PartRef,
  type SmscDefinition,
  type SmscId,
  type SubmitOrder,
  USUAL_TREATMENTS,
} from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { Lease, LeasedPart, Store } from '@smpp-connect/store'
import { submitOrders } from './submit-order.ts'

/** Most parts in one lease: one durable write, however large the window. */
const MOST_PER_LEASE = 500
const STORE_RETRY_MS = 1_000
/** Where all that is queued is to wait, credit is no reason to look sooner than this whether some of it has become due. */
const LATER_MS = 50

export interface LaneParts {
  readonly smscId: SmscId
  readonly store: Store
  readonly edge: Pick<EdgePort, 'submit'>
  readonly clock: Clock
  readonly log: Log
  /** The definition as it is now; undefined once it is deleted. */
  readonly definition: () => SmscDefinition | undefined
}

/**
 * The way out to one SMSC. The edge grants credit (what its window can take); the lane leases that many parts from the
 * store, which makes the intent to send durable, and only then hands them over.
 *
 * - idle: no credit, or nothing is queued. Left by `wake`, `follow`, or, where something may be due, by `grant`.
 * - leasing: leases are under way. The store does what it is asked in order, so parts leave in the order of the queue. The next
 *   lease is asked for before what the last one brought is handed over, so that the store works meanwhile. Only what is
 *   about to be accepted does not wait for the lease under way: its own is asked for right behind it, which the store
 *   then does in the same durable step. So a text for which there is room is on its way as soon as it is accepted.
 *
 * An SMSC that throttles is the edge's matter: it slows down and gives credit more slowly.
 */
export class Lane {
  readonly #parts: LaneParts
  #credit = 0
  #moves = 0
  /**
   * Until then, monotonic, there is nothing to lease, as far as the last lease says: Infinity when nothing is queued. Whoever
   * queues something says so, and it is void.
   */
  #nothingUntilMs = 0
  /** How often somebody said that something may be due. */
  #wakes = 0
  /** Leases that were asked for, and those that ended, with what they brought handed over. */
  #asked = 0
  #ended = 0
  /** Something moved while a lease was under way: look again. */
  #again = false
  /** Parts that are about to be accepted in this turn. */
  #toFollow = 0
  #lastLease: Promise<void> = Promise.resolve()
  #stopped = false
  /** A lease failed, and for a while none is asked for. */
  #isRetrying = false
  /** Of the parts with the Sender, those that failed before, and how often: few, and none for long. */
  readonly #failedBefore = new Map<string, number>()
  /** What is to be done once so many leases have ended. */
  #behindLeases: { readonly leases: number; readonly work: () => void }[] = []

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  /** What the edge has room for. Below 0: it took back what was being leased already. */
  get credit(): number {
    return this.#credit
  }

  /** Counts what moves: credit that comes, and leases that bring something. For the watchdog. */
  get moves(): number {
    return this.#moves
  }

  grant(count: number): void {
    this.#moves += 1
    this.#credit += count
    this.#look()
  }

  revoke(count: number): void {
    this.#credit -= count
  }

  /** Something may be due. Cheap to call often. */
  wake(): void {
    this.#noteWaiting()
    this.#look()
  }

  /**
   * So many parts are about to be accepted in this turn of the event loop. To be called before the store is asked to, for at the end of
   * the turn what it was asked crosses to it, and the lease is to be the last of that. It asks for no more than these, so
   * that there is credit for those of the next turn.
   */
  follow(parts: number): void {
    this.#noteWaiting()
    this.#toFollow += parts
    if (this.#toFollow > parts) return
    setImmediate(() => {
      this.#again ||= this.#isLeasing
      const most = this.#toFollow
      this.#toFollow = 0
      this.#ask(most)
    })
  }

  /**
   * Calls `work` as soon as the leases under way are with the edge; never, when there are none. What they bring was leased
   * before this moment, and comes to the edge after it.
   */
  whenHandedOver(work: () => void): void {
    if (this.#isLeasing) this.#behindLeases.push({ leases: this.#asked, work })
  }

  /** Leases nothing more; resolves when the leases under way are handed over. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#lastLease
  }

  get #isLeasing(): boolean {
    return this.#asked > this.#ended
  }

  #noteWaiting(): void {
    this.#nothingUntilMs = 0
    this.#wakes += 1
  }

  #look(): void {
    if (this.#isLeasing) this.#again = true
    else this.#ask()
  }

  #mayLease(): boolean {
    if (this.#stopped || this.#isRetrying || this.#credit <= 0) return false
    const { clock } = this.#parts
    if (this.#nothingUntilMs > 0 && clock.monotonicMs() < this.#nothingUntilMs) return false
    const definition = this.#parts.definition()
    return definition === undefined || leavesThroughIt(definition)
  }

  #ask(most = MOST_PER_LEASE): void {
    if (!this.#mayLease()) return
    const { store, clock, smscId } = this.#parts
    const limit = Math.min(this.#credit, most, MOST_PER_LEASE)
    const wakes = this.#wakes
    this.#again = false
    this.#credit -= limit
    this.#asked += 1
    this.#lastLease = store.lease({ smscId, limit, nowMs: clock.nowMs(), shares: this.#shares() }).then(
      (lease) => this.#leased(lease, limit, wakes),
      (failure: unknown) => this.#failed(failure, limit),
    )
  }

  #leased({ parts, rest }: Lease, limit: number, wakes: number): void {
    this.#credit += limit - parts.length
    this.#ended += 1
    if (parts.length > 0) this.#moves += 1
    if (rest !== 'more' && wakes === this.#wakes) {
      this.#nothingUntilMs = rest === 'none' ? Infinity : this.#parts.clock.monotonicMs() + LATER_MS
    }
    // The store is at work on the next one while this is handed over, and answers after it.
    if (rest === 'more' || this.#again) this.#look()
    if (parts.length > 0) this.#parts.edge.submit(this.#orders(parts))
    this.#runBehind()
  }

  #failed(failure: unknown, limit: number): void {
    const { log, clock, smscId } = this.#parts
    this.#credit += limit
    this.#ended += 1
    this.#runBehind()
    if (this.#isRetrying) return
    this.#isRetrying = true
    log.error('lease failed', { smscId, cause: String(failure) })
    clock.after(STORE_RETRY_MS, () => {
      this.#isRetrying = false
      this.wake()
    })
  }

  #runBehind(): void {
    while (this.#behindLeases[0] && this.#behindLeases[0].leases <= this.#ended) this.#behindLeases.shift()?.work()
  }

  #shares(): Readonly<Record<MessageClass, number>> {
    const classes = this.#parts.definition()?.classes ?? USUAL_TREATMENTS
    return { code: classes.code.share, transactional: classes.transactional.share, bulk: classes.bulk.share }
  }

  /** How often the part of an answer had failed before, which is asked once. */
  takeFailures({ messageId, number }: PartRef): number {
    if (this.#failedBefore.size === 0) return 0
    const key = `${messageId} ${number}`
    const failures = this.#failedBefore.get(key)
    if (failures === undefined) return 0
    this.#failedBefore.delete(key)
    return failures
  }

  #orders(leased: readonly LeasedPart[]): readonly SubmitOrder[] {
    const { definition, clock } = this.#parts
    for (const { part, failedBefore } of leased) {
      if (failedBefore > 0) this.#failedBefore.set(`${part.messageId} ${part.number}`, failedBefore)
    }
    return submitOrders(leased, definition()?.userMessageReference ?? false, clock.nowMs())
  }
}
