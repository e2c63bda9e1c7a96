/** What a field or TLV breaks. */
export type EncodeProblem =
  | 'missing'
  | 'wrong_type'
  | 'out_of_range'
  | 'too_short'
  | 'too_long'
  | 'invalid_character'
  | 'too_many_entries'
  | 'not_in_version'
  | 'unknown_tlv'
  | 'pdu_too_long'

/** A limit that a PDU about to be sent breaks: where, what was found and what is allowed. Carries no message text. */
export type EncodeViolation = {
  readonly problem: EncodeProblem
  readonly command: string
  /** The specification's name of the field, `list[3].name` within lists; absent when it is about the PDU as a whole. */
  readonly field?: string
  /** The name of the TLV. */
  readonly tlv?: string
  readonly found: string
  readonly allowed: string
}

/** Thrown by `encodePdu`: the caller asked for a PDU that the protocol does not allow. Nothing was written. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError'
  readonly violation: EncodeViolation

  constructor(violation: EncodeViolation) {
    super(encodeViolationText(violation))
    this.violation = violation
  }
}

/** A violation in one line. */
export function encodeViolationText(violation: EncodeViolation): string {
  const place = violation.tlv !== undefined ? `TLV ${violation.tlv}` : (violation.field ?? 'PDU')
  return `${violation.command}: ${place} is ${violation.found}; allowed: ${violation.allowed}`
}
