import type { ManagerPort, SubmitAnswer } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { OpenOrder } from './order-book.ts'

export interface SettlerParts {
  readonly manager: Pick<ManagerPort, 'answers'>
  readonly clock: Clock
  readonly log: Log
}

const RETRY_MS = 1_000

/** Ends orders in the stead of an edge that cannot, again and again until it is durable. */
export class Settler {
  readonly #parts: SettlerParts
  #stopped = false

  constructor(parts: SettlerParts) {
    this.#parts = parts
  }

  giveBack(orders: readonly OpenOrder[], reason: string): void {
    this.#settle(orders, { kind: 'not-sent', reason })
  }

  blocked(orders: readonly OpenOrder[]): void {
    this.#settle(orders, { kind: 'blocked' })
  }

  doubt(orders: readonly OpenOrder[], reason: string): void {
    if (orders.length > 0) this.#parts.log.warn('orders are uncertain', { count: orders.length, reason })
    this.#settle(orders, { kind: 'uncertain', reason })
  }

  /** What is not durable by now is found as `sending` at the next start. */
  stop(): void {
    this.#stopped = true
  }

  #settle(orders: readonly OpenOrder[], outcome: SubmitAnswer['outcome']): void {
    if (orders.length === 0) return
    const { manager, clock, log } = this.#parts
    const atMs = clock.nowMs()
    const answers = orders.map(({ part, attempt, smscId }) => ({
      part,
      attempt,
      smscId,
      atMs,
      sentAtMs: null,
      outcome,
    }))
    const store = (): void => {
      manager.answers(answers).catch((failure: unknown) => {
        if (this.#stopped) return
        log.error('answers not stored, trying again', { count: answers.length, cause: String(failure) })
        clock.after(RETRY_MS, store)
      })
    }
    store()
  }
}
