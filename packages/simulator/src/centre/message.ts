import type { MessageState } from '@smpp-connect/smpp'
import type { ReplaceRecord, ReplyRecord, SubmitRecord } from '../journal/record.ts'

/**
 * A short message that the simulator took, for one destination.
 *
 * ENROUTE from the moment it is taken until it is due; then DELIVERED, UNDELIVERABLE, EXPIRED or REJECTED by its number
 * and its validity period, or DELETED before that by cancel_sm. It is closed when it is final and no receipt is under way.
 */
export class SmscMessage {
  record: SubmitRecord
  state: MessageState = 'ENROUTE'
  /** When the state became final; 0 before. */
  finalAtMs = 0
  /** Receipts, intermediate ones included, that are not acknowledged yet. */
  receiptsUnderWay = 0
  /** How the final receipt ended: command_status of its answer, -1 if it was given up; undefined before. */
  receiptStatus: number | undefined

  constructor(record: SubmitRecord) {
    this.record = record
  }

  get key(): string {
    return this.record.key
  }

  /** The number of its id: all destinations of a submit_multi share it. */
  get number(): number {
    return Number.parseInt(this.record.key, 10)
  }

  get final(): boolean {
    return this.state !== 'ENROUTE'
  }

  get closed(): boolean {
    return this.final && this.receiptsUnderWay === 0
  }

  replace({ data, rd, due }: ReplaceRecord): void {
    this.record = { ...this.record, data, rd, ...(due === undefined ? {} : { due }) }
  }
}

/** A text written on a phone, and how far its parts have got. */
export class SmscReply {
  readonly record: ReplyRecord
  /** command_status of the answer to each part; -1 for one that was given up; undefined for one under way. */
  readonly statuses: (number | undefined)[]

  constructor(record: ReplyRecord) {
    this.record = record
    this.statuses = record.parts.map(() => undefined)
  }

  get key(): string {
    return this.record.key
  }

  get closed(): boolean {
    return this.statuses.every((status) => status !== undefined)
  }
}
