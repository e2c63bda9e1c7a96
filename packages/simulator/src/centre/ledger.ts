import { type Concatenation, type MessageState, type SmppAddress, userDataOf } from '@smpp-connect/smpp/text'
import type { JournalAddress } from '../journal/record.ts'
import { messageFieldsOf } from '../phone/phone-text.ts'
import type { Keeping } from './keeping.ts'
import type { SmscMessage, SmscReply } from './message.ts'
import { type IdForm, writeId } from './message-number.ts'

/** What the simulator counts. All but the last four survive a restart with the journal. */
export interface LedgerCounters {
  /** Short messages taken, one for each destination. */
  taken: number
  /** Of these, those that were left unanswered on purpose. */
  unanswered: number
  /** Final and intermediate receipts that an ESME answered with ESME_ROK. */
  receiptsAcknowledged: number
  /** Parts of replies that an ESME answered with ESME_ROK. */
  repliesAcknowledged: number
  /** Texts written on phones. */
  replies: number
  /** Receipts and parts of replies that were refused for good, or given up. */
  refusedDeliveries: number
  /** Requests to submit (submit_sm, data_sm, submit_multi) that were read. */
  read: number
  /** Of these, those that were refused. */
  refused: number
  /** deliver_sm that were handed to a session, repetitions included. */
  offered: number
  refusedBinds: number
}

/** A short message in the ledger. */
export interface LedgerSubmit {
  /** As it stood in the answer. */
  readonly smscMessageId: string
  readonly account: string
  readonly source: SmppAddress
  readonly destination: SmppAddress
  readonly serviceType: string
  readonly esmClass: number
  readonly dataCoding: number
  readonly registeredDelivery: number
  /** short_message or message_payload, header included. */
  readonly octets: Uint8Array
  /** Which part of which text it is, by its header or the sar_* TLVs. */
  readonly concatenation: Concatenation | undefined
  readonly userMessageReference: number | undefined
  readonly submittedAtMs: number
  readonly state: MessageState
  /** False: left unanswered on purpose. */
  readonly answered: boolean
  /** How its receipt ended: 0 acknowledged, another command_status, -1 given up; undefined: none, or under way. */
  readonly receiptStatus: number | undefined
}

/** A text from a phone in the ledger. */
export interface LedgerReply {
  readonly id: string
  readonly account: string
  readonly phone: string
  readonly to: SmppAddress
  readonly text: string
  readonly writtenAtMs: number
  /** For each part, the command_status it was answered with; -1 given up; undefined under way. */
  readonly partStatuses: readonly (number | undefined)[]
}

/**
 * What the simulator has seen with its own eyes, for comparison with what others believe: nothing lost, nothing doubled.
 * Lists go back as far as the limits (`SimulatorLimits`) reach.
 */
export class Ledger {
  readonly counters: LedgerCounters = {
    taken: 0,
    unanswered: 0,
    receiptsAcknowledged: 0,
    repliesAcknowledged: 0,
    replies: 0,
    refusedDeliveries: 0,
    read: 0,
    refused: 0,
    offered: 0,
    refusedBinds: 0,
  }
  /** Submits refused since the start, by the name of the status. */
  readonly refusals = new Map<string, number>()
  /** Most sessions that were bound at a time since the start, by account. */
  readonly mostBound = new Map<string, number>()
  /** Most requests to submit that one session had without an answer at a time since the start, by account. */
  readonly mostUnanswered = new Map<string, number>()
  readonly #messages: Keeping<SmscMessage>
  readonly #replies: Keeping<SmscReply>
  readonly #answerForm: IdForm

  constructor(messages: Keeping<SmscMessage>, replies: Keeping<SmscReply>, answerForm: IdForm) {
    this.#messages = messages
    this.#replies = replies
    this.#answerForm = answerForm
  }

  /** A submit was refused. */
  refused(status: string): void {
    this.counters.refused++
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1)
  }

  /** So many sessions of an account are bound. */
  bound(account: string, count: number): void {
    this.mostBound.set(account, Math.max(count, this.mostBound.get(account) ?? 0))
  }

  /** So many submits of one session of an account have no answer. */
  unanswered(account: string, count: number): void {
    this.mostUnanswered.set(account, Math.max(count, this.mostUnanswered.get(account) ?? 0))
  }

  /** Every short message taken, in order. */
  *submits(): Iterable<LedgerSubmit> {
    for (const message of this.#messages.values()) yield this.#submit(message)
  }

  /** Every text written on a phone, in order. */
  *replies(): Iterable<LedgerReply> {
    for (const { record, statuses } of this.#replies.values()) {
      yield {
        id: record.key,
        account: record.account,
        phone: record.phone,
        to: addressOf(record.dst),
        text: record.text,
        writtenAtMs: record.at,
        partStatuses: [...statuses],
      }
    }
  }

  /**
   * Short messages that were taken more than once: alike in account, addresses, coding, octets, SAR numbers and
   * user_message_reference. A text sent twice on purpose counts too, unless its reference differs.
   */
  repeated(): readonly (readonly LedgerSubmit[])[] {
    const groups = new Map<string, SmscMessage[]>()
    for (const message of this.#messages.values()) {
      const { account, src, dst, esm, dc, sar, umr, data } = message.record
      const likeness = JSON.stringify([account, src, dst, esm, dc, sar, umr, data])
      const group = groups.get(likeness)
      if (group === undefined) groups.set(likeness, [message])
      else group.push(message)
    }
    return [...groups.values()]
      .filter((group) => group.length > 1)
      .map((group) => group.map((message) => this.#submit(message)))
  }

  #submit(message: SmscMessage): LedgerSubmit {
    const { record, state, receiptStatus } = message
    return {
      smscMessageId: writeId(message.number, this.#answerForm),
      account: record.account,
      source: addressOf(record.src),
      destination: addressOf(record.dst),
      serviceType: record.service ?? '',
      esmClass: record.esm,
      dataCoding: record.dc,
      registeredDelivery: record.rd,
      octets: Buffer.from(record.data, 'base64'),
      concatenation: userDataOf(messageFieldsOf(record)).concatenation,
      userMessageReference: record.umr,
      submittedAtMs: record.at,
      state,
      answered: record.unanswered !== true,
      receiptStatus,
    }
  }
}

function addressOf([ton, npi, address]: JournalAddress): SmppAddress {
  return { ton, npi, address }
}
