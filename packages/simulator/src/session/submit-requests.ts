import type { Clock, Random } from '@smpp-connect/kernel'
import { type PduOf, type RequestAnswer, Status, statusName, type UnsuccessSme } from '@smpp-connect/smpp'
import { MESSAGE_STATES } from '@smpp-connect/smpp/text'
import type { Centre } from '../centre/centre.ts'
import type { DueQueue } from '../centre/due-queue.ts'
import { type IdForm, writeId } from '../centre/message-number.ts'
import { outcomeOf, Turns } from '../centre/outcome.ts'
import { PhoneOrder } from '../centre/phone-order.ts'
import type { JournalAddress, JournalRecord, SubmitRecord } from '../journal/record.ts'
import type { SimulatorLimits } from '../options.ts'
import { type SubmitPdu, submitFieldsOf, type Times, timesOf } from '../pdu/submit-record.ts'
import type { BoundSession } from './bound-session.ts'
import type { FaultPanel } from './faults.ts'

/** How long an answer is held back for the number whose answers are late. */
export const LATE_ANSWER_MS = 5_000
/** How long an answer waits for the receipt that is to be acknowledged before it. */
export const RECEIPT_FIRST_MS = 1_000

export interface SubmitRequestOptions {
  readonly centre: Centre
  readonly clock: Clock
  readonly random: Random
  readonly due: DueQueue
  readonly faults: FaultPanel
  readonly limits: SimulatorLimits
  readonly answerForm: IdForm
  readonly receiptDelayMs: number
  readonly commit: (records: readonly JournalRecord[]) => Promise<void>
}

type Plan = { readonly kind: 'refuse'; readonly status: number } | { readonly kind: 'take'; readonly times: Times }

/** submit_sm, data_sm and submit_multi: a message is written down, then answered. */
export class SubmitRequests {
  readonly #options: SubmitRequestOptions
  readonly #turns = new Turns()
  readonly #order = new PhoneOrder()

  constructor(options: SubmitRequestOptions) {
    this.#options = options
  }

