import {
  BIND_TYPES,
  type BindType,
  type InboundPdu,
  type InboundVerdict,
  type MessageId,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Inbound, Verdicts } from './link.generated.ts'
import { addressFromWire, addressToWire, tlvsFromWire, tlvsToWire } from './order.ts'

export function inboundToWire(pdu: InboundPdu): Inbound {
  const wire: Inbound = {
    $typeName: 'connect.link.v1.Inbound',
    smscId: pdu.smscId,
    bindType: pdu.bindType,
    atMs: pdu.atMs,
    source: addressToWire(pdu.source),
    destination: addressToWire(pdu.destination),
    esmClass: pdu.esmClass,
    dataCoding: pdu.dataCoding,
    payload: pdu.payload as Uint8Array<ArrayBuffer>,
    tlvs: tlvsToWire(pdu.tlvs),
  }
  if (pdu.receiptedMessageId !== null) wire.receiptedMessageId = pdu.receiptedMessageId
  if (pdu.messageState !== null) wire.messageState = pdu.messageState
  if (pdu.networkErrorCode !== null) wire.networkErrorCode = pdu.networkErrorCode as Uint8Array<ArrayBuffer>
  if (pdu.userMessageReference !== null) wire.userMessageReference = pdu.userMessageReference
  if (pdu.sarMsgRefNum !== null) wire.sarMsgRefNum = pdu.sarMsgRefNum
  if (pdu.sarTotalSegments !== null) wire.sarTotalSegments = pdu.sarTotalSegments
  if (pdu.sarSegmentSeqnum !== null) wire.sarSegmentSeqnum = pdu.sarSegmentSeqnum
  return wire
}

export function inboundFromWire(pdu: Inbound): InboundPdu {
  return {
    smscId: pdu.smscId as SmscId,
    bindType: bindTypeOf(pdu.bindType),
    atMs: pdu.atMs,
    source: addressFromWire(pdu.source),
    destination: addressFromWire(pdu.destination),
    esmClass: pdu.esmClass,
    dataCoding: pdu.dataCoding,
    payload: pdu.payload.slice(),
    receiptedMessageId: pdu.receiptedMessageId ?? null,
    messageState: pdu.messageState ?? null,
    networkErrorCode: pdu.networkErrorCode?.slice() ?? null,
    userMessageReference: pdu.userMessageReference ?? null,
    sarMsgRefNum: pdu.sarMsgRefNum ?? null,
    sarTotalSegments: pdu.sarTotalSegments ?? null,
    sarSegmentSeqnum: pdu.sarSegmentSeqnum ?? null,
    tlvs: tlvsFromWire(pdu.tlvs),
  }
}

/** There are three of them in SMPP, and a transceiver is what a new word most likely means. */
export function bindTypeOf(name: string): BindType {
  return BIND_TYPES.find((type) => type === name) ?? 'transceiver'
}

const STORED = 1

export function verdictsToWire(verdicts: readonly InboundVerdict[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(verdicts, ({ kind }) => (kind === 'stored' ? STORED : 0))
}

/** The message id of each, empty where there is none. */
export function messageIdsOf(verdicts: readonly InboundVerdict[]): string[] {
  return verdicts.map((verdict) => (verdict.kind === 'stored' ? (verdict.messageId ?? '') : ''))
}

/** Exactly `count` verdicts; what is missing or not known is no OK. */
export function verdictsFromWire(
  { verdicts, messageIds }: Pick<Verdicts, 'verdicts' | 'messageIds'>,
  count: number,
): readonly InboundVerdict[] {
  return Array.from({ length: count }, (_, at): InboundVerdict => {
    if (verdicts[at] !== STORED) return { kind: 'try-later' }
    const messageId = messageIds[at]
    return messageId ? { kind: 'stored', messageId: messageId as MessageId } : { kind: 'stored' }
  })
}
