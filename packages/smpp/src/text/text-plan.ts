import type { ForcingCharacter, WritableAlphabet } from './alphabets.ts'
import type { Replacement } from './text-options.ts'

/** One short message of a plan. */
export type PlannedPart = {
  /**
   * The octets for short_message: the user data header, if there is one, and the text. Empty with `tlvs.messagePayload`. A
   * view: its `buffer` holds those of other plans too.
   */
  readonly payload: Uint8Array
  /** Bits to set in esm_class: 0x40 when the payload starts with a user data header, else 0. */
  readonly esmClassBits: number
  /** The text of this part. */
  readonly text: string
  /** TLVs to send along, in the modes `sar` and `payload`. */
  readonly tlvs: {
    readonly sarMsgRefNum?: number
    readonly sarTotalSegments?: number
    readonly sarSegmentSeqnum?: number
    readonly messagePayload?: Uint8Array
  }
}

/** A text ready to be submitted: one PDU for each part. */
export type TextPlan = {
  readonly kind: 'planned'
  readonly dataCoding: number
  readonly alphabet: WritableAlphabet
  readonly parts: readonly PlannedPart[]
  /** Septets, octets or 16-bit units of the whole text, headers not counted. */
  readonly units: number
  /** The text the parts carry: the one given, unless transliteration changed it. */
  readonly text: string
  /** The first character that GSM 7-bit does not have, when that decided the coding. */
  readonly forcedBy?: ForcingCharacter
  /** What transliteration replaced; empty unless it was asked for and was of use. */
  readonly replaced: readonly Replacement[]
}

/** The TLVs of a part that needs none. */
export const NO_TLVS: PlannedPart['tlvs'] = Object.freeze({})
