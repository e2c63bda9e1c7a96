import type { InboundPdu, InboundVerdict } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { IncomingRequest } from '@smpp-connect/smpp'
import { inboundKind } from './inbound-counts.ts'

/** A deliver_sm or data_sm came. */
export function sayCameIn(log: Log, pdu: InboundPdu, bind: string, { command, sequenceNumber }: IncomingRequest): void {
  log.debug('inbound came', {
    smscId: pdu.smscId,
    bind,
    sequence: sequenceNumber,
    command,
    kind: inboundKind(pdu),
    smscMessageId: pdu.receiptedMessageId ?? undefined,
  })
}

/** The manager has said what became of it; now the SMSC is told. */
export function sayAnswered(
  log: Log,
  pdu: InboundPdu,
  bind: string,
  { sequenceNumber }: IncomingRequest,
  verdict: InboundVerdict,
): void {
  const isStored = verdict.kind === 'stored'
  log.debug('inbound answered', {
    messageId: isStored ? verdict.messageId : undefined,
    smscId: pdu.smscId,
    bind,
    sequence: sequenceNumber,
    kind: inboundKind(pdu),
    status: isStored ? 'ESME_ROK' : 'ESME_RX_T_APPN',
  })
}
