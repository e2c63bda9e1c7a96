import type { PhoneView } from '@smpp-connect/contracts'
import { type Concatenation, hasUserDataHeader, userDataOf } from '@smpp-connect/smpp/text'
import type { PhoneRecord, SubmitRecord } from '../journal/record.ts'
import { messageFieldsOf, PhoneTextEntry } from './phone-text.ts'

/** A handset: the texts that came to it and that were written on it. */
export class Phone {
  readonly number: string
  /** Order of the last change: phones are listed by it. */
  changed = 0
  /** Neighbours in the book: the phone that changed next later, and next earlier. */
  newer: Phone | undefined
  older: Phone | undefined
  /** Oldest first; those before `#head` are forgotten. */
  #texts: (PhoneTextEntry | undefined)[] = []
  #head = 0
  /** Texts with parts missing. */
  readonly #open = new Map<string, PhoneTextEntry>()

  constructor(number: string) {
    this.number = number
  }

  get count(): number {
    return this.#texts.length - this.#head
  }

  get latest(): PhoneTextEntry | undefined {
    return this.#texts.at(-1)
  }

  /** Takes a short message; returns how many texts the phone has more. `order` is the place of a new text. */
  receive(record: SubmitRecord, other: string, atMs: number, order: number): number {
    const { key: id, esm, dc, data } = record
    const concatenation = concatenationOf(record)
    if (concatenation === undefined || concatenation.total === 1) {
      const parts = [[1, esm, dc, data] as const]
      this.#texts.push(new PhoneTextEntry({ id, order, other, at: atMs, total: 1, parts }))
      return 1
    }
    const { reference, total, sequence, width } = concatenation
    const joinKey = `${other} ${reference} ${total} ${width}`
    const open = this.#open.get(joinKey)
    const result = open?.add(sequence, { esm, dc, data }) ?? 'other'
    if (open !== undefined && result !== 'other') {
      if (open.missingParts === 0) this.#open.delete(joinKey)
      return 0
    }
    // None is open; or one has other content in this place: the sender's reference came round, and a new text begins.
    const parts = [[sequence, esm, dc, data] as const]
    const entry = new PhoneTextEntry({ id, order, other, at: atMs, total, parts, joinKey })
    this.#open.set(joinKey, entry)
    this.#texts.push(entry)
    return 1
  }

  /** Takes a text written here. */
  write(id: string, other: string, text: string, parts: number, atMs: number, order: number): void {
    this.#texts.push(new PhoneTextEntry({ id, order, other, at: atMs, total: parts, text }))
  }

  /** Forgets the oldest text. */
  forgetOldest(): void {
    const oldest = this.#texts[this.#head]
    if (oldest === undefined) return
    this.#texts[this.#head++] = undefined
    if (oldest.joinKey !== undefined && this.#open.get(oldest.joinKey) === oldest) this.#open.delete(oldest.joinKey)
    // Moving the rest down for each would cost more the more there are.
    if (this.#head < 1_000 || this.#head < this.#texts.length / 2) return
    this.#texts = this.#texts.slice(this.#head)
    this.#head = 0
  }

  /** At most `limit` texts before the place `before`, newest first, and whether there are older ones. */
  page(limit: number, before: number): { readonly entries: readonly PhoneTextEntry[]; readonly more: boolean } {
    let low = this.#head
    let end = this.#texts.length
    while (low < end) {
      const middle = (low + end) >> 1
      if (this.#texts[middle]!.order < before) low = middle + 1
      else end = middle
    }
    const start = Math.max(this.#head, end - limit)
    const entries = this.#texts.slice(start, end).reverse() as PhoneTextEntry[]
    return { entries, more: start > this.#head }
  }

  /** Whether a text here has these words in it. `words` are in lower case. */
  mentions(words: string): boolean {
    return this.latest?.text.toLowerCase().includes(words) ?? false
  }

  view(): PhoneView {
    const { latest } = this
    const lastAt = new Date(latest?.atMs ?? 0).toISOString()
    return { number: this.number, messageCount: this.count, lastText: latest?.text ?? '', lastAt }
  }

  record(): PhoneRecord {
    const texts = this.#texts.slice(this.#head) as PhoneTextEntry[]
    return { t: 'phone', number: this.number, texts: texts.map((entry) => entry.record()) }
  }

  /** Puts texts back that a journal holds. */
  restore(record: PhoneRecord): void {
    for (const text of record.texts) {
      const entry = new PhoneTextEntry(text)
      this.#texts.push(entry)
      if (entry.joinKey !== undefined) this.#open.set(entry.joinKey, entry)
    }
  }
}

/** Which part of which text it is. Most have neither header nor TLVs, and need not be read for it. */
function concatenationOf(record: SubmitRecord): Concatenation | undefined {
  if (!hasUserDataHeader(record.esm) && record.sar === undefined) return undefined
  return userDataOf(messageFieldsOf(record)).concatenation
}
