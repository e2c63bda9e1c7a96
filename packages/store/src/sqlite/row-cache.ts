import type { MessageId } from '@smpp-connect/contracts'
import type { PartOfMessage } from '../engine/tables.ts'
import type { MessageHead, PartRow } from '../rules/rows.ts'
import { partKey } from './tables/part-rows.ts'

/** About 20 MB at most. What is under way at once (windows, and receipts on their way) fits many times over. */
const MOST_PARTS = 20_000
/** A message has no more parts. */
const MOST_NUMBER = 255

/**
 * Parts that were leased or asked for lately, as they are in the tables: between its lease and its receipt a part is
 * needed several times. Only the writer changes rows, and it changes them here too; when a step is undone all is
 * forgotten.
 */
export class RowCache {
  readonly #seqs = new Map<MessageId, number>()
  readonly #heads = new Map<number, MessageHead>()
  readonly #parts = new Map<number, PartRow>()

  seqOf(id: MessageId): number | undefined {
    return this.#seqs.get(id)
  }

  find(key: number): PartOfMessage | undefined {
    const part = this.#parts.get(key)
    const head = part && this.#heads.get(part.messageSeq)
    return head && { part, head }
  }

  /** Notes a part as it was read. */
  note<Found extends PartOfMessage>(found: Found): Found {
    const { part, head } = found
    if (this.#parts.size >= MOST_PARTS) this.clear()
    this.#seqs.set(head.id, head.seq)
    this.#heads.set(head.seq, head)
    this.#parts.set(partKey(part.messageSeq, part.number), part)
    return found
  }

  change({ part, head }: PartOfMessage): void {
    const key = partKey(part.messageSeq, part.number)
    if (this.#parts.has(key)) this.#parts.set(key, part)
    this.changeHead(head)
  }

  changeHead(head: MessageHead): void {
    if (this.#heads.has(head.seq)) this.#heads.set(head.seq, head)
  }

  /** Forgets a message with its parts. */
  forget(messageSeq: number): void {
    const head = this.#heads.get(messageSeq)
    if (!head) return
    this.#seqs.delete(head.id)
    this.#heads.delete(messageSeq)
    for (let number = 1; number <= MOST_NUMBER; number++) this.#parts.delete(partKey(messageSeq, number))
  }

  clear(): void {
    this.#seqs.clear()
    this.#heads.clear()
    this.#parts.clear()
  }
}
