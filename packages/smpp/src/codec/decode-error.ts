import type { CommandName } from './model/pdu.ts'

/** Sort of trouble found in a body. */
export type DecodeProblem =
  | 'body_too_short'
  | 'missing_nul'
  | 'message_too_long'
  | 'bad_dest_flag'
  | 'tlv_header_truncated'
  | 'tlv_value_truncated'

/**
 * Why a body could not be read: which command, where in it, what was found and what would have been right. The header was
 * sound, so the PDU can still be answered (with `status`) and the stream goes on.
 */
export type DecodeError = {
  readonly problem: DecodeProblem
  readonly command: CommandName
  /** The specification's name of the mandatory field, when the trouble is in one. */
  readonly field?: string
  /** The tag of the TLV, when the trouble is in one. */
  readonly tlv?: number
  /** Offset in octets from the first octet of the PDU. */
  readonly offset: number
  readonly found: string
  readonly allowed: string
  /** The command_status to answer with, if the PDU is a request. */
  readonly status: number
}

/** A decode error in one line, for logs and traces. Carries no message text. */
export function decodeErrorText(error: DecodeError): string {
  const place = error.field ?? (error.tlv === undefined ? 'body' : `TLV 0x${error.tlv.toString(16).padStart(4, '0')}`)
  return `${error.command}: ${place} at octet ${error.offset}: ${error.found}; allowed: ${error.allowed}`
}
