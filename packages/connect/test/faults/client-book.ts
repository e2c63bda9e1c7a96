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
  /** How it may end, where that does not follow from its class. */
  readonly endings?: readonly string[]
  /** When it is not worth sending any more, by the wall clock, as the 202 said. */
  readonly expiresAtMs: number
}

/** What the clients were told: the first of the three books that have to agree. */
export class ClientBook {
  readonly acknowledged: AcknowledgedText[] = []
  /** Answers that a careful client should never get, as sentences. */
  readonly surprises: string[] = []
  /** When requests were begun that were not answered, or with 503. */
  readonly turnedAway: number[] = []
  /** Final states that were seen, by message. */
  readonly finals = new Map<string, string>()
  /** Names given to each SMSC definition, in order, and the last that was acknowledged. */
  readonly names = new Map<string, { readonly tried: string[]; acknowledged: string | undefined }>()
}
