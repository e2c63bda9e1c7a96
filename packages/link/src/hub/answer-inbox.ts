import type { SubmitAnswer } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { FrameSource, Outgoing } from '../session/session.ts'

export interface AnswerInboxParts {
  /** Resolves when they are durable. */
  readonly store: (answers: readonly SubmitAnswer[]) => Promise<void>
  readonly clock: Clock
  readonly log: Log
  /** There is more to tell the edge. */
  readonly wake: () => void
}

export type Taken = 'taken' | 'known' | 'gap' | 'too-many'

const RETRY_MS = 1_000
/** Far more than all windows together: beyond it the edge does not keep to its own credit. */
const MOST_UNSTORED = 200_000

/**
 * The answers of one edge process, each taken once. Two numbers are kept: up to where they have come, without a gap, and up
 * to where they are durable. An edge that is back goes on after the first; it forgets what is before the second. What the
 * store cannot take is tried again here: the edge waits, and gives no credit meanwhile.
 */
export class AnswerInbox implements FrameSource {
  readonly #parts: AnswerInboxParts
  #producerId = ''
  #came = 0
  #durable = 0
  #told = 0
  #unstored = 0
  /** Ranges that became durable before what is in front of them. */
  readonly #ahead = new Map<number, number>()
  /** Counts processes of the edge: what an earlier one sent still becomes durable, but moves no number. */
  #epoch = 0
  #stopped = false

  constructor(parts: AnswerInboxParts) {
    this.#parts = parts
  }

  /** A connection begins. `settled` is what the edge takes for durable. Returns up to where its answers have come. */
  resume(producerId: string, settled: number): number {
    if (producerId !== this.#producerId) {
      this.#producerId = producerId
      this.#epoch += 1
      this.#came = settled
      this.#durable = settled
      this.#ahead.clear()
    }
    // Another manager has taken some in between.
    if (settled > this.#came) {
      this.#came = settled
      this.#durable = settled
      this.#epoch += 1
      this.#ahead.clear()
    }
    this.#told = settled
    return this.#came
  }

  /** `known`: nothing new in it. `gap`: some before it never came. */
  take(first: number, answers: readonly SubmitAnswer[]): Taken {
    if (first > this.#came + 1) return 'gap'
    const last = first + answers.length - 1
    if (last <= this.#came) return 'known'
    const fresh = answers.slice(this.#came + 1 - first)
    if (this.#unstored + fresh.length > MOST_UNSTORED) return 'too-many'
    const from = this.#came + 1
    this.#came = last
    this.#unstored += fresh.length
    this.#store(from, last, fresh, this.#epoch)
    return 'taken'
  }

  next(): Outgoing | undefined {
    if (this.#durable <= this.#told) return undefined
    this.#told = this.#durable
    const through = BigInt(this.#durable)
    return { kind: { case: 'answersDurable', value: { $typeName: 'connect.link.v1.AnswersDurable', through } } }
  }

  stop(): void {
    this.#stopped = true
  }

  #store(first: number, last: number, answers: readonly SubmitAnswer[], epoch: number): void {
    const { store, clock, log, wake } = this.#parts
    store(answers).then(
      () => {
        this.#unstored -= answers.length
        if (epoch !== this.#epoch) return
        this.#ahead.set(first, last)
        for (;;) {
          const next = this.#ahead.get(this.#durable + 1)
          if (next === undefined) break
          this.#ahead.delete(this.#durable + 1)
          this.#durable = next
        }
        wake()
      },
      (failure: unknown) => {
        if (this.#stopped) return
        log.error('answers not stored, trying again', { count: answers.length, cause: String(failure) })
        clock.after(RETRY_MS, () => this.#store(first, last, answers, epoch))
      },
    )
  }
}
