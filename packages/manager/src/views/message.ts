import {
  type ConnectEvent,
  type MessageDetail,
  type MessageView,
  type PartView,
  type ReceiptErrorMeaning,
  type SmscDefinition,
  summarizeEvent,
  type TimelineEntry,
} from '@smpp-connect/contracts'
import { statusMeaning, statusName } from '@smpp-connect/smpp/status'
import type { MessageRecord, PartRecord, WireFields } from '@smpp-connect/store'
import { tlvView } from '../accept/tlvs.ts'
import { time, timeOrNull } from './time.ts'

export function messageView(record: MessageRecord, waitingFor: string | null): MessageView {
  return {
    id: record.id,
    direction: record.direction,
    state: record.state,
    from: record.from,
    to: record.to,
    text: record.text,
    parts: record.parts,
    encoding: record.encoding,
    smscId: record.smscId,
    conversationId: record.conversationId,
    reference: record.reference,
    class: record.messageClass,
    sendAt: timeOrNull(record.sendAtMs ?? record.wire?.scheduleAtMs ?? null),
    expiresAt: timeOrNull(record.expiresAtMs),
    mayBeDuplicate: record.mayBeDuplicate,
    waitingFor,
    error: record.errorCode === null ? null : { code: record.errorCode, text: errorText(record.errorCode) },
    createdAt: time(record.createdAtMs),
    updatedAt: time(record.updatedAtMs),
    finalAt: timeOrNull(record.finalAtMs),
  }
}

/** `definition` is that of the message's SMSC, where there still is one. */
export function messageDetail(
  view: MessageView,
  record: MessageRecord,
  parts: readonly PartRecord[],
  timeline: readonly ConnectEvent[],
  definition: SmscDefinition | undefined,
): MessageDetail {
  return {
    ...view,
    wire: record.wire && wireView(record.wire, parts[0]?.esmClass ?? 0),
    tlvs: record.tlvs.map((tlv) => tlvView(tlv, definition?.tlvs ?? [])),
    partDetails: parts.map((part) => partView(part, definition?.receiptErrors ?? [])),
    timeline: timeline.map((event) => timelineEntry(event, view.parts)),
  }
}

const MODES = ['default', 'datagram', 'forward', 'store-and-forward'] as const

function wireView(wire: WireFields, esmClass: number): MessageDetail['wire'] {
  const { source, destination, serviceType, registeredDelivery, dataCoding, protocolId, priorityFlag } = wire
  return {
    sourceTon: source.ton,
    sourceNpi: source.npi,
    sourceAddress: source.address,
    destinationTon: destination.ton,
    destinationNpi: destination.npi,
    destinationAddress: destination.address,
    serviceType,
    messageMode: MODES[esmClass & 0x03] ?? 'default',
    registeredDelivery,
    dataCoding,
    protocolId,
    priority: priorityFlag,
    replaceIfPresent: wire.replaceIfPresent,
  }
}

function partView(part: PartRecord, meanings: readonly ReceiptErrorMeaning[]): PartView {
  const known = meanings.find(({ code }) => code === part.receiptError)
  return {
    number: part.number,
    state: part.state,
    attempts: part.attempts,
    smscMessageId: part.smscMessageId,
    sentAt: timeOrNull(part.sentAtMs),
    answeredAt: timeOrNull(part.answeredAtMs),
    receiptAt: timeOrNull(part.receiptAtMs),
    status: part.lastStatus === null ? null : statusName(part.lastStatus),
    receiptError: part.receiptError,
    receiptErrorMeaning: known?.meaning ?? null,
    mayBeDuplicate: part.mayBeDuplicate,
  }
}

function timelineEntry(event: ConnectEvent, parts: number): TimelineEntry {
  const { seq, atMs, kind, part, detail } = event
  return {
    seq,
    at: time(atMs),
    kind,
    part,
    summary: summarizeEvent(event, { parts, statusName }),
    detail: { ...detail },
  }
}

const RECEIPT_ERRORS: Readonly<Record<string, string>> = {
  UNDELIV: 'The SMSC could not deliver it.',
  EXPIRED: 'It could not be delivered before its validity ended.',
  DELETED: 'It was deleted at the SMSC.',
  REJECTD: 'The SMSC rejected it after accepting it.',
  UNKNOWN: 'The SMSC does not know what became of it.',
  expired: 'It waited longer than its validity allows.',
  'no-receipt': 'The SMSC took it, and no receipt came in the time that was given.',
  'smsc-deleted': 'The SMSC that it waited for was deleted, and whoever did that had it cancelled.',
  unsendable: 'It breaks a limit of SMPP, so no SMSC would take it.',
  'uncertain-closed': 'Its answer was lost with the link, and nothing told what became of it.',
}

/** What an error code of a message means, in a sentence: ours, a receipt's stat, or the name of an SMPP status. */
function errorText(code: string): string {
  const known = RECEIPT_ERRORS[code]
  if (known) return known
  const meaning = statusMeaning(code)
  return meaning ? `The SMSC refused it: ${meaning}.` : 'The SMSC gave this as its reason.'
}
