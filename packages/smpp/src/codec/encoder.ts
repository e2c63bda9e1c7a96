import { BodyWriter, type Values, violation } from './body-writer.ts'
import { commandSpec } from './commands.ts'
import { encodeFrequent } from './fast/encoders.generated.ts'
import { writeHeader } from './fast/fixed-fields.ts'
import { HEADER_OCTETS } from './header.ts'
import type { Pdu, PduInput } from './model/pdu.ts'
import { OctetSink } from './octet-sink.ts'
import type { SmppVersion } from './tables/spec-types.ts'
import { STANDARD_TLVS, type TlvDictionary } from './tlv-dictionary.ts'

/** Whose limits an encoder holds, and which TLVs it knows by name. */
export type EncoderOptions = {
  /** Without it the widest limits of all versions. */
  readonly version?: SmppVersion
  readonly tlvs?: TlvDictionary
  /**
   * Lets the password of a bind have up to 64 characters. The specification allows 8 (3.4 section 5.2.2), but providers
   * give out longer ones.
   */
  readonly longPassword?: boolean
}

const VERSION_INDEX = { '3.3': 1, '3.4': 2, '5.0': 3 } as const

/** Room for any frequent PDU without TLVs, so that the fast path seldom has to give up for want of it. */
const USUAL_OCTETS = 1024

/**
 * Writes PDUs one behind the other, so that many leave in one write. When `append` throws, what it had begun is taken back
 * and the PDUs before it stand.
 */
export class Encoder {
  readonly #versionIndex: number
  readonly #tlvs: TlvDictionary
  readonly #sink = new OctetSink()
  readonly #writer: BodyWriter

  constructor(options: EncoderOptions = {}) {
    const { version, tlvs = STANDARD_TLVS, longPassword = false } = options
    this.#versionIndex = version === undefined ? 0 : VERSION_INDEX[version]
    this.#tlvs = tlvs
    this.#writer = new BodyWriter(this.#sink, version, tlvs, longPassword)
  }

  /** Octets appended and not taken yet. */
  get pendingOctets(): number {
    return this.#sink.pendingOctets
  }

  /**
   * Appends one PDU and returns its length in octets. `sequenceNumber` is used instead of the PDU's own. Throws
   * `EncodeError`, in which case nothing was appended.
   */
  append(pdu: PduInput | Pdu, sequenceNumber?: number): number {
    const sink = this.#sink
    sink.reserve(USUAL_OCTETS)
    const start = sink.at
    const sequence = sequenceNumber ?? pdu.sequenceNumber
    const end =
      sequence === undefined || sequence >>> 0 !== sequence
        ? -1
        : encodeFrequent(pdu, sink.octets, start, sequence, this.#versionIndex, this.#tlvs)
    if (end >= 0) {
      sink.at = end
      return end - start
    }
    return this.#interpret(pdu, sequence)
  }

  /** The octets appended since the last call. They belong to the caller. */
  take(): Uint8Array {
    return this.#sink.take()
  }

  /** All that was taken is done with: its memory may be written again. @internal */
  reuse(): void {
    this.#sink.reuse()
  }

  #interpret(pdu: PduInput | Pdu, sequence: number | undefined): number {
    const sink = this.#sink
    const pending = sink.pendingOctets
    try {
      sink.reserve(HEADER_OCTETS)
      sink.at += HEADER_OCTETS
      const id = this.#writeBody(pdu)
      const start = sink.pendingStart + pending
      const octets = sink.at - start
      writeHeader(sink.octets, start, octets, id, statusOf(pdu), sequenceOf(pdu, sequence))
      return octets
    } catch (error) {
      sink.at = sink.pendingStart + pending
      throw error
    }
  }

  #writeBody(pdu: PduInput | Pdu): number {
    if (pdu.command === 'unknown') {
      this.#sink.putOctets(pdu.body)
      return unsigned32('unknown', 'command_id', pdu.commandId)
    }
    const spec = commandSpec(pdu.command)
    this.#writer.write(spec, statusOf(pdu), pdu as unknown as Values)
    return spec.id
  }
}

function statusOf(pdu: PduInput | Pdu): number {
  return unsigned32(pdu.command, 'command_status', pdu.commandStatus ?? 0)
}

/** A generic_nack may answer a PDU whose number cannot be known: 0 then (3.4 section 3.2). */
function sequenceOf(pdu: PduInput | Pdu, given: number | undefined): number {
  const sequence = given ?? (pdu.command === 'generic_nack' ? 0 : undefined)
  if (sequence !== undefined) return unsigned32(pdu.command, 'sequence_number', sequence)
  throw violation('missing', { command: pdu.command, field: 'sequence_number' }, 'missing', '1 to 2147483647')
}

function unsigned32(command: string, field: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return value
  throw violation('out_of_range', { command, field }, String(value), '0 to 4294967295')
}
