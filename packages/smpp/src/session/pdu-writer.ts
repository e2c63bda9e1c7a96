import { EncodeError } from '../codec/encode-error.ts'
import type { Pdu, PduInput, RequestName } from '../codec/model/pdu.ts'
import { Status } from '../codec/status.ts'
import type { SmppVersion } from '../codec/tables/spec-types.ts'
import { statusPdu } from './answer.ts'
import type { MachineOptions } from './machine-options.ts'
import { Outbox } from './outbox.ts'
import type { SessionCounters } from './session-counters.ts'
import type { SessionEffects } from './session-effects.ts'

/** The way out of a session machine: every PDU that leaves passes here, is counted, traced, and announced. */
export class PduWriter {
  readonly #outbox: Outbox
  readonly #effects: SessionEffects
  readonly #counters: SessionCounters
  readonly #trace: boolean

  constructor(options: MachineOptions, effects: SessionEffects, counters: SessionCounters) {
    this.#outbox = new Outbox(options.tlvs, options.longPassword)
    this.#effects = effects
    this.#counters = counters
    this.#trace = options.trace
  }

  /** Octets that wait to be taken. */
  get octets(): number {
    return this.#outbox.octets
  }

  /** Number of the last batch that was taken: it and those before it were handed to the operating system. */
  get handedBatch(): number {
    return this.#outbox.batch - 1
  }

  /** Takes what waits. */
  take(): Uint8Array {
    const octets = this.#outbox.take()
    this.#counters.octetsOut += octets.length
    return octets
  }

  /** What was taken has been copied away. */
  reuse(): void {
    this.#outbox.reuse()
  }

  /** From here on the limits of this version are held. */
  useVersion(version: SmppVersion): void {
    this.#outbox.useVersion(version)
  }

  /** Writes one PDU and returns the number of the batch that carries it. Throws EncodeError: then nothing was written. */
  write(pdu: PduInput | Pdu, sequenceNumber: number): number {
    if (this.#trace) this.#effects.traced('out', this.#outbox.appendAndShow(pdu, sequenceNumber))
    else this.#outbox.append(pdu, sequenceNumber)
    this.#counters.pdusOut++
    // Read before `outgoing`, which may take the batch at once.
    const { batch } = this.#outbox
    this.#effects.outgoing()
    return batch
  }

  /** As `write`, held to the widest limits of all versions instead of those of the session's. */
  writeWidest(pdu: PduInput, sequenceNumber: number): void {
    const octets = this.#outbox.appendWidest(pdu, sequenceNumber)
    if (this.#trace) this.#effects.traced('out', octets)
    this.#counters.pdusOut++
    this.#effects.outgoing()
  }

  /** Answers with a status. A command that the version does not have has no response either: generic_nack says so. */
  refuse(command: RequestName, status: number, sequenceNumber: number): void {
    try {
      this.write(statusPdu(command, status), sequenceNumber)
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error
      this.write({ command: 'generic_nack', commandStatus: Status.ESME_RINVCMDID }, sequenceNumber)
    }
  }
}
