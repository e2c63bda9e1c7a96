import type { MessageId } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import type { PartOfMessage, ReadyPart } from '../engine/tables.ts'
import type { MessageHead, PartRow } from '../rules/rows.ts'

/** About 30 MB at most. What is under way at once (windows, and receipts on their way) fits many times over. */
const MOST_MESSAGES = 20_000

/** What of a part only a lease reads. */
export type PartContent = Pick<ReadyPart, 'wire' | 'shortMessage' | 'tlvs'>

interface Entry {
  head: MessageHead
  /** By their numbers; those that were not read are missing. */
  readonly parts: (PartRow | undefined)[]
  /** The same of those that were just accepted, until they are leased. */
  readonly contents: (PartContent | undefined)[]
}

/**
 * Messages that are under way, as they are in the tables: between its lease and its receipt a part is needed several
 * times, and where little waits, what is accepted is leased the next moment. Only the writer changes rows, and it changes them here too; when a step is undone all is forgotten. A message
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

  /** Notes a part as it was read, or, with its content, as it was accepted. */
  note({ part, head }: PartOfMessage, content?: PartContent): void {
    const entry = this.#bySeq.get(head.seq) ?? this.#begin(head)
    entry.head = head
    entry.parts[part.number] = part
    if (content) entry.contents[part.number] = content
  }

  /** A part that was accepted a moment ago, with its content, which is given once. */
  takeFresh(messageSeq: number, number: number): ReadyPart | undefined {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry?.parts[number]
    const content = entry?.contents[number]
    if (!entry || !part || !content) return undefined
    entry.contents[number] = undefined
    const { wire, shortMessage, tlvs } = content
    return { part, head: entry.head, wire, esmClass: part.esmClass, shortMessage, tlvs }
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

  /** The part is due now. */
  makeDue(messageSeq: number, number: number): void {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry?.parts[number]
    if (entry && part) entry.parts[number] = { ...part, dueAtMs: 0 }
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

  #begin(head: MessageHead): Entry {
    if (this.#bySeq.size >= MOST_MESSAGES) this.#forgetOldest()
    const entry = { head, parts: [], contents: [] }
    this.#bySeq.set(head.seq, entry)
    this.#seqs.set(head.id, head.seq)
    return entry
  }

  #forgetOldest(): void {
    for (const messageSeq of this.#bySeq.keys()) {
      this.forget(messageSeq)
      return
    }
  }
}
