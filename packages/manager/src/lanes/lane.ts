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
 * - idle: no credit, or nothing is due. Left by `wake` or `grant`.
 * - pumping: a lease is under way. One at a time, so that parts leave in the order of the queue; the next is asked for before
 *   what the last one brought is handed over, so that the store works meanwhile.
 *
 * An SMSC that throttles is the edge's matter: it slows down and gives credit more slowly.
 */
export class Lane {
  readonly #parts: LaneParts
  #credit = 0
  #moves = 0
  #pumping: Promise<void> | undefined
  #again = false
  #stopped = false
  /** Of the parts with the Sender, those that failed before, and how often: few, and none for long. */
  readonly #failedBefore = new Map<string, number>()
  /** Whether a lease is under way: asked for, and not handed over yet. */
  #isLeasing = false
  #whenHandedOver: (() => void)[] = []

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
    this.wake()
  }

  revoke(count: number): void {
    this.#credit -= count
  }

  /** Something may be due. Cheap to call often. */
  wake(): void {
    if (this.#stopped) return
    if (this.#pumping) {
      this.#again = true
      return
    }
    if (!this.#mayLease()) return
    this.#pumping = this.#pump().finally(() => {
      this.#pumping = undefined
      if (!this.#again) return
      this.#again = false
      this.wake()
    })
  }

  /**
   * Calls `work` as soon as the lease under way is with the edge; never, when there is none. What it brings was leased
   * before this moment, and comes to the edge after it.
   */
  whenHandedOver(work: () => void): void {
    if (this.#isLeasing) this.#whenHandedOver.push(work)
  }

  /** Leases nothing more; resolves when the lease under way is handed over. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#pumping
  }

  #mayLease(): boolean {
    if (this.#stopped || this.#credit <= 0) return false
    const definition = this.#parts.definition()
    return definition === undefined || leavesThroughIt(definition)
  }

  async #pump(): Promise<void> {
    const { edge, clock, log, smscId } = this.#parts
    let next = this.#ask()
    while (next) {
      const { limit, lease: answer } = next
      let lease: Lease
      try {
        lease = await answer
      } catch (failure) {
        this.#credit += limit
        this.#isLeasing = false
        runAll(this.#whenHandedOver.splice(0))
        log.error('lease failed', { smscId, cause: String(failure) })
        clock.after(STORE_RETRY_MS, () => this.wake())
        return
      }
      const { parts: leased, more } = lease
      this.#credit += limit - leased.length
      if (leased.length > 0) this.#moves += 1
      this.#isLeasing = false
      const whenHandedOver = this.#whenHandedOver.splice(0)
      // What expired or may not be sent any more was in the way; behind it there may be more.
      const goesOn: boolean = leased.length === limit || more || this.#again
      // The store is at work on the next one while this is handed over, and answers after it.
      next = goesOn ? this.#ask() : undefined
      if (leased.length > 0) edge.submit(this.#orders(leased))
      runAll(whenHandedOver)
    }
  }

  /** Asks for the next lease; undefined when there is nothing to ask for. */
  #ask(): { readonly limit: number; readonly lease: Promise<Lease> } | undefined {
    if (!this.#mayLease()) return undefined
    const { store, clock, smscId } = this.#parts
    this.#again = false
    const limit = Math.min(this.#credit, MOST_PER_LEASE)
    this.#credit -= limit
    this.#isLeasing = true
    return { limit, lease: store.lease({ smscId, limit, nowMs: clock.nowMs(), shares: this.#shares() }) }
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

function runAll(works: readonly (() => void)[]): void {
  for (const work of works) work()
}
