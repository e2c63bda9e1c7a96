import type { MessageId } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import type { PartOfMessage } from '../engine/tables.ts'
import type { MessageHead, PartRow } from '../rules/rows.ts'

/** About 30 MB at most. What is under way at once (windows, and receipts on their way) fits many times over. */
const MOST_MESSAGES = 20_000

interface Entry {
  head: MessageHead
  /** By their numbers; those that were not read are missing. */
  readonly parts: (PartRow | undefined)[]
}

/**
 * Messages that are under way, as they are in the tables: between its lease and its receipt a part is needed several
 * times. Only the writer changes rows, and it changes them here too; when a step is undone all is forgotten. A message
 * that ended is forgotten as well, for hardly anything asks for it again.
 */
export class RowCache {
  readonly #bySeq = new Map<number, Entry>()
  readonly #seqs = new Map<MessageId, number>()

  seqOf(id: MessageId): number | undefined {
    return this.#seqs.get(id)
  }

  find(messageSeq: number, number: number): PartOfMessage | undefined {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry?.parts[number]
    return entry && part && { part, head: entry.head }
  }

  /** Notes a part as it was read. */
  note({ part, head }: PartOfMessage): void {
    const entry = this.#bySeq.get(head.seq)
    if (entry) {
      entry.head = head
      entry.parts[part.number] = part
      return
    }
    if (this.#bySeq.size >= MOST_MESSAGES) this.#forgetOldest()
    const parts: (PartRow | undefined)[] = []
    parts[part.number] = part
    this.#bySeq.set(head.seq, { head, parts })
    this.#seqs.set(head.id, head.seq)
  }

  change({ part, head }: PartOfMessage): void {
    const entry = this.#bySeq.get(head.seq)
    if (!entry) return
    if (isFinal(head.state)) {
      this.forget(head.seq)
      return
    }
    entry.head = head
    if (entry.parts[part.number]) entry.parts[part.number] = part
  }

  forget(messageSeq: number): void {
    const entry = this.#bySeq.get(messageSeq)
    if (!entry) return
    this.#bySeq.delete(messageSeq)
    this.#seqs.delete(entry.head.id)
  }

  clear(): void {
    this.#bySeq.clear()
    this.#seqs.clear()
  }

  #forgetOldest(): void {
    for (const messageSeq of this.#bySeq.keys()) {
      this.forget(messageSeq)
      return
    }
  }
}
