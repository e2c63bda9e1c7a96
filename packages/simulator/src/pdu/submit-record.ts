import { type PduOf, Status } from '@smpp-connect/smpp'
import { type MessageFields, parseSmppTime, userDataOctets } from '@smpp-connect/smpp/text'
import type { JournalAddress, SubmitRecord } from '../journal/record.ts'

/** A request that hands over a short message for one destination. */
export type SubmitPdu = PduOf<'submit_sm'> | PduOf<'data_sm'> | PduOf<'submit_multi'>

/** When a message may reach the phone. */
export interface Times {
  readonly kind: 'times'
  /** Not before. */
  readonly startMs: number
  readonly scheduled: boolean
  /** Not after. */
  readonly endMs: number
}

/** The times that a request asks for, or the status to refuse it with (3.4 sections 5.2.15, 5.2.16). */
export function timesOf(
  scheduleDeliveryTime: string,
  validityPeriod: string,
  nowMs: number,
): Times | { readonly kind: 'refused'; readonly status: number } {
  const start = instantOf(scheduleDeliveryTime, nowMs)
  if (start === undefined) return { kind: 'refused', status: Status.ESME_RINVSCHED }
  const end = instantOf(validityPeriod, nowMs)
  if (end === undefined) return { kind: 'refused', status: Status.ESME_RINVEXPIRY }
  const scheduled = Number.isFinite(start) && start > nowMs
  return { kind: 'times', startMs: scheduled ? start : nowMs, scheduled, endMs: end }
}

/** Infinity for no time at all; undefined for one that cannot be read. */
function instantOf(text: string, nowMs: number): number | undefined {
  const time = parseSmppTime(text)
  switch (time.kind) {
    case 'empty':
      return Number.POSITIVE_INFINITY
    case 'absolute':
      return time.utcMs
    case 'relative': {
      const days = time.years * 365 + time.months * 30 + time.days
      return nowMs + ((days * 24 + time.hours) * 60 + time.minutes) * 60_000 + time.seconds * 1000
    }
    case 'invalid':
      return undefined
  }
}

/** What a record takes over from the request; a copy, since the request is a view on the socket's memory. */
export function submitFieldsOf(
  pdu: SubmitPdu,
): Pick<SubmitRecord, 't' | 'src' | 'service' | 'esm' | 'dc' | 'rd' | 'data' | 'sar' | 'umr'> {
  const { sarMsgRefNum, sarTotalSegments, sarSegmentSeqnum, userMessageReference } = pdu.tlvs
  const sar =
    sarMsgRefNum !== undefined && sarTotalSegments !== undefined && sarSegmentSeqnum !== undefined
      ? { sar: [sarMsgRefNum, sarTotalSegments, sarSegmentSeqnum] as const }
      : {}
  return {
    t: 'submit',
    src: sourceOf(pdu),
    ...(pdu.serviceType === '' ? {} : { service: pdu.serviceType }),
    esm: pdu.esmClass,
    dc: pdu.dataCoding,
    rd: pdu.registeredDelivery,
    data: base64(userDataOctets(pdu as MessageFields)),
    ...sar,
    ...(userMessageReference === undefined ? {} : { umr: userMessageReference }),
  }
}

/** The source address of any request that has one. */
export function sourceOf(pdu: {
  readonly sourceAddrTon: number
  readonly sourceAddrNpi: number
  readonly sourceAddr: string
}): JournalAddress {
  return [pdu.sourceAddrTon, pdu.sourceAddrNpi, pdu.sourceAddr]
}

export function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64')
}
