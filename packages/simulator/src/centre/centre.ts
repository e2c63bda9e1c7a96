import { MESSAGE_STATES } from '@smpp-connect/smpp/text'
import type {
  DeliveredRecord,
  FinalRecord,
  JournalRecord,
  ReplyRecord,
  SubmitRecord,
  TotalsRecord,
} from '../journal/record.ts'
import type { SimulatorLimits } from '../options.ts'
import type { Phone } from '../phone/phone.ts'
import { PhoneBook } from '../phone/phone-book.ts'
import { type Delivery, partsOf, receiptOf, wantsIntermediate, wantsReceipt } from './delivery.ts'
import { Keeping } from './keeping.ts'
import { Ledger } from './ledger.ts'
import { SmscMessage, SmscReply } from './message.ts'
import { type IdForm, MessageNumbers } from './message-number.ts'
import { outcomeOf } from './outcome.ts'
import { Routes } from './routes.ts'

/** What follows from a change. Silent while a journal is read: `resume` tells what is left at its end. */
export interface CentreEffects {
  /** A message is on its way to a phone; or its time was changed. */
  readonly scheduled: (message: SmscMessage) => void
  /** A receipt or a part of a reply is to be handed over. */
  readonly pending: (delivery: Delivery) => void
  readonly phoneChanged: (phone: Phone) => void
}

/**
 * All that the message centre knows, as a value: it changes only by records, one at a time, in `apply`, and the same
 * records lead to the same state. No clock, no socket, no file.
 */
export class Centre {
  readonly messages: Keeping<SmscMessage>
  readonly replies: Keeping<SmscReply>
  readonly phones: PhoneBook
  readonly routes = new Routes()
  readonly ledger: Ledger
  readonly numbers: MessageNumbers
  /** Receipts and parts of replies that are not done. */
  readonly deliveries = new Map<string, Delivery>()
  readonly #effects: CentreEffects
  #live = false
  #repliesUnderWay = 0

  constructor(limits: SimulatorLimits, answerForm: IdForm, nowMs: number, effects: CentreEffects) {
    this.messages = new Keeping(limits.closedMessages)
    this.replies = new Keeping(limits.closedMessages)
    this.phones = new PhoneBook(limits)
    this.ledger = new Ledger(this.messages, this.replies, answerForm)
    this.numbers = new MessageNumbers(nowMs)
    this.#effects = effects
  }

  /** Parts of replies that are not done. */
  get repliesUnderWay(): number {
    return this.#repliesUnderWay
  }

  /** Receipts that are not done. */
  get receiptsUnderWay(): number {
    return this.deliveries.size - this.#repliesUnderWay
  }

  apply(records: readonly JournalRecord[]): void {
    for (const record of records) this.#applyOne(record)
  }

  /** The journal is read: from now on effects are told, first those of what is under way. */
  resume(): void {
    this.#live = true
    for (const message of this.messages.values()) if (!message.final) this.#effects.scheduled(message)
    for (const delivery of this.deliveries.values()) this.#effects.pending(delivery)
  }

  /** The whole state as records, in an order in which they can be applied. */
  *records(): Iterable<JournalRecord> {
    yield this.#totals()
    yield* this.phones.records()
    for (const message of this.messages.values()) {
      const { key, record } = message
      yield { ...record, old: true }
      if (message.final) {
        const state = MESSAGE_STATES.indexOf(message.state)
        yield { t: 'final', key, at: message.finalAtMs, state, old: true }
      }
      if (message.receiptStatus !== undefined) {
        yield { t: 'delivered', delivery: `${key}:final`, at: 0, status: message.receiptStatus, old: true }
      }
      if (wantsIntermediate(record.rd) && !this.deliveries.has(`${key}:intermediate`)) {
        yield { t: 'delivered', delivery: `${key}:intermediate`, at: 0, status: 0, old: true }
      }
    }
    for (const { key, record, statuses } of this.replies.values()) {
      yield { ...record, old: true }
      for (const [index, status] of statuses.entries()) {
        if (status !== undefined) yield { t: 'delivered', delivery: `${key}:${index + 1}`, at: 0, status, old: true }
      }
    }
  }

