import { EncodeError, type EncodeViolation } from './encode-error.ts'
import { Encoder, type EncoderOptions } from './encoder.ts'
import type { Pdu, PduInput } from './model/pdu.ts'
import { STANDARD_TLVS, type TlvDictionary } from './tlv-dictionary.ts'

export { Encoder, type EncoderOptions } from './encoder.ts'

/** How to write. */
export type EncodeOptions = EncoderOptions & {
  /** Used instead of the PDU's own. */
  readonly sequenceNumber?: number
}

/** The octets, or the first limit that the PDU breaks. */
export type EncodeOutcome =
  | { readonly kind: 'encoded'; readonly octets: Uint8Array }
  | { readonly kind: 'refused'; readonly violation: EncodeViolation }

/**
 * Octets of one PDU. Throws `EncodeError` when a field or TLV is outside the limits of the version. The octets are a view
 * of a larger buffer, as those of `Buffer.from` are: copy them where `octets.buffer` must be theirs alone.
 */
export function encodePdu(pdu: PduInput | Pdu, options?: EncodeOptions): Uint8Array {
  const encoder = encoderFor(options)
  encoder.append(pdu, options?.sequenceNumber)
  return encoder.take()
}

/** As `encodePdu`, with the refusal as a value. */
export function tryEncodePdu(pdu: PduInput | Pdu, options?: EncodeOptions): EncodeOutcome {
  try {
    return { kind: 'encoded', octets: encodePdu(pdu, options) }
  } catch (error) {
    if (error instanceof EncodeError) return { kind: 'refused', violation: error.violation }
    throw error
  }
}

const plain = new Encoder()
const encoders = new WeakMap<TlvDictionary, Map<string, Encoder>>()

/** An encoder is empty between calls, so that one for each combination of options serves all. */
function encoderFor(options: EncodeOptions | undefined): Encoder {
  if (options === undefined) return plain
  const { version, tlvs = STANDARD_TLVS, longPassword = false } = options
  let byLimits = encoders.get(tlvs)
  if (byLimits === undefined) {
    byLimits = new Map()
    encoders.set(tlvs, byLimits)
  }
  const limits = `${version} ${longPassword}`
  let encoder = byLimits.get(limits)
  if (encoder === undefined) {
    encoder = new Encoder({ tlvs, longPassword, ...(version && { version }) })
    byLimits.set(limits, encoder)
  }
  return encoder
}
