import type { Clock } from '@smpp-connect/kernel'
import { type PduOf, type RequestAnswer, Status } from '@smpp-connect/smpp'
import { formatAbsoluteTime, MESSAGE_STATES } from '@smpp-connect/smpp/text'
import type { Centre } from '../centre/centre.ts'
import type { SmscMessage } from '../centre/message.ts'
import { type IdForm, numberOfId } from '../centre/message-number.ts'
import type { FinalRecord, JournalRecord } from '../journal/record.ts'
import { errOf } from '../pdu/deliver-sm.ts'
import { base64, sourceOf, timesOf } from '../pdu/submit-record.ts'

const DELETED = MESSAGE_STATES.indexOf('DELETED')

export interface MessageRequestOptions {
  readonly centre: Centre
  readonly clock: Clock
  readonly answerForm: IdForm
  readonly commit: (records: readonly JournalRecord[]) => Promise<void>
}

/** query_sm, cancel_sm and replace_sm: about messages that were taken, by the account that sent them. */
export class MessageRequests {
  readonly #options: MessageRequestOptions

  constructor(options: MessageRequestOptions) {
    this.#options = options
  }

  /** 3.4 section 4.8. */
  query(pdu: PduOf<'query_sm'>, account: string): RequestAnswer {
    const message = this.#find(pdu.messageId, account)
    if (message === undefined) return Status.ESME_RINVMSGID
    if (!isFrom(message, pdu.sourceAddr)) return Status.ESME_RQUERYFAIL
    return {
      messageId: pdu.messageId,
      finalDate: message.final ? formatAbsoluteTime(message.finalAtMs) : '',
      messageState: MESSAGE_STATES.indexOf(message.state),
      errorCode: Number.parseInt(errOf(message), 10),
    }
  }

  /** 3.4 section 4.9: one message by its id, or without an id all between two addresses. */
  async cancel(pdu: PduOf<'cancel_sm'>, account: string): Promise<RequestAnswer> {
    const found = pdu.messageId === '' ? this.#between(pdu, account) : this.#all(pdu.messageId, account)
    if (pdu.messageId !== '' && found.length === 0) return Status.ESME_RINVMSGID
    const open = found.filter((message) => !message.final && isFrom(message, pdu.sourceAddr))
    if (open.length === 0) return Status.ESME_RCANCELFAIL
    const at = this.#options.clock.nowMs()
    await this.#options.commit(open.map(({ key }): FinalRecord => ({ t: 'final', key, at, state: DELETED })))
    // One may have reached its phone in the same turn.
    return open.some((message) => message.state === 'DELETED') ? Status.ESME_ROK : Status.ESME_RCANCELFAIL
  }

  /** 3.4 section 4.10. */
  async replace(pdu: PduOf<'replace_sm'>, account: string): Promise<RequestAnswer> {
    const message = this.#find(pdu.messageId, account)
    if (message === undefined) return Status.ESME_RINVMSGID
    if (message.final || !isFrom(message, pdu.sourceAddr)) return Status.ESME_RREPLACEFAIL
    const nowMs = this.#options.clock.nowMs()
    const times = timesOf(pdu.scheduleDeliveryTime, pdu.validityPeriod, nowMs)
    if (times.kind === 'refused') return times.status
    const payload = pdu.shortMessage.length > 0 ? pdu.shortMessage : (pdu.tlvs.messagePayload ?? pdu.shortMessage)
    const due = times.scheduled ? { due: times.startMs } : {}
    const record = { key: message.key, data: base64(payload), rd: pdu.registeredDelivery, ...due }
    await this.#options.commit([{ t: 'replace', ...record }])
    return Status.ESME_ROK
  }

  #find(id: string, account: string): SmscMessage | undefined {
    return this.#all(id, account)[0]
  }

  /** The message with an id: for a submit_multi, one for each destination. */
  #all(id: string, account: string): readonly SmscMessage[] {
    const number = numberOfId(id, this.#options.answerForm)
    if (number === undefined) return []
    const { messages } = this.#options.centre
    const found: SmscMessage[] = []
    for (let place = 1; ; place++) {
      const message = messages.get(place === 1 ? String(number) : `${number}/${place}`)
      if (message === undefined) return found
      if (message.record.account === account) found.push(message)
    }
  }

  #between(pdu: PduOf<'cancel_sm'>, account: string): readonly SmscMessage[] {
    const source = sourceOf(pdu)[2]
    return [...this.#options.centre.messages.values()].filter(
      ({ final, record }) =>
        !final &&
        record.account === account &&
        record.src[2] === source &&
        record.dst[2] === pdu.destinationAddr &&
        (pdu.serviceType === '' || record.service === pdu.serviceType),
    )
  }
}

/** The source must be that of the message; an ESME whose source was left to the message centre gives none. */
function isFrom(message: SmscMessage, sourceAddr: string): boolean {
  return sourceAddr === '' || sourceAddr === message.record.src[2]
}
