import type { PduFields, PduInput, RequestName } from '../codec/model/pdu.ts'
import type { RequestOutcome } from '../session/outcome.ts'
import type { RequestOptions } from '../session/session.ts'

/** The requests of an ESME as methods, each with the fields of its PDU. None of them rejects: how it ended is a value. */
export abstract class RequestMethods {
  /** Sends any request; resolves with how it ended. */
  abstract request<C extends RequestName>(pdu: PduInput<C>, options?: RequestOptions): Promise<RequestOutcome<C>>

  /**
   * As `request`, with a callback: for the hot path. Returns the sequence_number under which it left; undefined where it
   * waits for the window or the pacer, or has ended at once.
   */
  abstract requestWith<C extends RequestName>(
    pdu: PduInput<C>,
    onOutcome: (outcome: RequestOutcome<C>) => void,
    options?: RequestOptions,
  ): number | undefined

  /** 3.4 section 4.4. */
  submitSm(fields: PduFields<'submit_sm'>, options?: RequestOptions): Promise<RequestOutcome<'submit_sm'>> {
    return this.request<'submit_sm'>({ ...fields, command: 'submit_sm' }, options)
  }

  /** 3.4 section 4.5. The response lists the destinations that were not reached. */
  submitMulti(fields: PduFields<'submit_multi'>, options?: RequestOptions): Promise<RequestOutcome<'submit_multi'>> {
    return this.request<'submit_multi'>({ ...fields, command: 'submit_multi' }, options)
  }

  /** 3.4 section 4.7. */
  dataSm(fields: PduFields<'data_sm'>, options?: RequestOptions): Promise<RequestOutcome<'data_sm'>> {
    return this.request<'data_sm'>({ ...fields, command: 'data_sm' }, options)
  }

  /** 3.4 section 4.8. */
  querySm(fields: PduFields<'query_sm'>, options?: RequestOptions): Promise<RequestOutcome<'query_sm'>> {
    return this.request<'query_sm'>({ ...fields, command: 'query_sm' }, options)
  }

  /** 3.4 section 4.9. */
  cancelSm(fields: PduFields<'cancel_sm'>, options?: RequestOptions): Promise<RequestOutcome<'cancel_sm'>> {
    return this.request<'cancel_sm'>({ ...fields, command: 'cancel_sm' }, options)
  }

  /** 3.4 section 4.10. */
  replaceSm(fields: PduFields<'replace_sm'>, options?: RequestOptions): Promise<RequestOutcome<'replace_sm'>> {
    return this.request<'replace_sm'>({ ...fields, command: 'replace_sm' }, options)
  }

  /** 5.0 section 4.4.1. */
  broadcastSm(fields: PduFields<'broadcast_sm'>, options?: RequestOptions): Promise<RequestOutcome<'broadcast_sm'>> {
    return this.request<'broadcast_sm'>({ ...fields, command: 'broadcast_sm' }, options)
  }

  /** 5.0 section 4.6.1. */
  queryBroadcastSm(
    fields: PduFields<'query_broadcast_sm'>,
    options?: RequestOptions,
  ): Promise<RequestOutcome<'query_broadcast_sm'>> {
    return this.request<'query_broadcast_sm'>({ ...fields, command: 'query_broadcast_sm' }, options)
  }

  /** 5.0 section 4.6.2. */
  cancelBroadcastSm(
    fields: PduFields<'cancel_broadcast_sm'>,
    options?: RequestOptions,
  ): Promise<RequestOutcome<'cancel_broadcast_sm'>> {
    return this.request<'cancel_broadcast_sm'>({ ...fields, command: 'cancel_broadcast_sm' }, options)
  }

  /** Asks the peer whether it is there (3.4 section 4.11). The session does so by itself when it hears nothing. */
  enquireLink(options?: RequestOptions): Promise<RequestOutcome<'enquire_link'>> {
    return this.request<'enquire_link'>({ command: 'enquire_link' }, options)
  }
}
