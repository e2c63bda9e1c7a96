import type { InboundPdu, InboundVerdict, SmscId } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'
import { cutIntoBatches, tlvOctets } from '../wire/batches.ts'
import { inboundToWire, verdictsFromWire } from '../wire/inbound.ts'

interface Batch {
  readonly pdus: readonly InboundPdu[]
  readonly octets: number
  readonly answer: (verdicts: readonly InboundVerdict[]) => void
}

/** Most octets of texts and receipts that wait for their verdict, however many the manager takes. */
const MOST_OCTETS = 16 * 1024 * 1024

/**
 * Texts and receipts on their way to the manager. Nothing is kept and nothing is sent twice: what has no verdict when the
 * link breaks, and what comes while it is down or while too much waits, is refused for now, and the SMSC keeps it.
 *
 * What was sent and got no verdict may be stored all the same; its SMSC is remembered until the manager has been told,
 * so that it expects the same again.
 */
export class Deliveries implements FrameSource {
  #queue: Batch[] = []
  /** Sent, without a verdict. */
  readonly #asked = new Set<Batch>()
  #waiting = 0
  #octets = 0
  /** Most that may be without a verdict; 0 while there is no link. */
  #window = 0
  #unanswered = new Set<SmscId>()
  readonly #wantsNames: () => boolean

  /** `wantsNames`: whether somebody wants the message ids with the verdicts, which the manager otherwise does not tell. */
  constructor(wantsNames: () => boolean) {
    this.#wantsNames = wantsNames
  }

  get unanswered(): readonly SmscId[] {
    return [...this.#unanswered]
  }

  /** How many texts and receipts wait for a verdict. */
  get waiting(): number {
    return this.#waiting
  }

  open(window: number): void {
    this.#window = window
    this.#unanswered.clear()
  }

  close(): void {
    this.#window = 0
    for (const { pdus } of this.#asked) for (const { smscId } of pdus) this.#unanswered.add(smscId)
    const lost = [...this.#asked, ...this.#queue]
    this.#asked.clear()
    this.#queue = []
    for (const batch of lost) this.#end(batch, later(batch.pdus))
  }

  async deliver(pdus: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    const batches = cutIntoBatches(pdus, octetsOf)
    const verdicts = await Promise.all(batches.map((batch) => this.#deliverOne(batch)))
    return verdicts.flat()
  }

  #deliverOne(pdus: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> | readonly InboundVerdict[] {
    const octets = pdus.reduce((sum, pdu) => sum + octetsOf(pdu), 0)
    if (this.#waiting + pdus.length > this.#window || this.#octets + octets > MOST_OCTETS) return later(pdus)
    this.#waiting += pdus.length
    this.#octets += octets
    return new Promise((answer) => this.#queue.push({ pdus, octets, answer }))
  }

  next(): Outgoing | undefined {
    const batch = this.#queue.shift()
    if (!batch) return undefined
    this.#asked.add(batch)
    return {
      kind: {
        case: 'deliver',
        value: {
          $typeName: 'connect.link.v1.Deliver',
          pdus: batch.pdus.map(inboundToWire),
          nameThem: this.#wantsNames(),
        },
      },
      done: (reply) => {
        // Undefined for a broken link too: then `close` has ended it already.
        if (!this.#asked.delete(batch)) return
        const { length } = batch.pdus
        this.#end(batch, reply?.case === 'verdicts' ? verdictsFromWire(reply.value, length) : later(batch.pdus))
      },
    }
  }

  #end(batch: Batch, verdicts: readonly InboundVerdict[]): void {
    this.#waiting -= batch.pdus.length
    this.#octets -= batch.octets
    batch.answer(verdicts)
  }
}

function octetsOf(pdu: InboundPdu): number {
  return tlvOctets(pdu) + pdu.payload.length
}

function later(pdus: readonly InboundPdu[]): readonly InboundVerdict[] {
  return pdus.map(() => ({ kind: 'try-later' }))
}
