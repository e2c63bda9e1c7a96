import { createHash } from 'node:crypto'
import type { InboundPdu, MessageId, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import {
  alphabetOf,
  decodeBody,
  type MessageFields,
  parseReceipt,
  strippedMessageId,
  userDataOf,
} from '@smpp-connect/smpp/text'
import type { InboundRecord, ReceiptRecord } from '@smpp-connect/store'
import { fromWire } from '../address/canonical.ts'
import { conversationId } from '../conversations/conversation-id.ts'
import { formsOf, otherRadixForms } from '../receipts/look-up-forms.ts'
import { partStateOf } from '../receipts/receipt-state.ts'
import type { Redelivery } from './redelivery.ts'

export type Classified =
  | { readonly kind: 'receipt'; readonly record: ReceiptRecord }
  | { readonly kind: 'text'; readonly record: InboundRecord }

export interface ClassifyContext {
  readonly definition: (smscId: SmscId) => SmscDefinition | undefined
  readonly newId: () => MessageId
  /** Says how far back the same octets count as a repetition. */
  readonly redelivery: Pick<Redelivery, 'duplicateWithinMs'>
}

/** What came in: a receipt, or a text from a person. Never throws for anything a peer can send. */
export function classify(pdu: InboundPdu, context: ClassifyContext): Classified {
  const fields = messageFields(pdu)
  const coding = CODINGS[context.definition(pdu.smscId)?.defaultAlphabet ?? 'gsm7']
  const receipt = parseReceipt(fields, coding)
  if (!receipt) return { kind: 'text', record: textRecord(pdu, fields, coding, context) }
  const smscMessageId = receipt.id ?? ''
  const stripped = strippedMessageId(smscMessageId)
  return {
    kind: 'receipt',
    record: {
      smscId: pdu.smscId,
      atMs: pdu.atMs,
      smscMessageId,
      idForms: formsOf(stripped),
      otherRadix: otherRadixForms(stripped),
      userMessageReference: pdu.userMessageReference,
      destination: fromWire(pdu.source),
      state: partStateOf(receipt.state, receipt.final),
      stat: receipt.stat ?? receipt.state ?? 'UNKNOWN',
      error: receipt.err ?? (receipt.networkError ? String(receipt.networkError.code) : null),
    },
  }
}

type Coding = { readonly default: SmscDefinition['defaultAlphabet'] }

/** What data_coding 0 may mean. */
const CODINGS: { readonly [Default in SmscDefinition['defaultAlphabet']]: Coding } = {
  gsm7: { default: 'gsm7' },
  latin1: { default: 'latin1' },
  ascii: { default: 'ascii' },
  utf8: { default: 'utf8' },
}

/** The PDU as the text room reads it: what is null here is absent there. */
function messageFields(pdu: InboundPdu): MessageFields & Parameters<typeof parseReceipt>[0] {
  return {
    esmClass: pdu.esmClass,
    dataCoding: pdu.dataCoding,
    shortMessage: pdu.payload,
    tlvs: {
      receiptedMessageId: pdu.receiptedMessageId ?? undefined,
      messageState: pdu.messageState ?? undefined,
      networkErrorCode: pdu.networkErrorCode ?? undefined,
      sarMsgRefNum: pdu.sarMsgRefNum ?? undefined,
      sarTotalSegments: pdu.sarTotalSegments ?? undefined,
      sarSegmentSeqnum: pdu.sarSegmentSeqnum ?? undefined,
    },
  }
}

function textRecord(
  pdu: InboundPdu,
  fields: MessageFields,
  coding: Coding,
  { newId, redelivery }: ClassifyContext,
): InboundRecord {
  const from = fromWire(pdu.source)
  const to = fromWire(pdu.destination)
  const { header, body, concatenation } = userDataOf(fields)
  const alphabet = alphabetOf(pdu.dataCoding, coding)
  const isPart = concatenation !== undefined && concatenation.total > 1
  const decoded = decodeBody(body, alphabet, header, {})
  return {
    id: newId(),
    conversationId: conversationId(from, to),
    smscId: pdu.smscId,
    atMs: pdu.atMs,
    from,
    to,
    encoding: alphabet === 'gsm7' || alphabet === 'ucs2' ? alphabet : 'other',
    // Half of a surrogate pair at the edge of a part meets its other half when the parts are joined.
    text: isPart ? decoded : decoded.toWellFormed(),
    fingerprint: fingerprintOf(pdu),
    duplicateWithinMs: redelivery.duplicateWithinMs(pdu.smscId, pdu.atMs),
    tlvs: pdu.tlvs,
    consent: null,
    segment: isPart
      ? {
          key: `${from}|${to}|${concatenation.width}|${concatenation.reference}|${concatenation.total}`,
          number: concatenation.sequence,
          total: concatenation.total,
        }
      : null,
  }
}

function fingerprintOf(pdu: InboundPdu): string {
  return createHash('sha256')
    .update(`${pdu.source.address}|${pdu.destination.address}|${pdu.esmClass}|${pdu.dataCoding}|${pdu.sarMsgRefNum}|`)
    .update(`${pdu.sarSegmentSeqnum}|`)
    .update(pdu.payload)
    .digest('base64url')
}
