import { decodePdu } from '../codec/decode.ts'
import { encodePdu } from '../codec/encode.ts'
import { Framer } from '../codec/framer.ts'
import type { CommandName, Pdu, PduInput, PduOf } from '../codec/model/pdu.ts'
import type { Transport, TransportEnd } from '../net/transport.ts'

/**
 * One end of a connection without any rules: it shows what came, and sends what it is told to, right or wrong. For tests
 * of how the other side takes it.
 */
export class RawPeer {
  readonly transport: Transport
  /** Every PDU that came, in order. */
  readonly received: Pdu[] = []
  /** Every frame that came, in order, also those that could not be read. */
  readonly frames: Uint8Array[] = []
  /** How the connection ended, once it has. */
  ended: TransportEnd | undefined
  readonly #framer = new Framer()
  readonly #unwritten: Uint8Array[] = []
  #busy = false
  #waiters: (() => void)[] = []
  #onPdu: ((pdu: Pdu) => void) | undefined

  /** Begins to read at once. `onPdu` is told of each PDU after it was recorded. */
  constructor(transport: Transport, onPdu?: (pdu: Pdu, peer: RawPeer) => void) {
    this.transport = transport
    this.#onPdu = onPdu === undefined ? undefined : (pdu) => onPdu(pdu, this)
    transport.open({
      received: (chunk) => this.#received(chunk),
      drained: () => {
        this.#busy = false
        this.#flush()
      },
      closed: (end) => {
        this.ended = end
        this.#changed()
      },
    })
  }

  /** Sends PDUs in one write. */
  send(...pdus: readonly (PduInput | Pdu)[]): void {
    this.sendOctets(Buffer.concat(pdus.map((pdu) => encodePdu(pdu))))
  }

  /** Sends octets as they are. */
  sendOctets(octets: Uint8Array): void {
    this.#unwritten.push(octets)
    this.#flush()
  }

  /** PDUs of one command, in the order they came. */
  all<C extends CommandName>(command: C): PduOf<C>[] {
    return this.received.filter((pdu): pdu is PduOf<C> & Pdu => pdu.command === command)
  }

  /** Waits until `count` PDUs of a command have come, and returns the last of them. Rejects if the connection ends first. */
  async waitFor<C extends CommandName>(command: C, count = 1): Promise<PduOf<C>> {
    for (;;) {
      const found = this.all(command)[count - 1]
      if (found !== undefined) return found
      if (this.ended !== undefined) throw new Error(`the connection ended before ${command}: ${this.ended.reason}`)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Waits until the connection has ended. */
  async waitForEnd(): Promise<TransportEnd> {
    while (this.ended === undefined) await new Promise<void>((resolve) => this.#waiters.push(resolve))
    return this.ended
  }

  #received(chunk: Uint8Array): void {
    for (const frame of this.#framer.push(chunk).frames) {
      this.frames.push(frame)
      const outcome = decodePdu(frame)
      if (outcome.kind !== 'pdu') continue
      this.received.push(outcome.pdu)
      this.#onPdu?.(outcome.pdu)
    }
    this.#changed()
  }

  #flush(): void {
    while (!this.#busy && this.#unwritten.length > 0) this.#busy = !this.transport.write(this.#unwritten.shift()!)
  }

  #changed(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }
}