  #applyOne(record: JournalRecord): void {
    switch (record.t) {
      case 'submit':
        this.#submit(record)
        break
      case 'final':
        this.#final(record)
        break
      case 'replace': {
        const message = this.messages.get(record.key)
        if (message === undefined || message.final) break
        message.replace(record)
        if (record.due !== undefined && this.#live) this.#effects.scheduled(message)
        break
      }
      case 'reply':
        this.#reply(record)
        break
      case 'delivered':
        this.#delivered(record)
        break
      case 'phone':
        this.phones.restore(record)
        break
      case 'totals':
        this.#restoreTotals(record)
        break
    }
  }

  #submit(record: SubmitRecord): void {
    const message = new SmscMessage(record)
    this.numbers.seen(message.number)
    this.messages.add(message)
    if (record.old !== true) {
      this.routes.learn(record)
      this.ledger.counters.taken++
      if (record.unanswered === true) this.ledger.counters.unanswered++
    }
    if (wantsIntermediate(record.rd)) this.#pend(receiptOf(message, 'intermediate', record.at))
    if (this.#live) this.#effects.scheduled(message)
  }

  #final(record: FinalRecord): void {
    const message = this.messages.get(record.key)
    const state = MESSAGE_STATES[record.state]
    if (message === undefined || message.final || state === undefined) return
    message.state = state
    message.finalAtMs = record.at
    const delivered = state === 'DELIVERED'
    if (delivered && record.old !== true) this.#changed(this.phones.receive(message.record, record.at))
    const { rd, dst } = message.record
    if (wantsReceipt(rd, delivered) && outcomeOf(dst[2]).receipt) this.#pend(receiptOf(message, 'final', record.at))
    if (message.closed) this.messages.close(message)
  }

  #reply(record: ReplyRecord): void {
    const reply = new SmscReply(record)
    this.numbers.seen(Number.parseInt(record.key.slice(1), 10))
    this.replies.add(reply)
    if (record.old !== true) {
      this.ledger.counters.replies++
      this.#changed(this.phones.write(record))
    }
    for (const delivery of partsOf(reply)) this.#pend(delivery)
  }

  #pend(delivery: Delivery): void {
    this.deliveries.set(delivery.key, delivery)
    if (delivery.kind === 'reply') this.#repliesUnderWay++
    else delivery.message.receiptsUnderWay++
    if (this.#live) this.#effects.pending(delivery)
  }

  #delivered(record: DeliveredRecord): void {
    const delivery = this.deliveries.get(record.delivery)
    if (delivery === undefined) return
    this.deliveries.delete(record.delivery)
    delivery.done = true
    if (record.old !== true) this.#count(delivery, record.status)
    if (delivery.kind === 'reply') {
      this.#repliesUnderWay--
      delivery.reply.statuses[delivery.part - 1] = record.status
      if (delivery.reply.closed) this.replies.close(delivery.reply)
    } else {
      delivery.message.receiptsUnderWay--
      if (delivery.kind === 'final') delivery.message.receiptStatus = record.status
      if (delivery.message.closed) this.messages.close(delivery.message)
    }
    delivery.onDone?.()
  }

  #count(delivery: Delivery, status: number): void {
    const { counters } = this.ledger
    if (status !== 0) counters.refusedDeliveries++
    else if (delivery.kind === 'reply') counters.repliesAcknowledged++
    else counters.receiptsAcknowledged++
  }

  #changed(phone: Phone): void {
    if (this.#live) this.#effects.phoneChanged(phone)
  }

  #totals(): TotalsRecord {
    const { taken, unanswered, receiptsAcknowledged, repliesAcknowledged, replies, refusedDeliveries } =
      this.ledger.counters
    return {
      t: 'totals',
      last: this.numbers.last,
      order: this.phones.order,
      taken,
      unanswered,
      receiptsAcknowledged,
      repliesAcknowledged,
      replies,
      refusedDeliveries,
      routes: this.routes.records(),
    }
  }

  #restoreTotals({ t: _, last, order, routes, ...counters }: TotalsRecord): void {
    this.numbers.seen(last)
    this.phones.order = order
    this.routes.restore(routes)
    Object.assign(this.ledger.counters, counters)
  }
}
