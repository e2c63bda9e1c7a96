import { decodePdu } from '../codec/decode.ts'
import type { DecodeError } from '../codec/decode-error.ts'
import { decodeFrequent } from '../codec/fast/decoders.generated.ts'
import { Framer, type FrameTaker, type FramingError } from '../codec/framer.ts'
import { type PduHeader, readUint32 } from '../codec/header.ts'
import type { Pdu } from '../codec/model/pdu.ts'
import { STANDARD_TLVS, type TlvDictionary } from '../codec/tlv-dictionary.ts'
import { type CommandTraits, traitsOf } from './command-traits.ts'
import type { MachineOptions } from './machine-options.ts'
import type { SessionCounters } from './session-counters.ts'
import type { SessionEffects } from './session-effects.ts'

/** Who takes what was read. */
export interface PduTaker {
  pdu(pdu: Pdu, traits: CommandTraits): void
  /** The header is sound and the body is not. */
  unreadable(header: PduHeader, error: DecodeError, traits: CommandTraits): void
}

/** The way in of a session machine: every PDU that comes passes here, is counted, traced, and read where it lies. */
export class PduReader implements FrameTaker {
  readonly #framer: Framer
  readonly #tlvs: TlvDictionary
  readonly #effects: SessionEffects
  readonly #counters: SessionCounters
  readonly #trace: boolean
  readonly #taker: PduTaker

  constructor(options: MachineOptions, effects: SessionEffects, counters: SessionCounters, taker: PduTaker) {
    this.#framer = new Framer({ maxOctets: options.maxPduOctets })
    this.#tlvs = options.tlvs ?? STANDARD_TLVS
    this.#effects = effects
    this.#counters = counters
    this.#trace = options.trace
    this.#taker = taker
  }

  /** Takes octets in and hands on the PDUs that are whole now, in order. Returns what broke the stream. */
  read(chunk: Uint8Array): FramingError | undefined {
    this.#counters.octetsIn += chunk.length
    return this.#framer.cut(chunk, this)
  }

  /** The framer has found a frame. */
  frame(octets: Uint8Array, start: number, end: number): void {
    this.#counters.pdusIn++
    if (this.#trace) this.#effects.traced('in', viewOf(octets, start, end))
    const id = readUint32(octets, start + 4)
    const traits = traitsOf(id)
    const frequent = decodeFrequent(id, octets, start, end, this.#tlvs)
    if (frequent !== undefined) {
      this.#taker.pdu(frequent, traits)
      return
    }
    const outcome = decodePdu(viewOf(octets, start, end), { tlvs: this.#tlvs })
    if (outcome.kind === 'pdu') this.#taker.pdu(outcome.pdu, traits)
    else this.#taker.unreadable(outcome.header, outcome.error, traits)
  }
}

function viewOf(octets: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(octets.buffer, octets.byteOffset + start, end - start)
}
