import type { MessageId } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import { StringIndex } from '@smpp-connect/kernel'
import type { PartOfMessage, ReadyPart } from '../engine/tables.ts'
import type { MessageHead, PartRow } from '../rules/rows.ts'

/** About 30 MB at most. What is under way at once (windows, and receipts on their way) fits many times over. */
const MOST_MESSAGES = 20_000

/** What of a part only a lease reads. */
export type PartContent = Pick<ReadyPart, 'wire' | 'shortMessage' | 'tlvs'>

interface Entry {
  head: MessageHead
  /** Most messages have one part: it has a place of its own. */
  first: PartRow | undefined
  /** Further ones by their numbers; those that were not read are missing. */
  further: Map<number, PartRow> | undefined
  /** Contents of parts that were just accepted, until they are leased. */
  firstContent: PartContent | undefined
  furtherContents: Map<number, PartContent> | undefined
}

/**
 * Messages that are under way, as they are in the tables: between its lease and its receipt a part is needed several
 * times, and where little waits, what is accepted is leased the next moment. Only the writer changes rows, and it changes
 * them here too. A message that ended is forgotten, for hardly anything asks for it again.
 */
export class RowCache {
  readonly #bySeq = new Map<number, Entry>()
  readonly #seqs = new StringIndex<number>()

  seqOf(id: MessageId): number | undefined {
    return this.#seqs.get(id)
  }

  find(messageSeq: number, number: number): PartOfMessage | undefined {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry && partOf(entry, number)
    return part && { part, head: entry.head }
  }

  /** Notes a part as it was read, or, with its content, as it was accepted. */
  note({ part, head }: PartOfMessage, content?: PartContent): void {
    const entry = this.#bySeq.get(head.seq) ?? this.#begin(head)
    entry.head = head
    putPart(entry, part)
    if (!content) return
    if (part.number === 1) {
      entry.firstContent = content
    } else {
      entry.furtherContents ??= new Map()
      entry.furtherContents.set(part.number, content)
    }
  }

  /** Whether the part was accepted a moment ago, and its content not given yet. */
  isFresh(messageSeq: number, number: number): boolean {
    const entry = this.#bySeq.get(messageSeq)
    return (number === 1 ? entry?.firstContent : entry?.furtherContents?.get(number)) !== undefined
  }

  /** A part that was accepted a moment ago, with its content, which is given once. */
  takeFresh(messageSeq: number, number: number): ReadyPart | undefined {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry && partOf(entry, number)
    const content = number === 1 ? entry?.firstContent : entry?.furtherContents?.get(number)
    if (!part || !content) return undefined
    if (number === 1) entry.firstContent = undefined
    else entry.furtherContents?.delete(number)
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
    if (partOf(entry, part.number)) putPart(entry, part)
  }

  /** The part is due now. */
  makeDue(messageSeq: number, number: number): void {
    const entry = this.#bySeq.get(messageSeq)
    const part = entry && partOf(entry, number)
    if (part) putPart(entry, { ...part, dueAtMs: 0 })
  }

  forget(messageSeq: number): void {
    const entry = this.#bySeq.get(messageSeq)
    if (!entry) return
    this.#bySeq.delete(messageSeq)
    this.#seqs.delete(entry.head.id)
  }

  #begin(head: MessageHead): Entry {
    if (this.#bySeq.size >= MOST_MESSAGES) this.#forgetOldest()
    const entry: Entry = {
      head,
      first: undefined,
      further: undefined,
      firstContent: undefined,
      furtherContents: undefined,
    }
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

function partOf(entry: Entry, number: number): PartRow | undefined {
  return number === 1 ? entry.first : entry.further?.get(number)
}

function putPart(entry: Entry, part: PartRow): void {
  if (part.number === 1) {
    entry.first = part
    return
  }
  entry.further ??= new Map()
  entry.further.set(part.number, part)
}
