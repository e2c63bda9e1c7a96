import { type PhoneText, type PhoneView, readCursor, writeCursor } from '@smpp-connect/contracts'
import { formatAddress } from '@smpp-connect/smpp/text'
import type { PhoneRecord, ReplyRecord, SubmitRecord } from '../journal/record.ts'
import type { SimulatorLimits } from '../options.ts'
import { Phone } from './phone.ts'
import { phoneAddressOf, phoneNumberOf } from './phone-number.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** All phones, listed by their last change. */
export class PhoneBook {
  readonly #limits: SimulatorLimits
  readonly #phones = new Map<string, Phone>()
  #newest: Phone | undefined
  #oldest: Phone | undefined
  #texts = 0
  #order = 0

  constructor(limits: SimulatorLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#phones.size
  }

  /** The last place in time that was given out. */
  get order(): number {
    return this.#order
  }

  set order(order: number) {
    this.#order = Math.max(this.#order, order)
  }

  /** A short message reaches a phone. */
  receive(record: SubmitRecord, atMs: number): Phone {
    const phone = this.#changed(phoneNumberOf(addressOf(record.dst)))
    this.#texts += phone.receive(record, formatAddress(addressOf(record.src)), atMs, this.#order)
    this.#trim(phone)
    return phone
  }

  /** A text is written on a phone. */
  write(record: ReplyRecord): Phone {
    const phone = this.#changed(record.phone)
    const other = formatAddress(addressOf(record.dst))
    phone.write(record.key, other, record.text, record.parts.length, record.at, this.#order)
    this.#texts++
    this.#trim(phone)
    return phone
  }

  /** Newest change first. `search`: part of a number, or words of the last text. */
  page(query: { limit: number; cursor?: string | undefined; search?: string | undefined }): Page<PhoneView> & {
    readonly total: number
  } {
    const before = readCursor('p', query.cursor) ?? Number.POSITIVE_INFINITY
    const wanted = matcher(query.search)
    const items: PhoneView[] = []
    let total = query.search === undefined ? this.#phones.size : 0
    let last: Phone | undefined
    let next: string | null = null
    for (let phone = this.#newest; phone !== undefined; phone = phone.older) {
      if (!wanted(phone)) continue
      if (query.search !== undefined) total++
      if (phone.changed >= before) continue
      if (items.length < query.limit) {
        items.push(phone.view())
        last = phone
      } else {
        next = writeCursor('p', last?.changed ?? 0)
        if (query.search === undefined) break
      }
    }
    return { items, next, total }
  }

  /** What a phone shows, newest first; undefined for an unknown number. */
  texts(number: string, query: { limit: number; cursor?: string | undefined }): Page<PhoneText> | undefined {
    const phone = this.find(number)
    if (phone === undefined) return undefined
    const before = readCursor('t', query.cursor) ?? Number.POSITIVE_INFINITY
    const { entries, more } = phone.page(query.limit, before)
    const next = more ? writeCursor('t', entries.at(-1)?.order ?? 0) : null
    return { items: entries.map((entry) => entry.view()), next }
  }

  /** A phone by its number, with or without `+`. */
  find(number: string): Phone | undefined {
    const exact = this.#phones.get(number)
    if (exact !== undefined) return exact
    const address = phoneAddressOf(number)
    return address === undefined ? undefined : this.#phones.get(phoneNumberOf(address))
  }

  /** Oldest change first, as they must be put back. */
  *records(): Iterable<PhoneRecord> {
    for (let phone = this.#oldest; phone !== undefined; phone = phone.newer) yield phone.record()
  }

  restore(record: PhoneRecord): void {
    const phone = this.#changed(record.number)
    phone.restore(record)
    this.#texts += phone.count
    // Places restored from the journal are kept: a page that was begun before the restart goes on after it.
    for (const text of record.texts) this.order = text.order
    this.#trim(phone)
  }

  /** The phone, put first. */
  #changed(number: string): Phone {
    let phone = this.#phones.get(number)
    if (phone === undefined) {
      phone = new Phone(number)
      this.#phones.set(number, phone)
    } else {
      this.#unlink(phone)
    }
    phone.changed = ++this.#order
    phone.older = this.#newest
    phone.newer = undefined
    if (this.#newest !== undefined) this.#newest.newer = phone
    this.#newest = phone
    this.#oldest ??= phone
    return phone
  }

  #unlink(phone: Phone): void {
    if (phone.newer === undefined) this.#newest = phone.older
    else phone.newer.older = phone.older
    if (phone.older === undefined) this.#oldest = phone.newer
    else phone.older.newer = phone.newer
  }

  #trim(changed: Phone): void {
    while (changed.count > this.#limits.textsPerPhone) this.#forgetOldestOf(changed)
    while (this.#texts > this.#limits.texts && this.#oldest !== undefined) this.#forgetOldestOf(this.#oldest)
    while (this.#phones.size > this.#limits.phones && this.#oldest !== undefined) {
      this.#texts -= this.#oldest.count
      this.#remove(this.#oldest)
    }
  }

  #forgetOldestOf(phone: Phone): void {
    phone.forgetOldest()
    this.#texts--
    if (phone.count === 0) this.#remove(phone)
  }

  #remove(phone: Phone): void {
    this.#unlink(phone)
    this.#phones.delete(phone.number)
  }
}

function addressOf([ton, npi, address]: SubmitRecord['src']): { ton: number; npi: number; address: string } {
  return { ton, npi, address }
}

function matcher(search: string | undefined): (phone: Phone) => boolean {
  const words = search?.trim().toLowerCase() ?? ''
  if (words === '') return () => true
  const digits = words.replace(/[\s().+-]/g, '')
  const number = /^\d+$/.test(digits) ? digits : undefined
  return (phone) => (number !== undefined && phone.number.includes(number)) || phone.mentions(words)
}