  /** 3.4 sections 4.4 and 4.7. */
  submit(pdu: PduOf<'submit_sm'> | PduOf<'data_sm'>, bound: BoundSession): RequestAnswer | Promise<RequestAnswer> {
    const plan = this.#plan(pdu, bound)
    if (plan.kind === 'refuse') return this.#refuse(plan.status)
    const destination: JournalAddress = [pdu.destAddrTon, pdu.destAddrNpi, pdu.destinationAddr]
    const refusal = this.#refusalOf(destination)
    if (refusal !== undefined) return this.#refuse(refusal)
    const number = this.#options.centre.numbers.next()
    const answer = { messageId: writeId(number, this.#options.answerForm), ...this.#congestion(bound) }
    const { course } = outcomeOf(destination[2])
    const lateByMs = course === 'late' ? LATE_ANSWER_MS : 0
    const record = this.#record(pdu, String(number), bound.systemId, destination, plan.times, lateByMs)
    switch (course) {
      case 'link-dropped':
        if (this.#turns.next(destination[2]) % 2 === 1) break
        return this.#takeAndDrop({ ...record, unanswered: true }, bound)
      case 'receipt-first':
        return this.#takeAndReceipt(record, answer)
      default:
        break
    }
    return this.#answered(this.#options.commit([record]), answer, lateByMs)
  }

  /** 3.4 section 4.5. Destinations are judged one by one; distribution lists are unknown here. */
  submitMulti(pdu: PduOf<'submit_multi'>, bound: BoundSession): RequestAnswer | Promise<RequestAnswer> {
    const plan = this.#plan(pdu, bound)
    if (plan.kind === 'refuse') return this.#refuse(plan.status)
    const number = this.#options.centre.numbers.next()
    const records: SubmitRecord[] = []
    const unsuccessSme: UnsuccessSme[] = []
    for (const dest of pdu.destAddress) {
      const address: JournalAddress =
        dest.destFlag === 1 ? [dest.destAddrTon, dest.destAddrNpi, dest.destinationAddr] : [0, 0, dest.dlName]
      const refusal = dest.destFlag === 1 ? this.#refusalOf(address) : Status.ESME_RINVDLNAME
      if (refusal === undefined) {
        const key = records.length === 0 ? String(number) : `${number}/${records.length + 1}`
        records.push(this.#record(pdu, key, bound.systemId, address, plan.times, 0))
      } else {
        const [destAddrTon, destAddrNpi, destinationAddr] = address
        unsuccessSme.push({ destAddrTon, destAddrNpi, destinationAddr, errorStatusCode: refusal })
      }
    }
    if (records.length === 0) return this.#refuse(unsuccessSme[0]?.errorStatusCode ?? Status.ESME_RINVNUMDESTS)
    const answer = { messageId: writeId(number, this.#options.answerForm), unsuccessSme }
    return this.#answered(this.#options.commit(records), answer, 0)
  }

  /** A message has reached its phone or was given up. */
  finished(record: SubmitRecord): void {
    this.#order.finished(record)
  }

  /** What the session, the load and the times say, whatever the destination. */
  #plan(pdu: SubmitPdu, bound: BoundSession): Plan {
    const { centre, clock, faults, limits } = this.#options
    bound.received++
    centre.ledger.counters.read++
    const verdict = faults.judge(bound)
    if (verdict === 'drop') {
      bound.session.destroy('dropped by the simulator on purpose')
      return { kind: 'refuse', status: Status.ESME_RSYSERR }
    }
    if (verdict === 'throttle') return { kind: 'refuse', status: Status.ESME_RTHROTTLED }
    if (centre.messages.openCount >= limits.openMessages) return { kind: 'refuse', status: Status.ESME_RMSGQFUL }
    const nowMs = clock.nowMs()
    const times =
      pdu.command === 'data_sm' ? timesOf('', '', nowMs) : timesOf(pdu.scheduleDeliveryTime, pdu.validityPeriod, nowMs)
    return times.kind === 'refused' ? { kind: 'refuse', status: times.status } : { kind: 'take', times }
  }

  #refusalOf(destination: JournalAddress): number | undefined {
    if (destination[2] === '') return Status.ESME_RINVDSTADR
    const { course } = outcomeOf(destination[2])
    if (course === 'refused') return Status.ESME_RINVDSTADR
    if (course === 'throttled' && this.#turns.next(destination[2]) % 3 < 2) return Status.ESME_RTHROTTLED
    return undefined
  }

  /** What the answer says about the load (5.0 section 4.8.4.18), to whoever speaks 5.0. */
  #congestion({ session }: BoundSession): { readonly tlvs?: { readonly congestionState: number } } {
    const { congestionState } = this.#options.faults.faults
    return congestionState === undefined || session.version !== '5.0' ? {} : { tlvs: { congestionState } }
  }

  #refuse(status: number): RequestAnswer {
    this.#options.centre.ledger.refused(statusName(status))
    return status
  }

  #record(
    pdu: SubmitPdu,
    key: string,
    account: string,
    dst: JournalAddress,
    times: Times,
    lateByMs: number,
  ): SubmitRecord {
    const { clock, random, receiptDelayMs } = this.#options
    const at = clock.nowMs()
    const arrival = times.startMs + lateByMs + Math.round(receiptDelayMs * (0.5 + random.fraction()))
    const inOrder = times.scheduled ? arrival : this.#order.next(dst[2], arrival)
    const unanswered = this.#options.faults.faults.neverAnswer === true ? { unanswered: true as const } : {}
    const fields = { ...submitFieldsOf(pdu), key, account, at, dst, ...unanswered }
    return times.endMs < inOrder
      ? { ...fields, due: Math.max(at, times.endMs), expires: true }
      : { ...fields, due: inOrder }
  }

  async #takeAndDrop(record: SubmitRecord, bound: BoundSession): Promise<RequestAnswer> {
    await this.#options.commit([record])
    bound.session.destroy('dropped by the simulator on purpose')
    return undefined
  }

  async #takeAndReceipt(record: SubmitRecord, answer: { readonly messageId: string }): Promise<RequestAnswer> {
    const { centre, clock, commit, due } = this.#options
    const state = MESSAGE_STATES.indexOf(outcomeOf(record.dst[2]).state)
    await commit([record, { t: 'final', key: record.key, at: clock.nowMs(), state }])
    const receipt = centre.deliveries.get(`${record.key}:final`)
    if (receipt !== undefined) {
      await new Promise<void>((resolve) => {
        receipt.onDone = resolve
        due.after(RECEIPT_FIRST_MS, resolve)
      })
    }
    return answer
  }

  async #answered(written: Promise<void>, answer: RequestAnswer, lateByMs: number): Promise<RequestAnswer> {
    await written
    const { due, faults } = this.#options
    const { delayAnswersMs = 0, neverAnswer } = faults.faults
    if (neverAnswer === true) return new Promise(() => undefined)
    const waitMs = lateByMs + delayAnswersMs
    if (waitMs > 0) await new Promise<void>((resolve) => due.after(waitMs, resolve))
    return answer
  }
}
