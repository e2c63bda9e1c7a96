import type { SubmitAnswer } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'
import { answerToWire } from '../wire/answer.ts'
import { cutIntoBatches } from '../wire/batches.ts'

interface Batch {
  readonly first: number
  readonly last: number
  readonly answers: readonly SubmitAnswer[]
  readonly settle: () => void
}

const ANSWER_OCTETS = 150

/**
 * Answers that the manager has not called durable yet. They exist nowhere else, so they stay here over every loss of the
 * link, numbered one by one, and each connection goes on where the manager says that it has them. While the link is down
 * no credit is given, so there are never more than the windows of the binds take and what is in hand.
 */
export class AnswerLog implements FrameSource {
  readonly #batches: Batch[] = []
  /** Index of the next batch to send on this connection. */
  #cursor = 0
  #last = 0
  #settled = 0
  #count = 0

  /** Answers up to this one are durable. */
  get settled(): number {
    return this.#settled
  }

  /** How many answers wait. */
  get count(): number {
    return this.#count
  }

  /** Resolves when they are durable. */
  async add(answers: readonly SubmitAnswer[]): Promise<void> {
    const batches = cutIntoBatches(answers, () => ANSWER_OCTETS)
    await Promise.all(batches.map((batch) => new Promise<void>((settle) => this.#append(batch, settle))))
  }

  #append(answers: readonly SubmitAnswer[], settle: () => void): void {
    const first = this.#last + 1
    this.#last += answers.length
    this.#count += answers.length
    this.#batches.push({ first, last: this.#last, answers, settle })
  }

  /** A connection begins; the manager has all up to `through`, though not durable perhaps. */
  resume(through: number): void {
    const at = this.#batches.findIndex(({ last }) => last > through)
    this.#cursor = at < 0 ? this.#batches.length : at
  }

  /** All up to `through` are durable. */
  durable(through: number): void {
    if (through > this.#last) return
    this.#settled = Math.max(this.#settled, through)
    while (this.#batches[0] && this.#batches[0].last <= through) {
      const batch = this.#batches.shift() as Batch
      this.#cursor = Math.max(0, this.#cursor - 1)
      this.#count -= batch.answers.length
      batch.settle()
    }
  }

  next(): Outgoing | undefined {
    const batch = this.#batches[this.#cursor]
    if (!batch) return undefined
    this.#cursor += 1
    const answers = batch.answers.map(answerToWire)
    return {
      kind: { case: 'answers', value: { $typeName: 'connect.link.v1.Answers', first: BigInt(batch.first), answers } },
    }
  }
}
