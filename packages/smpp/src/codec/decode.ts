import { BodyReader } from './body-reader.ts'
import { commandSpecOfId } from './commands.ts'
import type { DecodeError } from './decode-error.ts'
import { decodeFrequent } from './fast/decoders.generated.ts'
import { HEADER_OCTETS, type PduHeader, readHeader, readUint32 } from './header.ts'
import type { KnownPdu, Pdu } from './model/pdu.ts'
import { STANDARD_TLVS, type TlvDictionary } from './tlv-dictionary.ts'

/** How to read: which TLVs have names. */
export type DecodeOptions = { readonly tlvs?: TlvDictionary }

/** A PDU; or, when its body is unsound, its header and what is wrong, which is enough to answer it and go on. */
export type DecodeOutcome =
  | { readonly kind: 'pdu'; readonly pdu: Pdu }
  | { readonly kind: 'unparsed'; readonly header: PduHeader; readonly error: DecodeError }

/**
 * Reads one frame. Tolerant: limits of length and value are not enforced, unknown commands and TLVs are kept, responses
 * may lack their body, and a response with an error status is taken whatever follows its header. `shortMessage` and the
 * octets of TLVs are views of the frame. Throws a RangeError when even a header does not fit: a framer never hands out such.
 */
export function decodePdu(frame: Uint8Array, options?: DecodeOptions): DecodeOutcome {
  if (frame.length < HEADER_OCTETS) throw new RangeError(`a frame has at least 16 octets, not ${frame.length}`)
  const dictionary = options?.tlvs ?? STANDARD_TLVS
  const frequent = decodeFrequent(readUint32(frame, 4), frame, 0, frame.length, dictionary)
  return frequent === undefined ? interpret(frame, dictionary) : { kind: 'pdu', pdu: frequent }
}

/** Reads any frame, field by field as the table has them. Exact about what is wrong, where the fast path just gives up. */
function interpret(frame: Uint8Array, dictionary: TlvDictionary): DecodeOutcome {
  const header = readHeader(frame)
  const { commandStatus, sequenceNumber } = header
  const spec = commandSpecOfId(header.commandId)
  if (spec === undefined) {
    const body = frame.subarray(HEADER_OCTETS)
    return {
      kind: 'pdu',
      pdu: { command: 'unknown', commandStatus, sequenceNumber, commandId: header.commandId, body },
    }
  }
  const reader = new BodyReader(frame, spec, dictionary)
  const fields = reader.read(commandStatus)
  if (reader.error !== undefined) return { kind: 'unparsed', header, error: reader.error }
  // The table's rows and the generated interfaces come from the same source; this is the one place that says so.
  const pdu = { command: spec.name, commandStatus, sequenceNumber, ...fields } as unknown as KnownPdu
  return { kind: 'pdu', pdu }
}
