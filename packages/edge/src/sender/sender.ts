import type { ManagerPort, SmscId, SubmitAnswer, SubmitOrder } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { PduInput, RequestOutcome } from '@smpp-connect/smpp'
import { Batcher } from '../batcher.ts'
import { Credit } from './credit.ts'
import { submitOutcome } from './submit-outcome.ts'
import { submitPdu } from './submit-pdu.ts'

/** The bind that carries submits, as the Sender sees it. */
export interface SubmitPath {
  /** Whether the session agreed on a version that has TLVs. */
  readonly takesTlvs: boolean
  request(pdu: PduInput<'submit_sm'>): Promise<RequestOutcome<'submit_sm'>>
}

export interface SenderParts {
  readonly smscId: SmscId
  readonly manager: Pick<ManagerPort, 'answers' | 'grantCredit' | 'revokeCredit'>
  readonly clock: Clock
  readonly log: Log
}

const RETRY_ANSWERS_MS = 1_000

/**
 * The SMS Sender of one SMSC: takes orders, submits them through the bind, and reports how each ended, exactly once.
 * It holds no message longer than its window, and gives credit for new ones only when the manager has made the answers
 * to old ones durable.
 */
export class Sender {
  readonly #parts: SenderParts
  readonly #credit: Credit
  readonly #answers: Batcher<SubmitAnswer>
  #path: SubmitPath | undefined
  #draining = false
  #windowSize = 0
  /** Which order a PDU stands for, for as long as the session remembers the PDU. */
  readonly #orders = new WeakMap<object, SubmitOrder>()
  readonly #whenIdle: (() => void)[] = []

  constructor(parts: SenderParts) {
    this.#parts = parts
    const { manager, smscId } = parts
    this.#credit = new Credit({
      grant: (count) => manager.grantCredit(smscId, count),
      revoke: (count) => manager.revokeCredit(smscId, count),
    })
    this.#answers = new Batcher((batch) => this.#report(batch))
  }

  /** The bind is there and its window takes `windowSize` requests. */
  open(path: SubmitPath, windowSize: number): void {
    this.#path = path
    this.#windowSize = windowSize
    if (!this.#draining) this.#credit.raise(windowSize)
  }

  resize(windowSize: number): void {
    this.#windowSize = windowSize
    if (this.#draining || !this.#path) return
    this.#credit.lower(windowSize)
    this.#credit.raise(windowSize)
  }

  /** The bind is gone. Requests under way end by themselves, as uncertain or not sent. */
  close(): void {
    if (!this.#path) return
    this.#path = undefined
    this.#credit.lower(0)
  }

  submit(orders: readonly SubmitOrder[]): void {
    this.#credit.took(orders.length)
    for (const order of orders) this.#submitOne(order)
  }

  /** An answer that came after its request had been reported as uncertain. `pdu` is the one that was submitted. */
  late(pdu: object, smscMessageId: string): void {
    const order = this.#orders.get(pdu)
    if (!order) return
    const { part, attempt, smscId } = order
    const atMs = this.#parts.clock.nowMs()
    const answer = {
      part,
      attempt,
      smscId,
      atMs,
      sentAtMs: null,
      outcome: { kind: 'answered', smscMessageId } as const,
    }
    this.#parts.manager.answers([answer]).catch((failure: unknown) => {
      this.#parts.log.error('late answer not stored', { smscId, cause: String(failure) })
    })
  }

  /** Takes no more; resolves when all that was taken has ended and is durable. */
  async drain(): Promise<void> {
    this.#draining = true
    this.#credit.lower(0)
    if (this.#credit.taken === 0) return
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  get inFlight(): number {
    return this.#credit.taken
  }

  #submitOne(order: SubmitOrder): void {
    const { clock } = this.#parts
    const path = this.#path
    if (!path) {
      this.#end(order, null, { kind: 'not-sent', reason: 'the bind is down' })
      return
    }
    const sentAtMs = clock.nowMs()
    const pdu = submitPdu(order, path.takesTlvs)
    this.#orders.set(pdu, order)
    path.request(pdu).then(
      (outcome) => this.#end(order, outcome.kind === 'notSent' ? null : sentAtMs, submitOutcome(outcome)),
      // A rejection is a bug of ours; what became of the request is not known, so it is uncertain.
      (failure: unknown) => this.#end(order, sentAtMs, { kind: 'uncertain', reason: String(failure) }),
    )
  }

  #end(order: SubmitOrder, sentAtMs: number | null, outcome: SubmitAnswer['outcome']): void {
    const { part, attempt, smscId } = order
    this.#answers.add({ part, attempt, smscId, atMs: this.#parts.clock.nowMs(), sentAtMs, outcome })
  }

  /** Hands answers to the manager until it has them: they exist nowhere else. */
  #report(batch: readonly SubmitAnswer[]): void {
    const { manager, clock, log, smscId } = this.#parts
    manager.answers(batch).then(
      () => {
        this.#credit.ended(batch.length)
        if (this.#path && !this.#draining) this.#credit.raise(this.#windowSize)
        if (this.#credit.taken > 0) return
        for (const resolve of this.#whenIdle.splice(0)) resolve()
      },
      (failure: unknown) => {
        log.error('answers not stored, trying again', { smscId, count: batch.length, cause: String(failure) })
        clock.after(RETRY_ANSWERS_MS, () => this.#report(batch))
      },
    )
  }
}
