import type { ConnectEvent, MessageDetail, MessageView, PartView, TimelineEntry } from '@smpp-connect/contracts'
import { summarizeEvent } from '@smpp-connect/contracts'
import { statusMeaning, statusName } from '@smpp-connect/smpp/status'
import type { MessageRecord, PartRecord } from '@smpp-connect/store'
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
    mayBeDuplicate: record.mayBeDuplicate,
    waitingFor,
    error: record.errorCode === null ? null : { code: record.errorCode, text: errorText(record.errorCode) },
    createdAt: time(record.createdAtMs),
    updatedAt: time(record.updatedAtMs),
    finalAt: timeOrNull(record.finalAtMs),
  }
}

export function messageDetail(
  view: MessageView,
  parts: readonly PartRecord[],
  timeline: readonly ConnectEvent[],
): MessageDetail {
  return {
    ...view,
    partDetails: parts.map(partView),
    timeline: timeline.map((event) => timelineEntry(event, view.parts)),
  }
}

function partView(part: PartRecord): PartView {
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
