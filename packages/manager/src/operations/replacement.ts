import type { SendMessage, SmppOptions } from '@smpp-connect/contracts'
import type { MessageRecord, NewMessage, WireFields } from '@smpp-connect/store'

/** What stays of a stored message when its text or its SMSC is another one. */
export type StoredSide = Omit<NewMessage, 'encoding' | 'wire' | 'tlvs' | 'parts'>

/**
 * A stored message as a request again: what its sender chose goes along; what follows from the text (the data coding) is
 * found anew.
 */
export function replacementFor(
  record: MessageRecord,
  wire: WireFields,
  text: string,
): { readonly message: Pick<SendMessage, 'text' | 'smpp'>; readonly stored: StoredSide } {
  return {
    message: { text, smpp: optionsOf(wire) },
    stored: {
      id: record.id,
      from: record.from,
      to: record.to,
      text,
      smscId: record.smscId,
      conversationId: record.conversationId,
      reference: record.reference,
      expiresAtMs: record.expiresAtMs ?? 0,
      messageClass: record.messageClass ?? 'transactional',
      owner: record.owner ?? '',
      sendAtMs: record.sendAtMs,
      smscFixed: false,
      optOutExempt: false,
    },
  }
}

const WISHES: Readonly<Record<number, NonNullable<SmppOptions['registeredDelivery']>>> = {
  0: 'none',
  1: 'final',
  2: 'failure',
  3: 'success',
  17: 'intermediate',
}

/** The options that a stored message was sent with, as far as they do not follow from its text. */
export function optionsOf(wire: WireFields): SmppOptions {
  const { source, destination, serviceType, protocolId, priorityFlag, replaceIfPresent, validity } = wire
  return {
    registeredDelivery: WISHES[wire.registeredDelivery] ?? 'final',
    serviceType,
    protocolId,
    priority: priorityFlag,
    replaceIfPresent,
    validity,
    scheduledBy: wire.scheduleAtMs === null ? 'connect' : 'smsc',
    sourceTon: source.ton,
    sourceNpi: source.npi,
    destinationTon: destination.ton,
    destinationNpi: destination.npi,
  }
}
