import type { ManagerPort, SmscId, SubmitAnswer, SubmitOrder, SubmitOutcome } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import { Batcher } from '../batcher.ts'
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

interface Told<Item> {
  readonly answer: SubmitAnswer
  readonly item: Item
}

const RETRY_MS = 1_000

/**
 * Hands answers to the manager, in batches, and keeps them until it has them: they exist nowhere else. How many there can
 * be is bounded by the credit.
 */
export class AnswerDesk<Item> {
  readonly #parts: AnswerDeskParts<Item>
  readonly #batcher: Batcher<Told<Item>>
  /** What the manager did not take, to be handed to it again. */
  #again: Told<Item>[] = []

  constructor(parts: AnswerDeskParts<Item>) {
    this.#parts = parts
    this.#batcher = new Batcher(parts.turn, 'answers', (batch) => this.#hand(batch))
  }

  /** An order has ended. `sentAtMs`: when it was handed to the socket, wall-clock time; null if it never was. */
  add({ part, attempt, smscId }: SubmitOrder, sentAtMs: number | null, outcome: SubmitOutcome, item: Item): void {
    const atMs = this.#parts.clock.nowMs()
    this.#batcher.add({ answer: { part, attempt, smscId, atMs, sentAtMs, outcome }, item })
  }

  #hand(batch: readonly Told<Item>[]): void {
    const { manager, log, smscId, onHanded, onRefused, onDurable } = this.#parts
    const items = batch.map(({ item }) => item)
    const durable = manager.answers(batch.map(({ answer }) => answer))
    onHanded?.(items)
    durable.then(
      () => onDurable?.(items),
      (failure: unknown) => {
        onRefused?.(items)
        log.error('answers not stored, trying again', { smscId, count: batch.length, cause: String(failure) })
        if (this.#again.length === 0) this.#parts.clock.after(RETRY_MS, () => this.#handAgain())
        this.#again.push(...batch)
      },
    )
  }

  #handAgain(): void {
    const batch = this.#again
    this.#again = []
    this.#hand(batch)
  }
}
