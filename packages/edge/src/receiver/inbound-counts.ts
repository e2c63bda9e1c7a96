import type { InboundPdu, InboundVerdict, SmscId } from '@smpp-connect/contracts'

export const INBOUND_KINDS = ['receipt', 'text'] as const
export type InboundKind = (typeof INBOUND_KINDS)[number]
/** Taken: the manager has stored it. Refused: the SMSC was asked to try later. */
export const INBOUND_VERDICTS = ['taken', 'refused'] as const
export type InboundVerdictName = (typeof INBOUND_VERDICTS)[number]

export type InboundCount = Readonly<Record<InboundKind, Readonly<Record<InboundVerdictName, number>>>>

type Counting = Record<InboundKind, Record<InboundVerdictName, number>>

const nothing = (): Counting => ({ receipt: { taken: 0, refused: 0 }, text: { taken: 0, refused: 0 } })

/** What came in from each SMSC since this process started, and what became of it. */
export class InboundCounts {
  readonly #bySmsc = new Map<SmscId, Counting>()

  of(smscId: SmscId): InboundCount {
    return this.#bySmsc.get(smscId) ?? nothing()
  }

  add(pdu: InboundPdu, { kind }: InboundVerdict): void {
    const known = this.#bySmsc.get(pdu.smscId)
    const counts = known ?? nothing()
    if (!known) this.#bySmsc.set(pdu.smscId, counts)
    counts[inboundKind(pdu)][kind === 'stored' ? 'taken' : 'refused'] += 1
  }

  /** The SMSC is gone. */
  forget(smscId: SmscId): void {
    this.#bySmsc.delete(smscId)
  }
}

/** Message type bits of esm_class (3.4 section 5.2.12). */
const MESSAGE_TYPE = 0x3c

/** What it says that it is. What it is decides the manager, which also looks into it. */
export function inboundKind({ esmClass, receiptedMessageId }: InboundPdu): InboundKind {
  return (esmClass & MESSAGE_TYPE) !== 0 || receiptedMessageId !== null ? 'receipt' : 'text'
}
