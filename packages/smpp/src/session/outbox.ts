import { Encoder, encodePdu } from '../codec/encode.ts'
import type { Pdu, PduInput } from '../codec/model/pdu.ts'
import type { SmppVersion } from '../codec/tables/spec-types.ts'
import type { TlvDictionary } from '../codec/tlv-dictionary.ts'

/**
 * Octets on their way out, gathered into batches. All that is written before a batch is taken leaves in one write.
 * A batch that was taken counts as handed over; one that was not has never left this process.
 */
export class Outbox {
  readonly #tlvs: TlvDictionary | undefined
  readonly #longPassword: boolean
  #encoder: Encoder
  #earlier: Uint8Array[] = []
  #earlierOctets = 0
  #batch = 1
  /** Whether views were given to a trace, which may keep them. */
  #shown = false

  constructor(tlvs: TlvDictionary | undefined, longPassword = false) {
    this.#tlvs = tlvs
    this.#longPassword = longPassword
    this.#encoder = this.#newEncoder(undefined)
  }

  /** Number of the batch that is being filled. */
  get batch(): number {
    return this.#batch
  }

  /** Octets that wait to be taken. */
  get octets(): number {
    return this.#earlierOctets + this.#encoder.pendingOctets
  }

  /** From here on the limits of this version are held. */
  useVersion(version: SmppVersion | undefined): void {
    this.#setAside(this.#encoder.take())
    this.#encoder = this.#newEncoder(version)
  }

  /** Adds one PDU. Throws EncodeError, in which case nothing was added. */
  append(pdu: PduInput | Pdu, sequenceNumber: number): number {
    return this.#encoder.append(pdu, sequenceNumber)
  }

  /** Adds one PDU and returns its octets: for traces. */
  appendAndShow(pdu: PduInput | Pdu, sequenceNumber: number): Uint8Array {
    this.#shown = true
    this.#setAside(this.#encoder.take())
    this.#encoder.append(pdu, sequenceNumber)
    const octets = this.#encoder.take()
    this.#setAside(octets)
    return octets
  }

  /** As `append`, held to the widest limits of all versions. Returns the octets. */
  appendWidest(pdu: PduInput | Pdu, sequenceNumber: number): Uint8Array {
    const tlvs = this.#tlvs === undefined ? {} : { tlvs: this.#tlvs }
    const octets = encodePdu(pdu, { ...tlvs, longPassword: this.#longPassword, sequenceNumber })
    this.#setAside(this.#encoder.take())
    this.#setAside(octets)
    return octets
  }

  /** Takes the batch, and begins the next. */
  take(): Uint8Array {
    this.#batch++
    const last = this.#encoder.take()
    if (this.#earlierOctets === 0) return last
    this.#setAside(last)
    const all = this.#earlier.length === 1 ? this.#earlier[0]! : Buffer.concat(this.#earlier, this.#earlierOctets)
    this.#earlier = []
    this.#earlierOctets = 0
    return all
  }

  /** All that was taken has been copied away: its memory is written again. */
  reuse(): void {
    if (!this.#shown) this.#encoder.reuse()
  }

  #newEncoder(version: SmppVersion | undefined): Encoder {
    return new Encoder({
      ...(version === undefined ? {} : { version }),
      ...(this.#tlvs === undefined ? {} : { tlvs: this.#tlvs }),
      longPassword: this.#longPassword,
    })
  }

  #setAside(octets: Uint8Array): void {
    if (octets.length === 0) return
    this.#earlier.push(octets)
    this.#earlierOctets += octets.length
  }
}
