import type { ManagerPort, SmscId, SubmitAnswer, SubmitOrder, SubmitOutcome } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { Turn } from '../turn.ts'

export interface AnswerDeskParts<Item> {
  readonly smscId: SmscId
  readonly manager: Pick<ManagerPort, 'answers'>
  readonly clock: Clock
  readonly turn: Turn
  readonly log: Log
  /** These answers are with the manager: what it is asked for from now on comes after them. */
  readonly onHanded?: (items: readonly Item[]) => void
  /** The manager could not take them after all; they are handed to it again. */
  readonly onRefused?: (items: readonly Item[]) => void
  /** The manager has made these answers durable. */
  readonly onDurable?: (items: readonly Item[]) => void
}

/** Answers, and what each of them is of: two lists of one length, so that neither is taken apart to be handed over. */
interface Batch<Item> {
  readonly answers: SubmitAnswer[]
  readonly items: Item[]
}

const RETRY_MS = 1_000

/**
 * Hands answers to the manager, in batches, and keeps them until it has them: they exist nowhere else. How many there can
 * be is bounded by the credit.
 */
export class AnswerDesk<Item> {
  readonly #parts: AnswerDeskParts<Item>
  /** What has come in this turn. */
  #batch: Batch<Item> = { answers: [], items: [] }
  /** What the manager did not take, to be handed to it again. */
  #again: Batch<Item> = { answers: [], items: [] }

  constructor(parts: AnswerDeskParts<Item>) {
    this.#parts = parts
  }

  /** An order has ended. `sentAtMs`: when it was handed to the socket, wall-clock time; null if it never was. */
  add({ part, attempt, smscId }: SubmitOrder, sentAtMs: number | null, outcome: SubmitOutcome, item: Item): void {
    const atMs = this.#parts.clock.nowMs()
    const { answers, items } = this.#batch
    answers.push({ part, attempt, smscId, atMs, sentAtMs, outcome })
    items.push(item)
    if (items.length === 1) this.#parts.turn.atEnd('answers', () => this.#flush())
  }

  #flush(): void {
    const batch = this.#batch
    this.#batch = { answers: [], items: [] }
    this.#hand(batch)
  }

  #hand({ answers, items }: Batch<Item>): void {
    const { manager, log, smscId, onHanded, onRefused, onDurable } = this.#parts
    const durable = manager.answers(answers)
    onHanded?.(items)
    durable.then(
      () => onDurable?.(items),
      (failure: unknown) => {
        onRefused?.(items)
        log.error('answers not stored, trying again', { smscId, count: items.length, cause: String(failure) })
        if (this.#again.items.length === 0) this.#parts.clock.after(RETRY_MS, () => this.#handAgain())
        this.#again.answers.push(...answers)
        this.#again.items.push(...items)
      },
    )
  }

  #handAgain(): void {
    const batch = this.#again
    this.#again = { answers: [], items: [] }
    this.#hand(batch)
  }
}
