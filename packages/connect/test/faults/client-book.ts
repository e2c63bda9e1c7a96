import type { MessageClass } from '@smpp-connect/contracts'

/** A text for which a 202 came. */
export interface AcknowledgedText {
  readonly id: string
  /** When the 202 came, by the wall clock. */
  readonly atMs: number
  readonly to: string
  readonly text: string
  readonly messageClass: MessageClass
  readonly smscId: string
}

/** What the clients were told: the first of the three books that have to agree. */
export class ClientBook {
  readonly acknowledged: AcknowledgedText[] = []
  /** Answers that a careful client should never get, as sentences. */
  readonly surprises: string[] = []
  /** Final states that were seen, by message. */
  readonly finals = new Map<string, string>()
  /** Names given to each SMSC definition, in order, and the last that was acknowledged. */
  readonly names = new Map<string, { readonly tried: string[]; acknowledged: string | undefined }>()
}
